---------------------------- MODULE CrashRecovery ----------------------------
(***************************************************************************)
(* The protocol across crashes, in one session after another.  Sender and  *)
(* receiver each have a memory and a disk.  A crash can happen at any      *)
(* time, any number of times, and resets the memory to what is on disk.    *)
(* Each action says what it writes, and before which frame:                *)
(*                                                                         *)
(*   the sender writes             the write      before                   *)
(*     its session                   "session"      the first DATA in it   *)
(*     a message, in its outbox      "append"       DATA                   *)
(*     all decisions, and to close   "closing"      CLOSE                  *)
(*     that the session has ended    "ended"        IN_DOUBT is reported   *)
(*     a message's outcome           "decision"     (not needed)           *)
(*   the receiver writes                                                   *)
(*     a session                     "opened"       OPENED                 *)
(*     DELIVERED, and the effect     "delivered"    ACK                    *)
(*     SEALED                        "sealed"       STATUS(SEALED)         *)
(*     that a session is over        "over"         GONE                   *)
(*                                                                         *)
(* A write may come late, and may be made again.  What is on disk decides  *)
(* whether it still counts.                                                *)
(*                                                                         *)
(* A single decision needs no write of its own because the outbox is a     *)
(* ring of W entries: the append of s + W, which must wait for the         *)
(* decision about s, overwrites s.  A claim is never written.              *)
(*                                                                         *)
(* A sender asks for a session (OPEN), numbers the messages in it 0, 1, 2, *)
(* ..., and closes it in the end.  A receiver that does not know a         *)
(* session, for whatever reason, says so (GONE); all messages that are     *)
(* still undecided are then IN_DOUBT.                                      *)
(*                                                                         *)
(* Within a session the rules are those of CheckBeforeSend.  Two things    *)
(* are left out because they change nothing that is on disk: handlers that *)
(* fail, and the answer IN_PROGRESS.                                       *)
(***************************************************************************)
EXTENDS Integers, Network

CONSTANTS
    N,            \* messages 0 .. N-1, as the application numbers them
    W,            \* the window: at most W messages of a session are undecided at a time
    Entries,      \* entries of the outbox; with more than W, decisions must be written
    Sessions,     \* the number of session ids
    Nonces,       \* the number of nonces, one for each request for a session
    Cancellable,  \* the messages that the application may give up on
    Stable,       \* the writes that are made; what the others would write is lost in a crash
    Order,        \* the effect and the record of it: "together", "effectFirst", "recordFirst"
    Droppable,    \* sessions that the receiver may drop: "none", "untouched", "any"
    Zombies       \* may a sender that was replaced by another on the same disk keep running?

Write ==
    {"session", "append", "closing", "ended", "decision", "opened", "delivered", "sealed", "over"}

ASSUME NIsNatural          == N \in Nat
ASSUME WIsPositive         == W \in Nat \ {0}
ASSUME EntriesAreEnough    == Entries \in Nat /\ Entries >= W
ASSUME SessionsIsNatural   == Sessions \in Nat
ASSUME NoncesIsNatural     == Nonces \in Nat
ASSUME CancellableAreKnown == Cancellable \subseteq 0..N-1
ASSUME StableAreWrites     == Stable \subseteq Write
ASSUME OrderIsKnown        == Order \in {"together", "effectFirst", "recordFirst"}
ASSUME DroppableIsKnown    == Droppable \in {"none", "untouched", "any"}
ASSUME ZombiesIsBoolean    == Zombies \in BOOLEAN

Message   == 0..N-1
Number    == 0..N-1       \* sequence numbers within a session
Session   == 1..Sessions
Nonce     == 1..Nonces
NoMessage == -1
NoSession == 0
NoNonce   == 0

Open(n)             == [type |-> "OPEN", nonce |-> n]
Opened(i, n)        == [type |-> "OPENED", session |-> i, nonce |-> n]
Data(i, s, payload) == [type |-> "DATA", session |-> i, seq |-> s, payload |-> payload]
Check(i, s)         == [type |-> "CHECK", session |-> i, seq |-> s]
Seal(i, s)          == [type |-> "SEAL", session |-> i, seq |-> s]
Ack(i, s)           == [type |-> "ACK", session |-> i, seq |-> s]
Status(i, s, state) == [type |-> "STATUS", session |-> i, seq |-> s, state |-> state]
Close(i)            == [type |-> "CLOSE", session |-> i]
Gone(i)             == [type |-> "GONE", session |-> i]

\* What a STATUS says.
Statuses == {"UNKNOWN", "SEALED"}

\* Replaces Statuses, where a receiver also says that it owes no answer, and why (NO_ANSWER):
\* the message was decided long ago, or lies outside the window.
NoAnswer         == {"NOTHING_OWED", "REFUSED"}
StatusesOrAlarms == {"UNKNOWN", "SEALED"} \cup NoAnswer

Frame ==
    [type : {"OPEN"}, nonce : Nonce]
        \cup [type : {"OPENED"}, session : Session, nonce : Nonce]
        \cup [type : {"DATA"}, session : Session, seq : Number, payload : Message]
        \cup [type : {"CHECK", "SEAL", "ACK"}, session : Session, seq : Number]
        \cup [type : {"STATUS"}, session : Session, seq : Number, state : Statuses]
        \cup [type : {"CLOSE", "GONE"}, session : Session]

VARIABLES
    sender,        \* the sender's memory: phase, nonce, session, next number, outbox
    senderDisk,    \* what a sender reads when it starts
    others,        \* the memory of a sender that was replaced and keeps running, if there is one
    receiver,      \* the receiver's memory: for each session the nonce that opened it, and its ring
    receiverDisk,  \* what the receiver reads when it starts
    lastNonce,     \* the source of nonces: no nonce is used twice
    lastSession,   \* the source of session ids: none is used twice, even if everything is forgotten
    submitted,     \* the number of messages that the application has handed over
    effects,       \* history, for the properties only: how often each message took effect
    outcome,       \* history, for the properties only: what the sender's application was told
    told,          \* history, for the properties only: what was reported last of each message, and
                   \* how often since the last start of the sender
    givenUp        \* history, for the properties only: the messages that the application gave up on

senderVars   == <<sender, senderDisk, others>>
receiverVars == <<receiver, receiverDisk>>
sourceVars   == <<lastNonce, lastSession>>
historyVars  == <<effects, outcome, told, givenUp>>
vars == <<senderVars, receiverVars, sourceVars, net, submitted, historyVars>>

Undecided == {"PENDING", "SEALING"}          \* SEALING: the application gave up
Decided   == {"DELIVERED", "NOT_DELIVERED"}
Claimed   == {"CLAIMED", "EFFECTED", "RECORDED"}  \* the last two: half done, see Order
Resolved  == {"DELIVERED", "SEALED"}

Sender ==
    [phase   : {"IDLE", "OPENING", "OPEN", "CLOSING"},
     nonce   : Nonce \cup {NoNonce},
     session : Session \cup {NoSession},
     next    : 0..N,
     outbox  : [0..Entries-1 -> [seq : -Entries..N-1, state : Undecided \cup Decided,
                                 message : Message \cup {NoMessage}]]]

Receiver ==
    [Session -> [nonce : Nonce \cup {NoNonce},
                 ring  : [0..W-1 -> [seq : -W..N-1, state : Claimed \cup Resolved,
                                     message : Message \cup {NoMessage}]]]]

\* A sender without a session.
Idle ==
    [phase   |-> "IDLE",
     nonce   |-> NoNonce,
     session |-> NoSession,
     next    |-> 0,
     outbox  |-> [k \in 0..Entries-1 |->
                    [seq |-> k - Entries, state |-> "DELIVERED", message |-> NoMessage]]]

\* A session that was just opened with nonce n.  With NoNonce: a session that the
\* receiver does not know.
Fresh(n) ==
    [nonce |-> n,
     ring  |-> [k \in 0..W-1 |-> [seq |-> k - W, state |-> "DELIVERED", message |-> NoMessage]]]

TypeOK ==
    /\ sender \in Sender
    /\ senderDisk \in Sender
    /\ others \subseteq Sender
    /\ receiver \in Receiver
    /\ receiverDisk \in Receiver
    /\ lastNonce \in 0..Nonces
    /\ lastSession \in 0..Sessions
    /\ submitted \in 0..N
    /\ net \subseteq Frame
    /\ effects \in [Message -> 0..2]
    /\ outcome \in [Message ->
          {"PENDING", "IN_DOUBT", "REPORTED_TWICE", "CONTRADICTED"} \cup Decided]
    /\ told \in [Message -> [what : {"NOTHING", "IN_DOUBT"} \cup Decided, times : 0..2]]
    /\ givenUp \subseteq Cancellable

\* The history is written here and read only by the properties.
HistoryInit ==
    /\ effects = [m \in Message |-> 0]
    /\ outcome = [m \in Message |-> "PENDING"]
    /\ told = [m \in Message |-> [what |-> "NOTHING", times |-> 0]]
    /\ givenUp = {}

RecordEffect(m) == effects' = [effects EXCEPT ![m] = @ + 1]

\* outcome is what the application was told first.  A report that the guarantees of what is
\* told do not allow also shows in outcome, so that it is no step of the service.
RecordOutcome(messages, what) ==
    /\ told' = [m \in Message |->
          IF m \in messages
          THEN [what |-> what, times |-> IF told[m].times = 0 THEN 1 ELSE 2]
          ELSE told[m]]
    /\ outcome' = [m \in Message |->
          CASE m \notin messages                             -> outcome[m]
            [] told[m].times > 0                             -> "REPORTED_TWICE"
            [] told[m].what = "NOTHING"                      -> what
            [] told[m].what = what \/ what = "IN_DOUBT"      -> outcome[m]
            [] OTHER                                         -> "CONTRADICTED"]

