----------------------- MODULE CrashRecoveryInductive -----------------------
(***************************************************************************)
(* Why CrashRecovery is correct where every write is made, effect and      *)
(* record are one step, and no sender is replaced: an inductive invariant. *)
(* It does not mention bounds.  About the network it only says "for all    *)
(* frames in it": what is true of a network is true of every smaller one,  *)
(* so losing frames changes nothing.                                       *)
(*                                                                         *)
(* For each variable, in an order in which TLC can enumerate them: its     *)
(* type, then what is known about it and the variables before it.          *)
(***************************************************************************)
EXTENDS CrashRecovery, FiniteSets

ASSUME EveryWriteIsMade == Write \ {"decision"} \subseteq Stable
ASSUME EffectWithRecord == Order = "together"
ASSUME NobodyTakesOver  == ~Zombies
ASSUME OutboxIsWindow   == Entries = W

(* The sender.                                                             *)

InSession == sender.phase \in {"OPEN", "CLOSING"}
Ours(i)   == InSession /\ i = sender.session

\* The messages of a session are consecutive, and the last one is the last that was
\* submitted.
MessageOf(s) == submitted - sender.next + s

SenderShape ==
    CASE sender.phase = "IDLE"    -> sender = Idle
      [] sender.phase = "OPENING" ->
            /\ sender.nonce \in 1..lastNonce
            /\ sender = [Idle EXCEPT !.phase = "OPENING", !.nonce = sender.nonce]
      [] OTHER ->
            /\ sender.nonce = NoNonce
            /\ sender.session \in 1..lastSession
            /\ sender.next <= submitted
            /\ sender.phase = "CLOSING" => OpenNumbers = {}
            /\ \A s \in sender.next - W .. sender.next - 1 :
                  /\ Entry(s).seq = s
                  /\ Entry(s).message = IF s < 0 THEN NoMessage ELSE MessageOf(s)
                  /\ s < 0 => Entry(s).state = "DELIVERED"

\* The disk differs from the memory in the request for a session, and in the decisions
\* made since the messages were appended.
SenderDiskShape ==
    IF InSession
    THEN /\ senderDisk = [sender EXCEPT !.outbox = senderDisk.outbox]
         /\ \A k \in DOMAIN sender.outbox :
               \/ senderDisk.outbox[k] = sender.outbox[k]
               \/ /\ sender.phase = "OPEN"
                  /\ sender.outbox[k].seq >= 0
                  /\ senderDisk.outbox[k] = [sender.outbox[k] EXCEPT !.state = "PENDING"]
         /\ \A k \in DOMAIN sender.outbox : senderDisk.outbox[k].state # "SEALING"
    ELSE senderDisk = Idle

(* The receiver.                                                           *)

KnownSessionsShape ==
    \A i \in Session :
        IF Knows(i)
        THEN i <= lastSession /\ receiver[i].nonce <= lastNonce
        ELSE receiver[i] = Fresh(NoNonce)

\* v may be the content of slot k, in one of these states.
SlotTypeOK(v, k, states) ==
    /\ v.seq % W = k
    /\ v.state \in states

SlotsShape ==
    \A i \in Session, k \in 0..W-1 :
        LET v == receiver[i].ring[k] IN
        /\ v.seq < 0 => v = Fresh(NoNonce).ring[k]
        /\ SlotTypeOK(v, k, {"CLAIMED"} \cup Resolved)
        /\ IF v.state = "CLAIMED" THEN v.message \in 0..submitted-1 ELSE v.message = NoMessage

\* The disk differs from the memory in the claimed messages.
ReceiverDiskShape ==
    \A i \in Session :
        /\ receiverDisk[i].nonce = receiver[i].nonce
        /\ \A k \in 0..W-1 :
              LET v == receiver[i].ring[k]
                  d == receiverDisk[i].ring[k]
              IN IF v.state = "CLAIMED"
                 THEN /\ d = Stamp(v.seq - W, d.state)
                      /\ SlotTypeOK(d, k, Resolved)
                      /\ v.seq < W => d.state = "DELIVERED"
                 ELSE d = v

\* In the sender's session, no slot holds a number that was not assigned.
SlotsAssigned ==
    InSession => \A k \in 0..W-1 : receiver[sender.session].ring[k].seq < sender.next

\* The application gave up on m, perhaps when it had already been told the outcome.
IsGivenUp(m) == m \in givenUp \/ outcome[m] # "PENDING"

\* In the sender's session, only such messages are sealed, and were before a later one was
\* claimed.
SealedGivenUpIn(known) ==
    InSession =>
        /\ \A k \in 0..W-1 :
              LET v == known[sender.session].ring[k] IN
              v.state = "SEALED" /\ v.seq \in 0..sender.next-1 => IsGivenUp(MessageOf(v.seq))
        /\ \A k \in DOMAIN sender.outbox :
              sender.outbox[k].state = "SEALING" => IsGivenUp(sender.outbox[k].message)

SealedGivenUp == SealedGivenUpIn(receiverDisk)

(* Which message has which number: known from the frames, from the         *)
(* messages that are being handled, and, for its own session, from the     *)
(* sender.                                                                 *)

InFlight == {f \in net : f.type = "DATA"}

InHand ==
    {Data(x[1], receiver[x[1]].ring[x[2]].seq, receiver[x[1]].ring[x[2]].message) :
        x \in {y \in Session \X (0..W-1) : receiver[y[1]].ring[y[2]].state = "CLAIMED"}}

InSender == {Data(sender.session, s, MessageOf(s)) : s \in 0..sender.next-1}

Numbered == InFlight \cup InHand \cup InSender

\* A message has one number in one session, and a number stands for one message.
OneNumber ==
    \A f, g \in Numbered :
        (f.session = g.session /\ f.seq = g.seq) <=> f.payload = g.payload

\* The numbers in the sender's session are those that the sender assigned.
OursAssigned == \A f \in Numbered : Ours(f.session) => f \in InSender

\* What is on disk about s, in session i.
OnDisk(i, s) ==
    IF Knows(i) THEN Lookup(s, receiverDisk[i].ring[Index(s)]) ELSE "GONE"

\* The receiver's disk is true: a delivered message took effect, and one that can still
\* be claimed did not.
Truthful ==
    \A f \in Numbered :
        /\ OnDisk(f.session, f.seq) = "DELIVERED" => effects[f.payload] = 1
        /\ OnDisk(f.session, f.seq) \in {"UNKNOWN", "SEALED", "REFUSED"} => effects[f.payload] = 0

\* Message m, with the number s in session i, did not and will not take effect.
IsDenied(i, s, m) ==
    effects[m] = 0 /\ OnDisk(i, s) \in {"SEALED", "NOTHING_OWED", "GONE"}

(* What the application was told.                                          *)

\* Nothing is known about a message that was not submitted.
NotYet ==
    \A m \in Message : m >= submitted => effects[m] = 0 /\ outcome[m] = "PENDING"

OutcomeTrue ==
    /\ \A m \in Message : outcome[m] = "DELIVERED" => effects[m] = 1
    /\ \A m \in Message : outcome[m] = "NOT_DELIVERED" => effects[m] = 0 /\ m \in givenUp
    /\ \A f \in Numbered :
          outcome[f.payload] = "NOT_DELIVERED" => IsDenied(f.session, f.seq, f.payload)

\* A decided message in the outbox was reported with that decision; an undecided one was
\* not reported since the last start, and never as in doubt.
Reported ==
    \A k \in DOMAIN sender.outbox :
        LET e == sender.outbox[k] IN
        e.message # NoMessage =>
            IF e.state \in Decided
            THEN told[e.message].what = e.state
            ELSE told[e.message].times = 0 /\ told[e.message].what # "IN_DOUBT"

\* What was told first is known from the outcome; later only IN_DOUBT was told instead.
ToldShape ==
    \A m \in Message :
        IF outcome[m] = "PENDING"
        THEN told[m] = [what |-> "NOTHING", times |-> 0]
        ELSE told[m].what \in {outcome[m], "IN_DOUBT"}

(* The frames.                                                             *)

\* A frame is about something that was requested, issued or assigned, and it is true.
FrameIssued(f) ==
    /\ f.type \in {"OPEN", "OPENED"} => f.nonce <= lastNonce
    /\ f.type # "OPEN" => f.session <= lastSession

FramePayload(f) == f.type = "DATA" => f.payload < submitted

SealAssigned(f) ==
    f.type = "SEAL" /\ Ours(f.session) => f.seq < sender.next /\ IsGivenUp(MessageOf(f.seq))

\* A session that was said to be gone is not known, and never again.
GoneTrue(f) == f.type = "GONE" => ~Knows(f.session)

AckTrue(f) ==
    f.type = "ACK" /\ Ours(f.session) =>
        f.seq < sender.next /\ effects[MessageOf(f.seq)] = 1

SealedTrue(f) ==
    f.type = "STATUS" /\ f.state = "SEALED" /\ Ours(f.session) =>
        /\ f.seq < sender.next
        /\ IsDenied(f.session, f.seq, MessageOf(f.seq))
        /\ IsGivenUp(MessageOf(f.seq))

\* SEALED was written before it was said, so that a late write of it changes nothing.
SealedStored(f) ==
    f.type = "STATUS" /\ f.state = "SEALED" => ~MayStore(f.session, f.seq)

IsPossible(f) ==
    FrameIssued(f) /\ FramePayload(f) /\ GoneTrue(f)
    /\ SealAssigned(f) /\ AckTrue(f) /\ SealedTrue(f) /\ SealedStored(f)

\* The session that the sender may find itself in next.
IsExpected(i) ==
    /\ sender.phase = "OPENING"
    /\ Opened(i, sender.nonce) \in net \/ receiver[i].nonce = sender.nonce

\* Such a session was never used.
ExpectedUnused ==
    \A i \in Session : IsExpected(i) =>
        /\ IsUntouched(i)
        /\ \A f \in net : f.type \notin {"OPEN", "OPENED", "CHECK", "CLOSE", "GONE"}
                             /\ ~(f.type = "STATUS" /\ f.state = "UNKNOWN") => f.session # i

-----------------------------------------------------------------------------
\* What a disk may hold.
SenderDisk   == Sender
ReceiverDisk == Receiver

(***************************************************************************)
(* The invariant, for some of the networks that can be made of the         *)
(* possible frames.  No conjunct relates more than two frames, and a step  *)
(* needs no more than one: so if the invariant is not inductive, a network *)
(* of at most three frames shows it.                                       *)
(***************************************************************************)
For(Nets(_)) ==
    /\ submitted \in 0..N
    /\ lastNonce \in 0..Nonces
    /\ lastSession \in 0..Sessions
    /\ sender \in Sender
    /\ SenderShape
    /\ senderDisk \in SenderDisk
    /\ SenderDiskShape
    /\ others = {}
    /\ receiver \in Receiver
    /\ KnownSessionsShape
    /\ SlotsShape
    /\ SlotsAssigned
    /\ receiverDisk \in ReceiverDisk
    /\ ReceiverDiskShape
    /\ effects \in [Message -> 0..1]
    /\ outcome \in [Message -> {"PENDING", "IN_DOUBT"} \cup Decided]
    /\ NotYet
    /\ givenUp \in SUBSET (Cancellable \cap 0..submitted-1)
    /\ SealedGivenUp
    /\ told \in [Message -> [what : {"NOTHING", "IN_DOUBT"} \cup Decided, times : 0..1]]
    /\ ToldShape
    /\ Reported
    /\ net \in Nets({f \in Frame : IsPossible(f)})
    /\ OneNumber
    /\ OursAssigned
    /\ Truthful
    /\ OutcomeTrue
    /\ ExpectedUnused

AllNets(frames)   == SUBSET frames
SmallNets(frames) == {{}} \cup {{f, g, h} : f, g, h \in frames}

IndInv == For(AllNets)

\* From any state that satisfies the invariant, or any such state with a small network.
InductiveStep      == IndInv /\ [][Next]_vars
InductiveSmallStep == For(SmallNets) /\ [][Next]_vars

\* Larger networks need not be explored.
IsSmall == Cardinality(net) <= 3

\* What follows from the invariant, in addition to the properties that TLC checks.
ServiceStep == [][Service!Next]_Service!vars
=============================================================================
