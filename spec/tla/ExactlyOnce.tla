----------------------------- MODULE ExactlyOnce -----------------------------
(***************************************************************************)
(* The service that every other module implements: what the application on *)
(* each side sees, and nothing about frames.  A message is submitted,      *)
(* takes effect at most once, and is decided at most once; what the sender *)
(* is told is true.                                                        *)
(***************************************************************************)
EXTENDS Naturals

CONSTANT Message          \* the messages that can be submitted

VARIABLES
    submitted,            \* the messages handed to the service
    effects,              \* for each message, how often it took effect at the receiver
    outcome               \* for each message, what the sender was told

vars == <<submitted, effects, outcome>>

Decision == {"DELIVERED", "NOT_DELIVERED"}
Outcome  == {"PENDING", "IN_DOUBT"} \cup Decision

TypeOK ==
    /\ submitted \in SUBSET Message
    /\ effects \in [Message -> Nat]
    /\ outcome \in [Message -> Outcome]

Init ==
    /\ submitted = {}
    /\ effects = [m \in Message |-> 0]
    /\ outcome = [m \in Message |-> "PENDING"]

\* The sending application hands over m.
Submit(m) ==
    /\ m \notin submitted
    /\ submitted' = submitted \cup {m}
    /\ UNCHANGED <<effects, outcome>>

\* m takes effect: only if it was submitted, only once, and never after the sender was
\* told that it will not.
TakeEffect(m) ==
    /\ m \in submitted
    /\ effects[m] = 0
    /\ outcome[m] # "NOT_DELIVERED"
    /\ effects' = [effects EXCEPT ![m] = @ + 1]
    /\ UNCHANGED <<submitted, outcome>>

\* The sender is told the outcome of m, once and truthfully.
Decide(m, decision) ==
    /\ m \in submitted
    /\ outcome[m] = "PENDING"
    /\ decision = "DELIVERED" => effects[m] = 1
    /\ decision = "NOT_DELIVERED" => effects[m] = 0
    /\ outcome' = [outcome EXCEPT ![m] = decision]
    /\ UNCHANGED <<submitted, effects>>

\* The sender is told that the outcome of these messages will never be known.  All open
\* messages of a session are in doubt together.  This claims nothing, so it is never false.
Doubt(messages) ==
    /\ messages \subseteq submitted
    /\ \A m \in messages : outcome[m] = "PENDING"
    /\ outcome' = [m \in Message |-> IF m \in messages THEN "IN_DOUBT" ELSE outcome[m]]
    /\ UNCHANGED <<submitted, effects>>

Next ==
    \/ \E m \in Message :
          \/ Submit(m)
          \/ TakeEffect(m)
          \/ \E decision \in Decision : Decide(m, decision)
    \/ \E messages \in SUBSET Message : Doubt(messages)

\* Every submitted message is eventually decided.
Fairness == \A m \in Message : WF_vars(\E decision \in Decision : Decide(m, decision))

Safety == Init /\ [][Next]_vars
Spec   == Safety /\ Fairness

-----------------------------------------------------------------------------
NoDuplicate    == \A m \in Message : effects[m] <= 1
NoFalseConfirm == \A m \in Message : outcome[m] = "DELIVERED" => effects[m] >= 1
NoFalseDenial  == \A m \in Message : outcome[m] = "NOT_DELIVERED" => effects[m] = 0

\* A message that was not submitted has no effect and no outcome.
OnlySubmitted ==
    \A m \in Message : m \notin submitted => effects[m] = 0 /\ outcome[m] = "PENDING"

\* A decision is final.
DecidedOnce == [][\A m \in Message : outcome[m] # "PENDING" => outcome'[m] = outcome[m]]_vars

EveryMessageDecided == \A m \in Message : m \in submitted ~> outcome[m] # "PENDING"
=============================================================================