\* A sender starts: it knows nothing of the reports of the one before.
StartTelling == told' = [m \in Message |-> [told[m] EXCEPT !.times = 0]]

\* An application that restarts may give up on a message whose outcome it was told before.
RecordGiveUp(m) == givenUp' = IF outcome[m] = "PENDING" THEN givenUp \cup {m} ELSE givenUp

Init ==
    /\ sender = Idle
    /\ senderDisk = Idle
    /\ others = {}
    /\ receiver = [i \in Session |-> Fresh(NoNonce)]
    /\ receiverDisk = receiver
    /\ lastNonce = 0
    /\ lastSession = 0
    /\ submitted = 0
    /\ NetworkInit
    /\ HistoryInit

-----------------------------------------------------------------------------
(* The sender: its sessions.                                               *)

\* Where several senders share a disk, one whose memory differs from it writes nothing
\* and reports nothing: its successor does.
IsCurrent ==
    Zombies =>
        /\ senderDisk.session = sender.session
        /\ senderDisk.next = sender.next
        /\ senderDisk.phase = IF sender.phase = "OPENING" THEN "IDLE" ELSE sender.phase

\* The sender asks for a session.
OpenSession(n) ==
    /\ sender.phase = "IDLE"
    /\ n = lastNonce + 1
    /\ lastNonce' = n
    /\ sender' = [sender EXCEPT !.phase = "OPENING", !.nonce = n]
    /\ Transmit({Open(n)})
    /\ UNCHANGED <<senderDisk, others, receiverVars, lastSession, submitted, historyVars>>

