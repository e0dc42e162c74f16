------------------------------- MODULE Clock -------------------------------
(* As many states as one likes: runs long enough to be seen running. *)
EXTENDS Integers
CONSTANT Digits
VARIABLE digits
Init == digits = [i \in 1..Digits |-> 0]
Next == \E i \in 1..Digits : digits' = [digits EXCEPT ![i] = (@ + 1) % 10]
Spec == Init /\ [][Next]_digits
TypeOK == digits \in [1..Digits -> 0..9]
=============================================================================
