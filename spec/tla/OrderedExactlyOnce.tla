------------------------- MODULE OrderedExactlyOnce -------------------------
(***************************************************************************)
(* ExactlyOnce in the order sent.  Messages are numbers, and their effects *)
(* come in increasing order.  A message is passed over only if the         *)
(* application gave up on it, or if it is in doubt.  Once passed over, it  *)
(* never takes effect.                                                     *)
(***************************************************************************)
EXTENDS ExactlyOnce

ASSUME MessagesAreNumbers == Message \subseteq Nat

\* Messages are submitted in order.
SubmitInTurn(m) ==
    /\ \A k \in Message : k < m => k \in submitted
    /\ Submit(m)

\* No message after m has taken effect, ...
IsNext(m) == \A k \in Message : k > m => effects[k] = 0

\* ... and each message before m did, or may be passed over.
MayPassOver(k) == k \in givenUp \/ outcome[k] = "IN_DOUBT"
IsTurn(m)      == \A k \in Message : k < m => effects[k] = 1 \/ MayPassOver(k)

\* m takes effect when it is its turn.
TakeEffectInTurn(m) ==
    /\ IsNext(m)
    /\ IsTurn(m)
    /\ TakeEffect(m)

OrderedNext ==
    \/ \E m \in Message :
          \/ SubmitInTurn(m) \/ GiveUp(m) \/ TakeEffectInTurn(m)
          \/ \E decision \in Decision : Decide(m, decision)
    \/ \E messages \in SUBSET Message : Forget(messages) \/ Doubt(messages)

OrderedSafety == Init /\ [][OrderedNext]_vars

EffectDueInTurn(m)     == EffectDue(m) /\ IsNext(m) /\ IsTurn(m)
TakeDueEffectInTurn(m) == outcome[m] = "PENDING" /\ TakeEffectInTurn(m)

OrderedFairness == \A m \in Message : WF_vars(TakeDueEffectInTurn(m)) /\ WF_vars(MakeDueDecision(m))

OrderedSpec == OrderedSafety /\ OrderedFairness

-----------------------------------------------------------------------------
\* No message takes effect after a greater one.
InOrder ==
    [][\A m, k \in Message : effects'[m] > effects[m] /\ k > m => effects[k] = 0]_vars

\* Nothing else is passed over.
NothingPassedOver == \A m \in Message : effects[m] > 0 => IsTurn(m)
=============================================================================