\* A sender has a nonce as long as it waits for OPENED.
IsAwaited(n) == sender.nonce = n

\* No answer to OPEN or CLOSE yet: repeat it.
Repeat ==
    /\ sender.phase \in {"OPENING", "CLOSING"}
    /\ Transmit({IF sender.phase = "OPENING" THEN Open(sender.nonce) ELSE Close(sender.session)})
    /\ UNCHANGED <<senderVars, receiverVars, sourceVars, submitted, historyVars>>

\* The frames that answer an OPENED that nobody waits for.
AnswerToUnexpected(i) == IF i = sender.session THEN {} ELSE {Close(i)}

\* The first OPENED for its nonce starts the session.
ReceiveOpened(i, n) ==
    /\ IF IsAwaited(n) /\ IsCurrent
       THEN /\ Receive(Opened(i, n), {})
            /\ sender' = [Idle EXCEPT !.phase = "OPEN", !.session = i]
            /\ senderDisk' = IF "session" \in Stable THEN sender' ELSE senderDisk
       ELSE /\ Receive(Opened(i, n), AnswerToUnexpected(i))
            /\ UNCHANGED <<sender, senderDisk>>
    /\ UNCHANGED <<others, receiverVars, sourceVars, submitted, historyVars>>

Entry(s) == sender.outbox[s % Entries]
Is(s, states) == Entry(s).seq = s /\ Entry(s).state \in states

\* The sequence numbers that are undecided.
OpenNumbers == {s \in Number : Is(s, Undecided)}

MayClose == OpenNumbers = {}

\* Everything is decided, and the sender no longer needs the session.  The decisions are
\* written in the same step, because the receiver is about to forget them.
CloseSession ==
    /\ sender.phase = "OPEN"
    /\ MayClose
    /\ IsCurrent
    /\ sender' = [sender EXCEPT !.phase = "CLOSING"]
    /\ senderDisk' = IF "closing" \in Stable THEN sender' ELSE senderDisk
    /\ Transmit({Close(sender.session)})
    /\ UNCHANGED <<others, receiverVars, sourceVars, submitted, historyVars>>

IsOurs(i) == sender.session = i

