------------------------ MODULE MCOrderedExactlyOnce ------------------------
(***************************************************************************)
(* Bounds for OrderedExactlyOnce, and its mutants.                         *)
(***************************************************************************)
EXTENDS OrderedExactlyOnce

\* A message does not wait for its turn.
TakeEffectInTurnOrNot(m) ==
    /\ m \notin sealed
    /\ TakeEffect(m)
    /\ UNCHANGED sealed

\* What is sealed takes effect all the same.
TakeEffectInTurnOrSealed(m) ==
    /\ IsTurn(m)
    /\ TakeEffect(m)
    /\ UNCHANGED sealed

\* NOT_DELIVERED is not settled first.
DecideSettledOrNot(m, decision) == Decide(m, decision) /\ UNCHANGED sealed
=============================================================================
