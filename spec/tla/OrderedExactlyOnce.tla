------------------------- MODULE OrderedExactlyOnce -------------------------
(***************************************************************************)
(* ExactlyOnce in the order sent: messages are numbers, and a message      *)
(* takes effect when everything before it is over: it took effect, or it   *)
(* is settled that it never will.  So effects come in increasing order,    *)
(* and none is skipped unnoticed.                                          *)
(***************************************************************************)
EXTENDS ExactlyOnce

ASSUME MessagesAreNumbers == Message \subseteq Nat

VARIABLE sealed           \* the messages that, it is settled, never take effect

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

\* Everything before m is over.
IsTurn(m) == \A k \in Message : k < m => effects[k] = 1 \/ k \in sealed

\* m takes effect when it is its turn.
TakeEffectInTurn(m) ==
    /\ m \notin sealed
    /\ IsTurn(m)
    /\ TakeEffect(m)
    /\ UNCHANGED sealed

\* The sender is told NOT_DELIVERED only of what is settled.
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
\* What took effect never comes after what is greater.
InOrder ==
    [][\A m, k \in Message :
         effects'[m] > effects[m] /\ k > m => effects[k] = 0]_orderedVars

\* What is sealed was submitted, and never takes effect.
SealedIsFinal == \A m \in sealed : m \in submitted /\ effects[m] = 0

\* The sender is told NOT_DELIVERED of what is sealed.
NotDeliveredIsSealed == \A m \in Message : outcome[m] = "NOT_DELIVERED" => m \in sealed

\* Nothing is passed over: what comes before an effect took effect or is sealed.
NothingPassedOver == \A m \in Message : effects[m] > 0 => IsTurn(m)
=============================================================================