\* The session is over, and nobody knows the outcome of its undecided messages.
ReceiveGone(i) ==
    /\ Receive(Gone(i), {})
    /\ IF IsOurs(i) /\ IsCurrent
       THEN /\ RecordOutcome({Entry(s).message : s \in OpenNumbers}, "IN_DOUBT")
            /\ sender' = Idle
            /\ senderDisk' = IF "ended" \in Stable THEN Idle ELSE senderDisk
       ELSE UNCHANGED <<sender, senderDisk, outcome, told>>
    /\ UNCHANGED <<others, receiverVars, sourceVars, submitted, effects, givenUp>>

-----------------------------------------------------------------------------
(* The sender: its messages.                                               *)

\* The window rule: s may be sent when s - W is decided.
MaySubmit(s) == Is(s - W, Decided)

\* The application hands over its next message.
Submit(m) ==
    /\ m = submitted
    /\ sender.phase = "OPEN"
    /\ IsCurrent
    /\ MaySubmit(sender.next)
    /\ LET s     == sender.next
           entry == [seq |-> s, state |-> "PENDING", message |-> m]
           With(memory) == [memory EXCEPT !.next = s + 1, !.outbox[s % Entries] = entry]
       IN /\ sender' = With(sender)
          /\ senderDisk' = IF "append" \in Stable THEN With(senderDisk) ELSE senderDisk
          /\ Transmit({Data(sender.session, s, m)})
    /\ submitted' = m + 1
    /\ UNCHANGED <<others, receiverVars, sourceVars, historyVars>>

\* No answer yet: ask.  A timeout only sends a frame, so it may fire too early.
TimeOut(s) ==
    /\ Is(s, Undecided)
    /\ Transmit({IF Is(s, {"PENDING"}) THEN Check(sender.session, s) ELSE Seal(sender.session, s)})
    /\ UNCHANGED <<senderVars, receiverVars, sourceVars, submitted, historyVars>>

\* The application gives up on s.  It may do so again after a crash.
Cancel(s) ==
    /\ Is(s, {"PENDING"})
    /\ Entry(s).message \in Cancellable
    /\ sender' = [sender EXCEPT !.outbox[s % Entries].state = "SEALING"]
    /\ RecordGiveUp(Entry(s).message)
    /\ Transmit({Seal(sender.session, s)})
    /\ UNCHANGED <<senderDisk, others, receiverVars, sourceVars, submitted, effects, outcome, told>>

\* An undecided message is decided and reported; a decided one stays as it is.
Decide(i, s, what) ==
    IF IsOurs(i) /\ Is(s, Undecided) /\ IsCurrent
    THEN LET With(memory) == [memory EXCEPT !.outbox[s % Entries].state = what]
         IN /\ sender' = With(sender)
            /\ senderDisk' = IF "decision" \in Stable THEN With(senderDisk) ELSE senderDisk
            /\ RecordOutcome({Entry(s).message}, what)
    ELSE UNCHANGED <<sender, senderDisk, outcome, told>>

\* The message was delivered.
ReceiveAck(i, s) ==
    /\ Receive(Ack(i, s), {})
    /\ Decide(i, s, "DELIVERED")
    /\ UNCHANGED <<others, receiverVars, sourceVars, submitted, effects, givenUp>>

\* UNKNOWN makes the sender send the message again if it is still pending.
ReceiveUnknown(i, s) ==
    /\ Receive(Status(i, s, "UNKNOWN"),
               IF IsOurs(i) /\ Is(s, {"PENDING"}) THEN {Data(i, s, Entry(s).message)} ELSE {})
    /\ UNCHANGED <<senderVars, receiverVars, sourceVars, submitted, historyVars>>

\* The message is sealed: it will never be delivered.
ReceiveSealed(i, s) ==
    /\ Receive(Status(i, s, "SEALED"), {})
    /\ Decide(i, s, "NOT_DELIVERED")
    /\ UNCHANGED <<others, receiverVars, sourceVars, submitted, effects, givenUp>>

-----------------------------------------------------------------------------
(* The sender: its crashes.                                                *)

\* The sender crashes and starts again.
SenderCrash ==
    /\ sender' = senderDisk
    /\ StartTelling
    /\ UNCHANGED <<senderDisk, others, receiverVars, sourceVars, net, submitted, effects, outcome, givenUp>>

\* Another sender starts from the same disk while the first one keeps running.  (Two are
\* enough to do all possible harm: when a third one starts, the oldest one dies.)
TakeOver ==
    /\ Zombies
    /\ others' = {sender}
    /\ sender' = senderDisk
    /\ StartTelling
    /\ UNCHANGED <<senderDisk, receiverVars, sourceVars, net, submitted, effects, outcome, givenUp>>

