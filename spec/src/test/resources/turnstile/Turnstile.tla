----------------------------- MODULE Turnstile -----------------------------
(* A turnstile, with a guard and a conjunct of a property that nothing needs. *)
EXTENDS Naturals

VARIABLES paid, passed
vars == <<paid, passed>>

Init == paid = 0 /\ passed = 0

Unlocked == paid > passed

Pay ==
    /\ paid < 2
    /\ paid' = paid + 1
    /\ UNCHANGED passed

Push ==
    /\ Unlocked
    /\ passed < 9
    /\ passed' = passed + 1
    /\ UNCHANGED paid

Next == Pay \/ Push
Safety == Init /\ [][Next]_vars
Spec == Safety /\ WF_vars(Pay) /\ WF_vars(Push)

NobodyPassesFree ==
    /\ passed <= paid
    /\ passed <= 2
    /\ paid <= 2

EveryCoinPasses == <>(passed = 2)
=============================================================================
