------------------------ MODULE MCOrderedExactlyOnce ------------------------
(***************************************************************************)
(* Bounds for OrderedExactlyOnce, and its mutants.  The systems that       *)
(* nobody wants are those of MCExactlyOnce.                                *)
(***************************************************************************)
EXTENDS OrderedExactlyOnce, MCExactlyOnce

\* A message does not wait for its turn.
TakeEffectInTurnOrNot(m) == TakeEffect(m)

\* A message is rejected before its turn.
RejectInTurnOrNot(m) == Reject(m)

\* A message that was passed over takes effect nevertheless.
NotNext(m) == TRUE

\* A message that was forgotten is passed over before the sender is told that it is in doubt.
TakeEffectPastForgotten(m) ==
    /\ IsNext(m)
    /\ \A k \in Message : k < m => IsHandled(k) \/ MayPassOver(k) \/ k \in forgotten
    /\ TakeEffect(m)

\* What the application does: it submits its messages in order.
ApplyInTurn(m) == GiveUp(m) \/ (SubmitInTurn(m) /\ UNCHANGED forgotten)

\* The system does what the ordered service may do.  It does not use RejectInTurn, of which the
\* service must therefore allow enough.
ServeInTurn(m) ==
    \/ TakeEffectInTurn(m)
    \/ IsNext(m) /\ IsTurn(m) /\ Reject(m)
    \/ MakeDueDecision(m)

\* It may also forget a message, say so, and do nothing more about it.
ServeOrDoubtInTurn(m) ==
    /\ outcome[m] = "PENDING"
    /\ \/ ServeInTurn(m)
       \/ m \notin forgotten /\ Forget({m})
       \/ m \in forgotten /\ Doubt({m})

\* Every message takes effect in its turn, and nobody is told.
NeverAnswerInTurn(m) == TakeEffectInTurn(m)
=============================================================================
