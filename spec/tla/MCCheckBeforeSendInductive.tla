--------------------- MODULE MCCheckBeforeSendInductive ---------------------
(***************************************************************************)
(* All states in which IndInv is true, for TLC to take every step from     *)
(* each of them.  Networks of at most two frames are enough: IndInv says   *)
(* what it says about the network for each frame alone, and a step         *)
(* receives or loses at most one frame.  So if a step can make IndInv      *)
(* false at all, it can do so with the frame that it receives and the      *)
(* frame that becomes false.                                               *)
(***************************************************************************)
EXTENDS CheckBeforeSendInductive, FiniteSets

NoMessage    == {}
SomeMessages == {s \in Message : s # 1}
EveryMessage == Message

Frames ==
    {Data(s, p) : s \in Message, p \in Message}
    \cup {Check(s) : s \in Message} \cup {Seal(s) : s \in Message} \cup {Ack(s) : s \in Message}
    \cup {Status(s, state) : s \in Message, state \in {"IN_PROGRESS", "UNKNOWN", "SEALED"}}

\* The conjuncts are in an order in which TLC can enumerate what they allow: each variable,
\* as far as possible, as a function of those before it.
IndInit ==
    /\ next \in 0..N
    /\ outcome \in [Message -> {"PENDING"} \cup Decided]
    /\ \A s \in Message : s >= next => outcome[s] = "PENDING"
    /\ \A s \in Message : s < next - W => outcome[s] \in Decided
    /\ givenUp \in SUBSET Cancellable
    /\ DeniedWereGivenUp
    /\ outbox \in [0..W-1 -> [seq : next-2*W..next-1, state : Undecided \cup Decided,
                              payload : Message \cup {NoPayload}]]
    /\ OutboxIsWindow /\ ReportsMatchOutbox /\ SealingWereGivenUp
    /\ ring \in [0..Slots-1 -> [seq : -Slots..N-1, state : Claimed \cup Resolved]]
    /\ RingFollowsOutbox /\ RingKnowsDecisions /\ ClaimsRemember /\ SealedWereGivenUp
    /\ effects \in [Message -> 0..1]
    /\ EffectsMatchRing
    /\ \E f, g \in Frames : IsTrue(f) /\ IsTrue(g) /\ net \in {{}, {f}, {f, g}}

\* States with more frames are checked but not explored further.
FewFrames == Cardinality(net) <= 2

\* Mutants: each replaces a conjunct, and the rest is then no longer inductive.
Nothing       == TRUE
AnyIsTrue(f)  == TRUE

\* A mutant of the protocol, with a step that the service does not have: a thread handles
\* s without having claimed it.
IsClaimedOrNot(s) == Slot(s).seq = s

IndSpec == IndInit /\ [][Next]_vars

\* The beginning, with no steps.
BaseCase == Init /\ [][UNCHANGED vars]_vars

\* A mutant of the beginning: what came before the first message was sealed.
InitSealed ==
    /\ next = 0
    /\ outbox = [i \in 0..W-1 |-> [seq |-> i - W, state |-> "DELIVERED", payload |-> NoPayload]]
    /\ ring = [i \in 0..Slots-1 |-> [seq |-> i - Slots, state |-> "SEALED"]]
    /\ NetworkInit
    /\ HistoryInit
=============================================================================