\* The other sender continues.
Switch ==
    /\ sender' \in others
    /\ others' = {sender}
    /\ StartTelling
    /\ UNCHANGED <<senderDisk, receiverVars, sourceVars, net, submitted, effects, outcome, givenUp>>

-----------------------------------------------------------------------------
(* The receiver: its sessions.                                             *)

Knows(i) == receiver[i].nonce # NoNonce

\* A session id that was never used.
NextId == lastSession + 1

\* OPEN opens a session; a repeated OPEN is answered with the session that it opened.
ReceiveOpen(n) ==
    /\ LET known == {i \in Session : receiver[i].nonce = n} IN
       IF known # {}
       THEN /\ Receive(Open(n), {Opened(i, n) : i \in known})
            /\ UNCHANGED <<receiver, receiverDisk, lastSession>>
       ELSE /\ NextId \in Session
            /\ Receive(Open(n), {Opened(NextId, n)})
            /\ receiver' = [receiver EXCEPT ![NextId] = Fresh(n)]
            /\ receiverDisk' = IF "opened" \in Stable
                               THEN [receiverDisk EXCEPT ![NextId] = Fresh(n)] ELSE receiverDisk
            /\ lastSession' = NextId
    /\ UNCHANGED <<senderVars, lastNonce, submitted, historyVars>>

Forget(i) ==
    /\ receiver' = [receiver EXCEPT ![i] = Fresh(NoNonce)]
    /\ receiverDisk' = IF "over" \in Stable
                       THEN [receiverDisk EXCEPT ![i] = Fresh(NoNonce)] ELSE receiverDisk

\* CLOSE ends a known session; for any other it is only answered.
ReceiveClose(i) ==
    /\ Receive(Close(i), {Gone(i)})
    /\ Forget(i)
    /\ UNCHANGED <<senderVars, sourceVars, submitted, historyVars>>

\* Nothing was delivered or sealed in session i.
IsUntouched(i) == receiver[i].ring = Fresh(NoNonce).ring

\* The receiver drops a session of its own accord.
Drop(i) ==
    /\ \/ Droppable = "any"
       \/ Droppable = "untouched" /\ IsUntouched(i)
    /\ Forget(i)
    /\ UNCHANGED <<senderVars, sourceVars, net, submitted, historyVars>>

-----------------------------------------------------------------------------
(* The receiver: its messages.                                             *)

Index(s) == s % W
Slot(i, s) == receiver[i].ring[Index(s)]

Stamp(s, state) == [seq |-> s, state |-> state, message |-> NoMessage]

SetSlot(i, s, slot) == receiver' = [receiver EXCEPT ![i].ring[Index(s)] = slot]

\* A write may come late, and again, from any thread that knows of it.  So the disk takes s
\* only in a session that is not over, and never in place of s itself or of a later message.
MayStore(i, s) ==
    /\ receiverDisk[i].nonce # NoNonce
    /\ receiverDisk[i].ring[Index(s)].seq < s

StoreSlot(write, i, s, slot) ==
    receiverDisk' = IF write \in Stable /\ MayStore(i, s)
                    THEN [receiverDisk EXCEPT ![i].ring[Index(s)] = slot]
                    ELSE receiverDisk

\* What the receiver knows about s, given v, the content of its slot.
Lookup(s, v) ==
    CASE v.seq > s                              -> "NOTHING_OWED"  \* decided long ago
      [] v.seq = s                              -> v.state
      [] v.seq = s - W /\ v.state \in Resolved  -> "UNKNOWN"
      [] OTHER                                  -> "REFUSED"       \* outside the window

Found(i, s) == IF Knows(i) THEN Lookup(s, Slot(i, s)) ELSE "GONE"

\* The frames that tell the sender what was found.
Answer(i, s, found) ==
    CASE found = "DELIVERED"           -> {Ack(i, s)}
      [] found \in Statuses           -> {Status(i, s, found)}
      [] found = "GONE"                -> {Gone(i)}
      [] OTHER                         -> {}

DataInFlight(i, s) == {f \in net : f.type = "DATA" /\ f.session = i /\ f.seq = s}

