--------------------- MODULE MCCheckBeforeSendInductive ---------------------
(***************************************************************************)
(* All states in which IndInv is true, for TLC to take every step from     *)
(* every one of them.  Nets of at most two frames are enough: what IndInv  *)
(* says of the network it says of each frame alone, and a step receives or *)
(* loses at most one frame.  So if a step can make IndInv false at all, it *)
(* can with the frame that it receives and the frame that becomes false.   *)
(***************************************************************************)
EXTENDS CheckBeforeSendInductive, FiniteSets

NoMessage    == {}
SomeMessages == {s \in Message : s # 1}
EveryMessage == Message

Frames ==
    {Data(s, p) : s \in Message, p \in Message}
    \cup {Check(s) : s \in Message} \cup {Seal(s) : s \in Message} \cup {Ack(s) : s \in Message}
    \cup {Status(s, state) : s \in Message, state \in {"IN_PROGRESS", "UNKNOWN", "SEALED"}}

\* The conjuncts stand in an order in which TLC can enumerate what they allow: the
\* variables as far as possible as functions of those before them.
IndInit ==
    /\ next \in 0..N
    /\ outcome \in [Message -> {"PENDING"} \cup Decided]
    /\ \A s \in Message : s >= next => outcome[s] = "PENDING"
    /\ \A s \in Message : s < next - W => outcome[s] \in Decided
    /\ DeniedWereCancelled
    /\ outbox \in [0..W-1 -> [seq : next-W..next-1, state : Undecided \cup Decided,
                              payload : Message \cup {NoPayload}]]
    /\ OutboxIsWindow /\ ReportsMatchOutbox /\ CancelledWereCancellable
    /\ ring \in [0..Slots-1 -> [seq : -Slots..N-1, state : Claimed \cup Resolved]]
    /\ RingFollowsOutbox /\ RingKnowsDecisions /\ ClaimsRemember /\ SealedWereCancelled
    /\ effects \in [Message -> 0..1]
    /\ EffectsMatchRing
    /\ \E f, g \in Frames : IsTrue(f) /\ IsTrue(g) /\ net \in {{}, {f}, {f, g}}

\* States with more frames are looked at, and not gone on from.
FewFrames == Cardinality(net) <= 2

\* Mutants: each takes the place of a conjunct, and the rest is inductive no longer.
Nothing       == TRUE
AnyIsTrue(f)  == TRUE

\* A mutant of the protocol, with a step that the service does not have: a thread handles
\* s without having claimed it.
IsClaimedOrNot(s) == Slot(s).seq = s

IndSpec == IndInit /\ [][Next]_vars
=============================================================================
