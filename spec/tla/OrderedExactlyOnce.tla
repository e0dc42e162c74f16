------------------------- MODULE OrderedExactlyOnce -------------------------
(***************************************************************************)
(* ExactlyOnce in the order sent.  Messages are numbers, and they take     *)
(* effect, or are rejected, in increasing order.  A message is passed over *)
(* only if the sending application gave up on it, or if it is in doubt.    *)
(* Once passed over, it never takes effect.                                *)
(***************************************************************************)
EXTENDS ExactlyOnce

ASSUME MessagesAreNumbers == Message \subseteq Nat

\* Messages are submitted in order.
SubmitInTurn(m) ==
    /\ \A k \in Message : k < m => k \in submitted
    /\ Submit(m)

\* m was handled: it took effect, or was rejected.
IsHandled(m) == effects[m] > 0 \/ m \in rejected

\* No message after m was handled, ...
IsNext(m) == \A k \in Message : k > m => ~IsHandled(k)

\* ... and each message before m was, or may be passed over.
MayPassOver(k) == k \in givenUp \/ outcome[k] = "IN_DOUBT"
IsTurn(m)      == \A k \in Message : k < m => IsHandled(k) \/ MayPassOver(k)

\* m takes effect when it is its turn.
TakeEffectInTurn(m) ==
    /\ IsNext(m)
    /\ IsTurn(m)
    /\ TakeEffect(m)

\* Nor is m rejected before.
RejectInTurn(m) ==
    /\ IsNext(m)
    /\ IsTurn(m)
    /\ Reject(m)

OrderedNext ==
    \/ \E m \in Message :
          \/ SubmitInTurn(m) \/ GiveUp(m) \/ TakeEffectInTurn(m) \/ RejectInTurn(m)
          \/ \E decision \in Decision : Decide(m, decision)
    \/ \E messages \in SUBSET Message : Forget(messages) \/ Doubt(messages)

OrderedSafety == Init /\ [][OrderedNext]_vars

EffectDueInTurn(m)     == EffectDue(m) /\ IsNext(m) /\ IsTurn(m)
TakeDueEffectInTurn(m) == outcome[m] = "PENDING" /\ TakeEffectInTurn(m)

OrderedFairness == \A m \in Message : WF_vars(TakeDueEffectInTurn(m)) /\ WF_vars(MakeDueDecision(m))

OrderedSpec == OrderedSafety /\ OrderedFairness

-----------------------------------------------------------------------------
\* No message is handled after a greater one.
InOrder ==
    [][\A m, k \in Message :
         (effects'[m] > effects[m] \/ m \in rejected' \ rejected) /\ k > m => ~IsHandled(k)]_vars

\* Nothing else is passed over.
NothingPassedOver == \A m \in Message : IsHandled(m) => IsTurn(m)
=============================================================================
