---------------------- MODULE CheckBeforeSendInductive ----------------------
(***************************************************************************)
(* Why CheckBeforeSend is correct: an invariant that is true in the        *)
(* beginning, and that every step preserves from every state that          *)
(* satisfies it, whether reachable or not.  It has no bounds: N and W are  *)
(* parameters.  TLC checks it on all states of small sizes; for all sizes  *)
(* it is not proved.                                                       *)
(***************************************************************************)
EXTENDS CheckBeforeSend

ASSUME SlotsAreEnough == Slots = W

\* The outcome of s, as far as the sender's application knows.  Everything before the
\* first message counts as delivered.
Ending(s) == IF s \in Message THEN outcome[s] ELSE "DELIVERED"

\* What the receiver writes into the slot of a message with this outcome.
Resolution(ending) == IF ending = "NOT_DELIVERED" THEN "SEALED" ELSE "DELIVERED"

\* The outbox holds the last W messages, each with its payload.
OutboxIsWindow ==
    \A i \in 0..W-1 :
        /\ outbox[i].seq \in next-W..next-1
        /\ outbox[i].seq % W = i
        /\ outbox[i].payload = IF outbox[i].seq < 0 THEN NoPayload ELSE Payload(outbox[i].seq)
        /\ outbox[i].seq < 0 => outbox[i].state = "DELIVERED"

\* The application was told what the outbox says: nothing about messages that were not
\* yet submitted, and an outcome for every message that has left the outbox.
ReportsMatchOutbox ==
    \A s \in Message :
        IF s >= next          THEN outcome[s] = "PENDING"
        ELSE IF s < next - W  THEN outcome[s] \in Decided
        ELSE outcome[s] = IF Is(s, Undecided) THEN "PENDING" ELSE Entry(s).state

\* The receiver's slot holds the same message as the sender's slot, or is one lap behind.
RingFollowsOutbox ==
    \A i \in 0..W-1 :
        \/ ring[i].seq = outbox[i].seq
        \/ /\ ring[i].seq = outbox[i].seq - W
           /\ ring[i].state \in Resolved
           /\ outbox[i].state \in Undecided

\* The receiver has resolved every decided message in the same way.
RingKnowsDecisions ==
    \A i \in 0..W-1 :
        Ending(ring[i].seq) # "PENDING" => ring[i].state = Resolution(Ending(ring[i].seq))

\* A claim remembers how the previous lap ended.
ClaimsRemember ==
    \A i \in 0..W-1 :
        ring[i].state \in Claimed =>
            Unclaim(ring[i]) = Resolution(Ending(ring[i].seq - W))

\* A message took effect if and only if it is delivered.
EffectsMatchRing ==
    \A s \in Message :
        effects[s] = IF \/ Slot(s).seq = s /\ Slot(s).state = "DELIVERED"
                        \/ Slot(s).seq > s /\ outcome[s] = "DELIVERED"
                     THEN 1 ELSE 0

\* Only messages that the application gave up on are sealed.
SealedWereGivenUp ==
    \A i \in 0..W-1 : ring[i].state = "SEALED" => ring[i].seq \in givenUp
DeniedWereGivenUp ==
    \A s \in Message : outcome[s] = "NOT_DELIVERED" => s \in givenUp

\* What each frame in flight says is true, however old the frame is.
IsTrue(f) ==
    /\ f.seq < next
    /\ f.type = "DATA" => f.payload = Payload(f.seq)
    /\ f.type = "SEAL" => f.seq \in givenUp
    /\ f.type = "ACK"  => effects[f.seq] = 1
    /\ f.type = "STATUS" /\ f.state = "SEALED" =>
          \/ Slot(f.seq).seq = f.seq /\ Slot(f.seq).state = "SEALED"
          \/ Slot(f.seq).seq > f.seq /\ outcome[f.seq] = "NOT_DELIVERED"
FramesAreTrue == \A f \in net : IsTrue(f)

SealingWereGivenUp ==
    \A i \in 0..W-1 : outbox[i].state = "SEALING" => outbox[i].seq \in givenUp

IndInv ==
    /\ TypeOK
    /\ OutboxIsWindow
    /\ ReportsMatchOutbox
    /\ SealingWereGivenUp
    /\ RingFollowsOutbox
    /\ RingKnowsDecisions
    /\ ClaimsRemember
    /\ EffectsMatchRing
    /\ SealedWereGivenUp
    /\ DeniedWereGivenUp
    /\ FramesAreTrue

\* From any such state, every step is a step of the service or leaves it unchanged.
StepsAreService == [][Service!Next]_(Service!vars)
=============================================================================