\* DATA for an unknown message claims it; any other DATA is a duplicate and is answered.
ReceiveData(i, s) ==
    /\ \E f \in DataInFlight(i, s) :
          IF Found(i, s) = "UNKNOWN"
          THEN /\ Receive(f, {})
               /\ SetSlot(i, s, [seq |-> s, state |-> "CLAIMED", message |-> f.payload])
          ELSE /\ Receive(f, Answer(i, s, Found(i, s)))
               /\ UNCHANGED receiver
    /\ UNCHANGED <<senderVars, receiverDisk, sourceVars, submitted, historyVars>>

Handles(i, s, state) == Slot(i, s).seq = s /\ Slot(i, s).state = state

\* The handler has done half of its work: the slot of s moves to this state.
HalfDone(i, s, state) ==
    /\ SetSlot(i, s, [Slot(i, s) EXCEPT !.state = state])
    /\ UNCHANGED net

\* The handler has finished: s can be acknowledged.
Done(i, s) ==
    /\ SetSlot(i, s, Stamp(s, "DELIVERED"))
    /\ Transmit(Answer(i, s, "DELIVERED"))

StoreDelivered(i, s) == StoreSlot("delivered", i, s, Stamp(s, "DELIVERED"))

\* The handler of s has finished; its effect and the record of it are one step.
Deliver(i, s) ==
    /\ Handles(i, s, "CLAIMED")
    /\ RecordEffect(Slot(i, s).message)
    /\ StoreDelivered(i, s)
    /\ Done(i, s)
    /\ UNCHANGED <<senderVars, sourceVars, submitted, outcome, told, givenUp>>

\* Where effect and record are separate steps: the effect.
TakeEffect(i, s) ==
    /\ \/ Order = "effectFirst" /\ Handles(i, s, "CLAIMED") /\ HalfDone(i, s, "EFFECTED")
       \/ Handles(i, s, "RECORDED") /\ Done(i, s)
    /\ RecordEffect(Slot(i, s).message)
    /\ UNCHANGED <<senderVars, receiverDisk, sourceVars, submitted, outcome, told, givenUp>>

\* Where effect and record are separate steps: the record.
Record(i, s) ==
    /\ \/ Order = "recordFirst" /\ Handles(i, s, "CLAIMED") /\ HalfDone(i, s, "RECORDED")
       \/ Handles(i, s, "EFFECTED") /\ Done(i, s)
    /\ StoreDelivered(i, s)
    /\ UNCHANGED <<senderVars, sourceVars, submitted, historyVars>>

\* CHECK changes nothing; it is answered with what the receiver knows.
ReceiveCheck(i, s) ==
    /\ Receive(Check(i, s), Answer(i, s, Found(i, s)))
    /\ UNCHANGED <<senderVars, receiverVars, sourceVars, submitted, historyVars>>

\* SEAL for an unknown message makes "no" final.
ReceiveSeal(i, s) ==
    /\ IF Found(i, s) = "UNKNOWN"
       THEN /\ Receive(Seal(i, s), Answer(i, s, "SEALED"))
            /\ SetSlot(i, s, Stamp(s, "SEALED"))
            /\ StoreSlot("sealed", i, s, Stamp(s, "SEALED"))
       ELSE /\ Receive(Seal(i, s), Answer(i, s, Found(i, s)))
            /\ UNCHANGED receiverVars
    /\ UNCHANGED <<senderVars, sourceVars, submitted, historyVars>>

\* A thread that found s sealed comes late to write that, or does so again.
StoreSealedAgain(i, s) ==
    /\ Status(i, s, "SEALED") \in net
    /\ StoreSlot("sealed", i, s, Stamp(s, "SEALED"))
    /\ UNCHANGED <<senderVars, receiver, sourceVars, net, submitted, historyVars>>

\* The receiver crashes and starts again.
ReceiverCrash ==
    /\ receiver' = receiverDisk
    /\ UNCHANGED <<senderVars, receiverDisk, sourceVars, net, submitted, historyVars>>

-----------------------------------------------------------------------------
(* The network, and the whole system.                                      *)

\* A frame is lost.
Lose ==
    /\ \E f \in net : Vanish(f)
    /\ UNCHANGED <<senderVars, receiverVars, sourceVars, submitted, historyVars>>

Next ==
    \/ \E n \in Nonce : OpenSession(n) \/ ReceiveOpen(n)
    \/ Repeat \/ CloseSession
    \/ \E i \in Session : ReceiveGone(i) \/ ReceiveClose(i) \/ Drop(i)
    \/ \E i \in Session, n \in Nonce : ReceiveOpened(i, n)
    \/ \E m \in Message : Submit(m)
    \/ \E s \in Number : TimeOut(s) \/ Cancel(s)
    \/ \E i \in Session, s \in Number :
          \/ ReceiveAck(i, s) \/ ReceiveUnknown(i, s) \/ ReceiveSealed(i, s)
          \/ ReceiveData(i, s) \/ Deliver(i, s) \/ TakeEffect(i, s) \/ Record(i, s)
          \/ ReceiveCheck(i, s) \/ ReceiveSeal(i, s) \/ StoreSealedAgain(i, s)
    \/ SenderCrash \/ TakeOver \/ Switch \/ ReceiverCrash
    \/ Lose

