----------------------------- MODULE ExactlyOnce -----------------------------
(***************************************************************************)
(* The service that every other module implements: what the application on *)
(* each side sees, and nothing about frames.  A message is submitted,      *)
(* takes effect at most once, and is decided at most once; what the sender *)
(* is told is true.  Instead of letting it take effect, the receiving      *)
(* application may reject a message for good.                              *)
(*                                                                         *)
(* Nor may the service say "no" or "perhaps" without a reason.             *)
(* NOT_DELIVERED needs an application that gave up, REJECTED one that      *)
(* rejected.  IN_DOUBT needs a side that forgot the message.  Any other    *)
(* message is delivered.  A constant that says whether messages may be     *)
(* forgotten would not be enough: where they may be, every message could   *)
(* then be in doubt, although nothing was lost in this run.                *)
(***************************************************************************)
EXTENDS Naturals

CONSTANTS
    Message,              \* the messages that can be submitted
    Cancellable,          \* the messages that the sending application may give up on
    Rejectable            \* the messages that the receiving application may reject

ASSUME CancellableAreMessages == Cancellable \subseteq Message
ASSUME RejectableAreMessages  == Rejectable \subseteq Message

VARIABLES
    submitted,            \* the messages handed to the service
    givenUp,              \* the messages that the sending application gave up on
    forgotten,            \* the undecided messages that one of the two sides has forgotten
    effects,              \* for each message, how often it took effect at the receiver
    rejected,             \* the messages that the receiving application rejected
    outcome               \* for each message, what the sender was told

vars == <<submitted, givenUp, forgotten, effects, rejected, outcome>>

Decision == {"DELIVERED", "NOT_DELIVERED", "REJECTED"}
Outcome  == {"PENDING", "IN_DOUBT"} \cup Decision

TypeOK ==
    /\ submitted \in SUBSET Message
    /\ givenUp \in SUBSET Cancellable
    /\ forgotten \in SUBSET Message
    /\ effects \in [Message -> Nat]
    /\ rejected \in SUBSET Rejectable
    /\ outcome \in [Message -> Outcome]

Init ==
    /\ submitted = {}
    /\ givenUp = {}
    /\ forgotten = {}
    /\ effects = [m \in Message |-> 0]
    /\ rejected = {}
    /\ outcome = [m \in Message |-> "PENDING"]

IsOpen(m) == m \in submitted /\ outcome[m] = "PENDING"

\* The sending application hands over m, perhaps in a session that the receiver has already
\* forgotten.
Submit(m) ==
    /\ m \notin submitted
    /\ submitted' = submitted \cup {m}
    /\ forgotten' \in {forgotten, forgotten \cup {m}}
    /\ UNCHANGED <<givenUp, effects, rejected, outcome>>

\* The application gives up on m.  It will learn whether that came too late.
GiveUp(m) ==
    /\ m \in Cancellable \ givenUp
    /\ IsOpen(m)
    /\ givenUp' = givenUp \cup {m}
    /\ UNCHANGED <<submitted, forgotten, effects, rejected, outcome>>

\* One side forgets these messages: it loses its disk, or drops their session.
Forget(messages) ==
    /\ \A m \in messages : IsOpen(m)
    /\ forgotten' = forgotten \cup messages
    /\ UNCHANGED <<submitted, givenUp, effects, rejected, outcome>>

\* m can take effect: only if it was submitted, only once, not if it was rejected, and never
\* after the sender was told that it will not.
MayTakeEffect(m) ==
    /\ m \in submitted
    /\ effects[m] = 0
    /\ m \notin rejected
    /\ outcome[m] # "NOT_DELIVERED"

\* m takes effect.
TakeEffect(m) ==
    /\ MayTakeEffect(m)
    /\ effects' = [effects EXCEPT ![m] = @ + 1]
    /\ UNCHANGED <<submitted, givenUp, forgotten, rejected, outcome>>

\* The receiving application rejects m: it will never take effect.
Reject(m) ==
    /\ m \in Rejectable
    /\ MayTakeEffect(m)
    /\ rejected' = rejected \cup {m}
    /\ UNCHANGED <<submitted, givenUp, forgotten, effects, outcome>>

\* The truth, and for NOT_DELIVERED a reason.
MayDecide(m, decision) ==
    /\ IsOpen(m)
    /\ decision = "DELIVERED" => effects[m] = 1
    /\ decision = "NOT_DELIVERED" => effects[m] = 0 /\ m \in givenUp
    /\ decision = "REJECTED" => m \in rejected

