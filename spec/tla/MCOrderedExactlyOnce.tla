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

\* A sealed message takes effect nevertheless.
TakeEffectInTurnOrSealed(m) ==
    /\ IsTurn(m)
    /\ TakeEffect(m)
    /\ UNCHANGED sealed

\* NOT_DELIVERED is reported for a message that is not sealed.
DecideSettledOrNot(m, decision) == Decide(m, decision) /\ UNCHANGED sealed
=============================================================================