Safety == Init /\ [][Next]_vars

(***************************************************************************)
(* Timeouts keep firing as long as there is something to wait for: weak    *)
(* fairness.  A frame that is sent again and again eventually arrives, and *)
(* a message that is claimed again and again is eventually handled: strong *)
(* fairness.  Strong fairness also says that crashes, although they may go *)
(* on forever, do not always come just before.                             *)
(***************************************************************************)
FairTimeOut == \A s \in Number : WF_vars(TimeOut(s))
FairGone    == \A i \in Session : SF_vars(ReceiveGone(i))
FairAck     == \A i \in Session, s \in Number : SF_vars(ReceiveAck(i, s))
FairUnknown == \A i \in Session, s \in Number : SF_vars(ReceiveUnknown(i, s))
FairSealed  == \A i \in Session, s \in Number : SF_vars(ReceiveSealed(i, s))
FairData    == \A i \in Session, s \in Number : SF_vars(ReceiveData(i, s))
FairDeliver == \A i \in Session, s \in Number : SF_vars(Deliver(i, s))
FairCheck   == \A i \in Session, s \in Number : SF_vars(ReceiveCheck(i, s))
FairSeal    == \A i \in Session, s \in Number : SF_vars(ReceiveSeal(i, s))

\* Enough for every message to be decided.
Fairness ==
    /\ FairTimeOut /\ FairGone /\ FairAck /\ FairUnknown /\ FairSealed
    /\ FairData /\ FairDeliver /\ FairCheck /\ FairSeal

FairRepeat == WF_vars(Repeat)
FairOpened == \A i \in Session, n \in Nonce : SF_vars(ReceiveOpened(i, n))
FairClose  == \A i \in Session : SF_vars(ReceiveClose(i))
FairDrop   == \A i \in Session : WF_vars(Drop(i))

\* Enough for no abandoned session to be left.
FairnessOfSessions == FairRepeat /\ FairOpened /\ FairClose /\ FairDrop

Spec           == Safety /\ Fairness
SpecOfSessions == Safety /\ FairnessOfSessions

-----------------------------------------------------------------------------
(* The properties that hold whatever is stable.                            *)

\* The receiver still has session i.
Keeps(i) == Knows(i)

\* An undecided message is kept as long as a sender, or its disk, holds it in a session that the
\* receiver keeps.
IsKept(m) ==
    \E memory \in {sender, senderDisk} \cup others :
        /\ memory.session # NoSession
        /\ Keeps(memory.session)
        /\ \E k \in DOMAIN memory.outbox : memory.outbox[k].message = m

Forgotten == {m \in 0..submitted-1 : outcome[m] = "PENDING" /\ ~IsKept(m)}

Service == INSTANCE ExactlyOnce WITH
    Rejectable <- {}, submitted <- 0..submitted-1, forgotten <- Forgotten, rejected <- {}

NoDuplicate    == Service!NoDuplicate
NoFalseConfirm == Service!NoFalseConfirm
NoFalseDenial  == Service!NoFalseDenial

DecidedOnce == Service!DecidedOnce
ExactlyOnceSafety == Service!Safety
EveryMessageDecided == Service!EveryMessageDecided

\* A sender does not ask about a number forever, not even a restarted sender whose
\* predecessor has already reported it.
EveryNumberDecided == \A s \in Number : []<>~Is(s, Undecided)

\* A number of a session stands for one message.
FrameIntegrity ==
    \A f, g \in net :
        f.type = "DATA" /\ g.type = "DATA" /\ f.session = g.session /\ f.seq = g.seq
            => f.payload = g.payload

DeniedOnlyIfGivenUp == Service!DeniedOnlyIfGivenUp

\* A session that was said to be gone stays gone.
GoneIsFinal == \A i \in Session : Gone(i) \in net => ~Knows(i)

\* The sender can ask about any undecided message, also after a restart: as long as the
\* receiver knows the session, it has an answer.  (A sender that was replaced may ask
\* about a message that its successor decided long ago; it gets no answer.)
Remembered ==
    IsCurrent => \A s \in OpenNumbers : Found(sender.session, s) \notin {"NOTHING_OWED", "REFUSED"}

