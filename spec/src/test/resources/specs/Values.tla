------------------------------- MODULE Values -------------------------------
(* One value of each kind. *)
EXTENDS Integers, TLC
CONSTANT m
VARIABLES step, int, string, tuple, set, interval, record, function, long, lazy
vars == <<step, int, string, tuple, set, interval, record, function, long, lazy>>
Init ==
    /\ step = 0
    /\ int = -3
    /\ string = "a \"quoted\\\" one"
    /\ tuple = <<1, TRUE, <<>>>>
    /\ set = {"b", "a"}
    /\ interval = 2..4
    /\ record = [b |-> {}, a |-> m]
    /\ function = (3 :> "x" @@ 1 :> "y" @@ 7 :> "z")
    /\ long = [i \in 1..9 |-> [name |-> "a name that is long", values |-> {i, i + 1, i + 2}]]
    /\ lazy = SUBSET (1..3)
Next == step < 1 /\ step' = step + 1
                 /\ UNCHANGED <<int, string, tuple, set, interval, record, function, long, lazy>>
Spec == Init /\ [][Next]_vars
AtStart == step = 0
=============================================================================
