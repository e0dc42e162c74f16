------------------------------- MODULE Kinds -------------------------------
(* A clause of each kind. *)
EXTENDS Naturals
VARIABLES x, y
vars == <<x, y>>

Init == x \in BOOLEAN /\ y = 0

Small(v) == v < 2 /\ ~(v = 3 /\ x)

Step ==
    /\ Small(y)
    /\ x' = IF x THEN FALSE ELSE TRUE
    /\ \/ y = 0 /\ y' = 1
       \/ \E z \in {0, 1} : y # z /\ y' = z

Back == y' = (CASE y = 1 -> 0 [] OTHER -> 1) /\ UNCHANGED x

Next == Step \/ Back
Safety == Init /\ [][Next]_vars
Busy == y = 1 /\ x
Fairness == WF_vars(Step) /\ WF_vars(Back) /\ ([]<>Busy => WF_vars(Back))
Spec == Safety /\ Fairness

Bound == y < 2
Both == Bound /\ y >= 0
Implied == x => LET even == y = 0 IN even \/ y < 2
Moves == [][y = 0 => y' = 1 /\ x' # x]_vars
Returns == x ~> ~x
=============================================================================