\* Nothing is left of a session that is over, in memory and on disk.
OverIsErased ==
    \A memory \in {receiver, receiverDisk}, i \in Session :
        memory[i].nonce = NoNonce => memory[i] = Fresh(NoNonce)

\* One nonce opens one session, however often OPEN arrives.
OpenIsIdempotent ==
    \A i, j \in Session : Knows(i) /\ receiver[i].nonce = receiver[j].nonce => i = j

\* A message is in doubt only if its session is gone; all open messages are then in doubt.
DoubtOnlyIfGone ==
    [][(\E m \in Message : outcome[m] = "PENDING" /\ outcome'[m] = "IN_DOUBT") =>
          /\ ~Knows(sender.session)
          /\ \A s \in OpenNumbers : outcome'[Entry(s).message] # "PENDING"]_vars

\* A message that is in doubt does not take effect any more.
NoEffectAfterDoubt ==
    [][\A m \in Message : effects'[m] > effects[m] => outcome[m] # "IN_DOUBT"]_vars

(***************************************************************************)
(* What the application is told: of each message once between two starts   *)
(* of the sender (ReportedOnce), and at least once in all (Kept: what was  *)
(* not reported is asked for again).  What it was told is never            *)
(* contradicted; but a message that it knows to be delivered, or not       *)
(* delivered, may be in doubt after a restart.                             *)
(***************************************************************************)
ReportedOnce == \A m \in Message : told[m].times <= 1

NeverContradicted ==
    [][\A m \in Message :
          told[m].what # "NOTHING" => told'[m].what \in {told[m].what, "IN_DOUBT"}]_vars

\* What does not hold across crashes: nothing is reported again, and what is decided never
\* is in doubt.
ReportedOnceEver ==
    [][\A m \in Message : told[m].what # "NOTHING" => told'[m].times <= told[m].times]_vars

NoDoubtAfterDecision ==
    [][\A m \in Message : told[m].what \in Decided => told'[m].what # "IN_DOUBT"]_vars

(* More properties, if the sender keeps its outbox.                        *)

\* A sender that starts now will ask about every message that was not reported.
Kept ==
    \A m \in Message : m < submitted /\ outcome[m] = "PENDING" =>
        /\ senderDisk.phase = "OPEN"
        /\ \E k \in DOMAIN senderDisk.outbox :
              senderDisk.outbox[k].message = m /\ senderDisk.outbox[k].state \in Undecided

(* More properties, if the receiver keeps its sessions.                    *)

\* An undecided message that took effect can be confirmed.
EffectRemembered ==
    \A s \in OpenNumbers :
        effects[Entry(s).message] > 0 => Found(sender.session, s) = "DELIVERED"

\* No frame is outside the window: the receiver refuses only if one side has lost its memory.
NoFrameRefused ==
    \A f \in net :
        f.type \in {"DATA", "CHECK", "SEAL"} => Found(f.session, f.seq) # "REFUSED"

\* The sender that gets f knows that one side has lost its memory: the receiver has no answer
\* for a message that is open, or one for a message that was not submitted.
IsAlarm(f) ==
    /\ f.type \in {"ACK", "STATUS"}
    /\ IsOurs(f.session)
    /\ IF f.type = "STATUS" /\ f.state \in NoAnswer
       THEN Is(f.seq, Undecided)
       ELSE f.seq >= sender.next

NoAlarm == \A f \in net : ~IsAlarm(f)

\* Nothing else raises the alarm, however late and often frames arrive, except at a sender that
\* was replaced: it hears what its successor has done.
NoFalseAlarm == IsCurrent => NoAlarm

\* A slot moves on to the next lap only when its message took effect, or was given up,
\* whatever the sender does.  That is why frames outside the window are refused.
NothingSkipped ==
    \A f \in net : f.type = "DATA" =>
        \/ Slot(f.session, f.seq).seq <= f.seq
        \/ effects[f.payload] > 0
        \/ f.payload \in givenUp

\* Nothing is ever in doubt.
NoDoubt == \A m \in Message : outcome[m] # "IN_DOUBT"

\* Every message that the application does not give up on is delivered.
EveryMessageDelivered == \A m \in Message : m < submitted ~> outcome[m] = "DELIVERED"

(* The property of the sessions.                                           *)

\* A session that the sender does not use does not stay at the receiver forever.
IsUsed(i)   == sender.phase = "OPEN" /\ IsOurs(i)
NothingLeft == \A i \in Session : []<>(Knows(i) => IsUsed(i))
=============================================================================