\* The sender is told the outcome of m, once.
Decide(m, decision) ==
    /\ MayDecide(m, decision)
    /\ outcome' = [outcome EXCEPT ![m] = decision]
    /\ forgotten' = forgotten \ {m}
    /\ UNCHANGED <<submitted, givenUp, effects, rejected>>

\* The sender is told that the outcome of these messages will never be known.  All open
\* messages of a session are in doubt together.  This claims nothing, so it is never false.
Doubt(messages) ==
    /\ messages \subseteq forgotten
    /\ outcome' = [m \in Message |-> IF m \in messages THEN "IN_DOUBT" ELSE outcome[m]]
    /\ forgotten' = forgotten \ messages
    /\ UNCHANGED <<submitted, givenUp, effects, rejected>>

Next ==
    \/ \E m \in Message :
          \/ Submit(m) \/ GiveUp(m) \/ TakeEffect(m) \/ Reject(m)
          \/ \E decision \in Decision : Decide(m, decision)
    \/ \E messages \in SUBSET Message : Forget(messages) \/ Doubt(messages)

Safety == Init /\ [][Next]_vars

(***************************************************************************)
(* An undecided message eventually takes effect, unless it is decided or   *)
(* rejected, and what can be decided is decided.  Nobody has to give up,   *)
(* to reject or to forget.                                                 *)
(*                                                                         *)
(* TLC cannot evaluate ENABLED where another module maps its variables to  *)
(* these.  There it checks WeakFairness, which says the same, because each *)
(* of the two actions disables itself.  That the predicates are their      *)
(* enabling conditions is an invariant.                                    *)
(***************************************************************************)
EffectDue(m)       == outcome[m] = "PENDING" /\ MayTakeEffect(m)
TakeDueEffect(m)   == outcome[m] = "PENDING" /\ TakeEffect(m)
DecisionDue(m)     == \E decision \in Decision : MayDecide(m, decision)
MakeDueDecision(m) == \E decision \in Decision : Decide(m, decision)

Fairness == \A m \in Message : WF_vars(TakeDueEffect(m)) /\ WF_vars(MakeDueDecision(m))

WeakFairness == \A m \in Message : []<>~EffectDue(m) /\ []<>~DecisionDue(m)

Spec == Safety /\ Fairness

-----------------------------------------------------------------------------
WeakFairnessIsFairness ==
    \A m \in Message :
        /\ EffectDue(m) <=> ENABLED TakeDueEffect(m)
        /\ DecisionDue(m) <=> ENABLED MakeDueDecision(m)

NoDuplicate    == \A m \in Message : effects[m] <= 1
NoFalseConfirm == \A m \in Message : outcome[m] = "DELIVERED" => effects[m] >= 1
NoFalseDenial  == \A m \in Message : outcome[m] = "NOT_DELIVERED" => effects[m] = 0

\* REJECTED is reported only for messages that were rejected, and those never take effect.
NoFalseRejection    == \A m \in Message : outcome[m] = "REJECTED" => m \in rejected
RejectedHasNoEffect == \A m \in rejected : effects[m] = 0

\* NOT_DELIVERED is reported only for messages that the application gave up on.
DeniedOnlyIfGivenUp == \A m \in Message : outcome[m] = "NOT_DELIVERED" => m \in givenUp

\* A message that was not submitted has no effect and no outcome.
OnlySubmitted ==
    \A m \in Message : m \notin submitted =>
        effects[m] = 0 /\ outcome[m] = "PENDING" /\ m \notin givenUp \cup forgotten \cup rejected

\* A decision is final.
DecidedOnce == [][\A m \in Message : outcome[m] # "PENDING" => outcome'[m] = outcome[m]]_vars

\* A message is in doubt only if it was forgotten.
DoubtOnlyIfForgotten ==
    [][\A m \in Message :
         outcome[m] = "PENDING" /\ outcome'[m] = "IN_DOUBT" => m \in forgotten]_vars

EveryMessageDecided == \A m \in Message : m \in submitted ~> outcome[m] # "PENDING"

\* A message that is neither given up nor rejected nor forgotten is delivered.
EveryMessageDelivered ==
    \A m \in Message :
        m \in submitted ~> outcome[m] \in {"DELIVERED", "IN_DOUBT"} \/ m \in givenUp \cup rejected
=============================================================================
