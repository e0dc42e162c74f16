------------------------- MODULE OrderedExactlyOnce -------------------------
(***************************************************************************)
(* ExactlyOnce in the order sent.  Messages are numbers, and a message     *)
(* takes effect when all messages before it are settled: each took effect, *)
(* or never will.  So effects come in increasing order, and none is        *)
(* skipped unnoticed.                                                      *)
(***************************************************************************)
EXTENDS ExactlyOnce

ASSUME MessagesAreNumbers == Message \subseteq Nat

VARIABLE sealed           \* the messages that are settled never to take effect

orderedVars == <<submitted, effects, outcome, sealed>>

OrderedTypeOK ==
    /\ TypeOK
    /\ sealed \in SUBSET Message

OrderedInit ==
    /\ Init
    /\ sealed = {}

\* It is settled that m never takes effect.
SealMessage(m) ==
    /\ m \in submitted
    /\ effects[m] = 0
    /\ sealed' = sealed \cup {m}
    /\ UNCHANGED <<submitted, effects, outcome>>

\* All messages before m are settled.
IsTurn(m) == \A k \in Message : k < m => effects[k] = 1 \/ k \in sealed

\* m takes effect when it is its turn.
TakeEffectInTurn(m) ==
    /\ m \notin sealed
    /\ IsTurn(m)
    /\ TakeEffect(m)
    /\ UNCHANGED sealed

\* The sender is told NOT_DELIVERED only for a sealed message.
DecideSettled(m, decision) ==
    /\ decision = "NOT_DELIVERED" => m \in sealed
    /\ Decide(m, decision)
    /\ UNCHANGED sealed

OrderedNext ==
    \/ \E m \in Message :
          \/ Submit(m) /\ UNCHANGED sealed
          \/ SealMessage(m)
          \/ TakeEffectInTurn(m)
          \/ \E decision \in Decision : DecideSettled(m, decision)
    \/ \E messages \in SUBSET Message : Doubt(messages) /\ UNCHANGED sealed

OrderedSafety == OrderedInit /\ [][OrderedNext]_orderedVars

-----------------------------------------------------------------------------
\* No message takes effect after a greater one.
InOrder ==
    [][\A m, k \in Message :
         effects'[m] > effects[m] /\ k > m => effects[k] = 0]_orderedVars

\* A sealed message was submitted, and never takes effect.
SealedIsFinal == \A m \in sealed : m \in submitted /\ effects[m] = 0

\* NOT_DELIVERED is reported only for sealed messages.
NotDeliveredIsSealed == \A m \in Message : outcome[m] = "NOT_DELIVERED" => m \in sealed

\* Nothing is passed over: all messages before an effect took effect or are sealed.
NothingPassedOver == \A m \in Message : effects[m] > 0 => IsTurn(m)
=============================================================================
