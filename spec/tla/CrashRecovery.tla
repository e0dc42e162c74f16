---------------------------- MODULE CrashRecovery ----------------------------
(***************************************************************************)
(* The protocol across crashes, in one session after the other.  Sender    *)
(* and receiver each have a memory and a disk.  A crash, possible at any   *)
(* time and any number of times, sets the memory back to what is on disk.  *)
(* Each action says what it writes, and before which frame:                *)
(*                                                                         *)
(*   the sender writes             the write      before                   *)
(*     its session                   "session"      the first DATA in it   *)
(*     a message, in its outbox      "append"       DATA                   *)
(*     all decisions, and to close   "closing"      CLOSE                  *)
(*     that the session has ended    "ended"        IN_DOUBT is reported   *)
(*     what became of a message      "decision"     (not needed)           *)
(*   the receiver writes                                                   *)
(*     a session                     "opened"       OPENED                 *)
(*     DELIVERED, and the effect     "delivered"    ACK                    *)
(*     SEALED                        "sealed"       STATUS(SEALED)         *)
(*     that a session is over        "over"         GONE                   *)
(*                                                                         *)
(* A single decision needs no write of its own because the outbox is a     *)
(* ring of W entries: the append of s + W, which must wait for the         *)
(* decision about s, takes the place of s.  A claim is never written.      *)
(*                                                                         *)
(* A sender asks for a session (OPEN) and numbers the messages in it 0, 1, *)
(* 2, ...; in the end it closes it.  A receiver that does not know a       *)
(* session, for whatever reason, says so (GONE), and all messages that are *)
(* then undecided are IN_DOUBT.                                            *)
(*                                                                         *)
(* Within a session the rules are those of CheckBeforeSend.  Of what is    *)
(* there, two things are left out here, for they change nothing that is    *)
(* stable: handlers that fail, and the answer IN_PROGRESS.                 *)
(***************************************************************************)
EXTENDS Integers, Network

CONSTANTS
    N,            \* messages 0 .. N-1, as the application knows them
    W,            \* the window: at most W messages of a session are undecided at a time
    Entries,      \* entries of the outbox; with more than W, decisions must be written
    Sessions,     \* there are ids for this many sessions
    Nonces,       \* there are nonces for this many requests for a session
    Cancellable,  \* the messages on which the application may give up
    Stable,       \* the writes that are made; the others are not, and a crash undoes them
    Order,        \* of the effect and the record of it: "together", "effectFirst", "recordFirst"
    Droppable,    \* sessions that the receiver may drop: "none", "untouched", "any"
    Zombies       \* may a sender be replaced by another that shares its disk, and yet live on?

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

Frame ==
    [type : {"OPEN"}, nonce : Nonce]
        \cup [type : {"OPENED"}, session : Session, nonce : Nonce]
        \cup [type : {"DATA"}, session : Session, seq : Number, payload : Message]
        \cup [type : {"CHECK", "SEAL", "ACK"}, session : Session, seq : Number]
        \cup [type : {"STATUS"}, session : Session, seq : Number, state : {"UNKNOWN", "SEALED"}]
        \cup [type : {"CLOSE", "GONE"}, session : Session]

VARIABLES
    sender,        \* the sender's memory: phase, nonce, session, next number, outbox
    senderDisk,    \* what a sender finds when it starts
    others,        \* the memory of a sender that was replaced and lives on, if there is one
    receiver,      \* the receiver's memory: for each session by whom it was opened, and its ring
    receiverDisk,  \* what the receiver finds when it starts
    lastNonce,     \* the source of nonces: no nonce is used twice
    lastSession,   \* the source of session ids: none is used twice, whatever is forgotten
    submitted,     \* the application has handed over the messages below this one
    effects,       \* history, for the properties only: how often each message took effect
    outcome,       \* history, for the properties only: what the sender's application was told
    told           \* history, for the properties only: about which messages, since the last start

senderVars   == <<sender, senderDisk, others>>
receiverVars == <<receiver, receiverDisk>>
sourceVars   == <<lastNonce, lastSession>>
historyVars  == <<effects, outcome, told>>
vars == <<senderVars, receiverVars, sourceVars, net, submitted, historyVars>>

Undecided == {"PENDING", "SEALING"}          \* SEALING: the application gave up
Decided   == {"DELIVERED", "NOT_DELIVERED"}
Claimed   == {"CLAIMED", "EFFECTED", "RECORDED"}  \* the latter two: half done, see Order
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

\* What a receiver knows about a session that was opened with nonce n; about one
\* that it does not know, it knows the same with NoNonce.
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
    /\ told \subseteq Message

\* The history is written here and read by properties alone.
HistoryInit ==
    /\ effects = [m \in Message |-> 0]
    /\ outcome = [m \in Message |-> "PENDING"]
    /\ told = {}

RecordEffect(m) == effects' = [effects EXCEPT ![m] = @ + 1]

\* Between two starts of the sender an outcome is reported once.  A restarted sender
\* may report it again, and then the same, unless the application knows more already.
RecordOutcome(messages, what) ==
    /\ told' = told \cup messages
    /\ outcome' = [m \in Message |->
          CASE m \notin messages                             -> outcome[m]
            [] m \in told                                    -> "REPORTED_TWICE"
            [] outcome[m] = "PENDING"                        -> what
            [] outcome[m] = what \/ what = "IN_DOUBT"        -> outcome[m]
            [] OTHER                                         -> "CONTRADICTED"]

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

\* Where several senders share a disk, one that does not know what is there writes
\* nothing and reports nothing: its successor does.
IsCurrent ==
    Zombies =>
        /\ senderDisk.session = sender.session
        /\ senderDisk.next = sender.next
        /\ senderDisk.phase = IF sender.phase = "OPENING" THEN "IDLE" ELSE sender.phase

\* The sender wants a session.
OpenSession(n) ==
    /\ sender.phase = "IDLE"
    /\ n = lastNonce + 1
    /\ lastNonce' = n
    /\ sender' = [sender EXCEPT !.phase = "OPENING", !.nonce = n]
    /\ Transmit({Open(n)})
    /\ UNCHANGED <<senderDisk, others, receiverVars, lastSession, submitted, historyVars>>

IsAwaited(n) == sender.phase = "OPENING" /\ sender.nonce = n

\* No answer to OPEN or CLOSE yet: repeat it.
Repeat ==
    /\ sender.phase \in {"OPENING", "CLOSING"}
    /\ Transmit({IF sender.phase = "OPENING" THEN Open(sender.nonce) ELSE Close(sender.session)})
    /\ UNCHANGED <<senderVars, receiverVars, sourceVars, submitted, historyVars>>

\* The frames that answer an OPENED for which nobody waits.
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

\* All is decided, and the sender needs the session no longer.  What was decided is
\* written with it, for the receiver is about to forget.
CloseSession ==
    /\ sender.phase = "OPEN"
    /\ MayClose
    /\ IsCurrent
    /\ sender' = [sender EXCEPT !.phase = "CLOSING"]
    /\ senderDisk' = IF "closing" \in Stable THEN sender' ELSE senderDisk
    /\ Transmit({Close(sender.session)})
    /\ UNCHANGED <<others, receiverVars, sourceVars, submitted, historyVars>>

IsOurs(i) == sender.session = i

\* The session is over, and nobody knows what became of its undecided messages.
ReceiveGone(i) ==
    /\ Receive(Gone(i), {})
    /\ IF IsOurs(i) /\ IsCurrent
       THEN /\ RecordOutcome({Entry(s).message : s \in OpenNumbers}, "IN_DOUBT")
            /\ sender' = Idle
            /\ senderDisk' = IF "ended" \in Stable THEN Idle ELSE senderDisk
       ELSE UNCHANGED <<sender, senderDisk, outcome, told>>
    /\ UNCHANGED <<others, receiverVars, sourceVars, submitted, effects>>

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

\* No answer yet: ask.  A timeout only sends, so it may be early.
TimeOut(s) ==
    /\ Is(s, Undecided)
    /\ Transmit({IF Is(s, {"PENDING"}) THEN Check(sender.session, s) ELSE Seal(sender.session, s)})
    /\ UNCHANGED <<senderVars, receiverVars, sourceVars, submitted, historyVars>>

\* The application gives up on s.  It may do so again after a crash.
Cancel(s) ==
    /\ Is(s, {"PENDING"})
    /\ Entry(s).message \in Cancellable
    /\ sender' = [sender EXCEPT !.outbox[s % Entries].state = "SEALING"]
    /\ Transmit({Seal(sender.session, s)})
    /\ UNCHANGED <<senderDisk, others, receiverVars, sourceVars, submitted, historyVars>>

\* An undecided message is decided and reported; a decided one stays as it is.
Decide(i, s, what) ==
    IF IsOurs(i) /\ Is(s, Undecided) /\ IsCurrent
    THEN LET With(memory) == [memory EXCEPT !.outbox[s % Entries].state = what]
         IN /\ sender' = With(sender)
            /\ senderDisk' = IF "decision" \in Stable THEN With(senderDisk) ELSE senderDisk
            /\ RecordOutcome({Entry(s).message}, what)
    ELSE UNCHANGED <<sender, senderDisk, outcome, told>>

ReceiveAck(i, s) ==
    /\ Receive(Ack(i, s), {})
    /\ Decide(i, s, "DELIVERED")
    /\ UNCHANGED <<others, receiverVars, sourceVars, submitted, effects>>

\* UNKNOWN makes the sender send again, if it still waits.
ReceiveUnknown(i, s) ==
    /\ Receive(Status(i, s, "UNKNOWN"),
               IF IsOurs(i) /\ Is(s, {"PENDING"}) THEN {Data(i, s, Entry(s).message)} ELSE {})
    /\ UNCHANGED <<senderVars, receiverVars, sourceVars, submitted, historyVars>>

ReceiveSealed(i, s) ==
    /\ Receive(Status(i, s, "SEALED"), {})
    /\ Decide(i, s, "NOT_DELIVERED")
    /\ UNCHANGED <<others, receiverVars, sourceVars, submitted, effects>>

-----------------------------------------------------------------------------
(* The sender: its crashes.                                                *)

\* The sender crashes and starts again.
SenderCrash ==
    /\ sender' = senderDisk
    /\ told' = {}
    /\ UNCHANGED <<senderDisk, others, receiverVars, sourceVars, net, submitted, effects, outcome>>

\* Another sender starts, from the same disk, while the first one lives on.  (It takes
\* two to do all the harm there is: when a third one starts, the oldest dies.)
TakeOver ==
    /\ Zombies
    /\ others' = {sender}
    /\ sender' = senderDisk
    /\ told' = {}
    /\ UNCHANGED <<senderDisk, receiverVars, sourceVars, net, submitted, effects, outcome>>

\* The other sender goes on.
Switch ==
    /\ sender' \in others
    /\ others' = {sender}
    /\ told' = {}
    /\ UNCHANGED <<senderDisk, receiverVars, sourceVars, net, submitted, effects, outcome>>

-----------------------------------------------------------------------------
(* The receiver: its sessions.                                             *)

Knows(i) == receiver[i].nonce # NoNonce

\* An id that was never used.
NextId == lastSession + 1

\* OPEN is answered with the session that it opened, or opens one.
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

\* CLOSE of a known session ends it, of any other it is just answered.
ReceiveClose(i) ==
    /\ Receive(Close(i), {Gone(i)})
    /\ Forget(i)
    /\ UNCHANGED <<senderVars, sourceVars, submitted, historyVars>>

\* Nothing was delivered or sealed in session i.
IsUntouched(i) == receiver[i].ring = Fresh(NoNonce).ring

\* The receiver ends a session by itself.
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

StoreSlot(write, i, s, slot) ==
    receiverDisk' = IF write \in Stable
                    THEN [receiverDisk EXCEPT ![i].ring[Index(s)] = slot]
                    ELSE receiverDisk

\* What the receiver knows of s from v, the content of its slot.
Lookup(s, v) ==
    CASE v.seq > s                              -> "NOTHING_OWED"  \* decided long ago
      [] v.seq = s /\ v.state \in Claimed       -> "IN_PROGRESS"
      [] v.seq = s /\ v.state \in Resolved      -> v.state
      [] v.seq = s - W /\ v.state \in Resolved  -> "UNKNOWN"
      [] OTHER                                  -> "REFUSED"       \* outside the window

Found(i, s) == IF Knows(i) THEN Lookup(s, Slot(i, s)) ELSE "GONE"

\* The frames that tell the sender what was found.
Answer(i, s, found) ==
    CASE found = "DELIVERED"           -> {Ack(i, s)}
      [] found \in {"UNKNOWN", "SEALED"} -> {Status(i, s, found)}
      [] found = "GONE"                -> {Gone(i)}
      [] OTHER                         -> {}

DataInFlight(i, s) == {f \in net : f.type = "DATA" /\ f.session = i /\ f.seq = s}

\* DATA for an unknown message claims it; any other is a duplicate and is answered.
ReceiveData(i, s) ==
    /\ \E f \in DataInFlight(i, s) :
          IF Found(i, s) = "UNKNOWN"
          THEN /\ Receive(f, {})
               /\ SetSlot(i, s, [seq |-> s, state |-> "CLAIMED", message |-> f.payload])
          ELSE /\ Receive(f, Answer(i, s, Found(i, s)))
               /\ UNCHANGED receiver
    /\ UNCHANGED <<senderVars, receiverDisk, sourceVars, submitted, historyVars>>

Handles(i, s, state) == Slot(i, s).seq = s /\ Slot(i, s).state = state

\* The handler has done one half of its work: slot s goes on to this state.
HalfDone(i, s, state) ==
    /\ SetSlot(i, s, [Slot(i, s) EXCEPT !.state = state])
    /\ UNCHANGED net

\* The handler is done: s can be acknowledged.
Done(i, s) ==
    /\ SetSlot(i, s, Stamp(s, "DELIVERED"))
    /\ Transmit(Answer(i, s, "DELIVERED"))

StoreDelivered(i, s) == StoreSlot("delivered", i, s, Stamp(s, "DELIVERED"))

\* The handler of s is done, its effect and the record of it at once.
Deliver(i, s) ==
    /\ Handles(i, s, "CLAIMED")
    /\ RecordEffect(Slot(i, s).message)
    /\ StoreDelivered(i, s)
    /\ Done(i, s)
    /\ UNCHANGED <<senderVars, sourceVars, submitted, outcome, told>>

\* Where they are not one step: the effect alone.
TakeEffect(i, s) ==
    /\ \/ Order = "effectFirst" /\ Handles(i, s, "CLAIMED") /\ HalfDone(i, s, "EFFECTED")
       \/ Handles(i, s, "RECORDED") /\ Done(i, s)
    /\ RecordEffect(Slot(i, s).message)
    /\ UNCHANGED <<senderVars, receiverDisk, sourceVars, submitted, outcome, told>>

\* Where they are not one step: the record alone.
Record(i, s) ==
    /\ \/ Order = "recordFirst" /\ Handles(i, s, "CLAIMED") /\ HalfDone(i, s, "RECORDED")
       \/ Handles(i, s, "EFFECTED") /\ Done(i, s)
    /\ StoreDelivered(i, s)
    /\ UNCHANGED <<senderVars, sourceVars, submitted, historyVars>>

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

\* The receiver crashes and starts again.
ReceiverCrash ==
    /\ receiver' = receiverDisk
    /\ UNCHANGED <<senderVars, receiverDisk, sourceVars, net, submitted, historyVars>>

-----------------------------------------------------------------------------
(* The network, and all together.                                          *)

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
          \/ ReceiveCheck(i, s) \/ ReceiveSeal(i, s)
    \/ SenderCrash \/ TakeOver \/ Switch \/ ReceiverCrash
    \/ Lose

Safety == Init /\ [][Next]_vars

(***************************************************************************)
(* Timeouts go on for as long as there is something to wait for: weak      *)
(* fairness.  A frame that is in flight again and again gets through some  *)
(* day, and a message that is claimed again and again is handled some day: *)
(* strong fairness, which also says that crashes, though they may go on    *)
(* for ever, do not always come just before.                               *)
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

\* Enough for the messages.
Fairness ==
    /\ FairTimeOut /\ FairGone /\ FairAck /\ FairUnknown /\ FairSealed
    /\ FairData /\ FairDeliver /\ FairCheck /\ FairSeal

FairRepeat == WF_vars(Repeat)
FairOpened == \A i \in Session, n \in Nonce : SF_vars(ReceiveOpened(i, n))
FairClose  == \A i \in Session : SF_vars(ReceiveClose(i))
FairDrop   == \A i \in Session : WF_vars(Drop(i))

\* Enough for the sessions.
FairnessOfSessions == FairRepeat /\ FairOpened /\ FairClose /\ FairDrop

Spec           == Safety /\ Fairness
SpecOfSessions == Safety /\ FairnessOfSessions

-----------------------------------------------------------------------------
(* What is wanted, whatever is stable.                                     *)

Service == INSTANCE ExactlyOnce WITH submitted <- 0..submitted-1

NoDuplicate    == Service!NoDuplicate
NoFalseConfirm == Service!NoFalseConfirm
NoFalseDenial  == Service!NoFalseDenial

DecidedOnce == Service!DecidedOnce
ExactlyOnceSafety == Service!Safety
EveryMessageDecided == Service!EveryMessageDecided

\* A sender does not ask about a number for ever: also one that was restarted, and whose
\* predecessor has reported it.
EveryNumberDecided == \A s \in Number : Is(s, Undecided) ~> ~Is(s, Undecided)

\* Under one number of a session there is one message.
FrameIntegrity ==
    \A f, g \in net :
        f.type = "DATA" /\ g.type = "DATA" /\ f.session = g.session /\ f.seq = g.seq
            => f.payload = g.payload

\* Only what the application gave up is not delivered.
DeniedOnlyIfGivenUp == \A m \in Message : outcome[m] = "NOT_DELIVERED" => m \in Cancellable

\* A session that is said to be gone is gone for ever.
GoneIsFinal == \A i \in Session : Gone(i) \in net => ~Knows(i)

\* An undecided message can be asked about, by a restarted sender, too: as long as
\* the receiver knows the session, it has an answer.  (A sender that was replaced may
\* ask for what its successor has decided long ago, and gets none.)
Remembered ==
    IsCurrent => \A s \in OpenNumbers : Found(sender.session, s) \notin {"NOTHING_OWED", "REFUSED"}

\* One nonce opens one session, however often OPEN arrives.
OpenIsIdempotent ==
    \A i, j \in Session : Knows(i) /\ receiver[i].nonce = receiver[j].nonce => i = j

\* A message is in doubt only if its session is gone, and with it all that were open.
DoubtOnlyIfGone ==
    [][(\E m \in Message : outcome[m] = "PENDING" /\ outcome'[m] = "IN_DOUBT") =>
          /\ ~Knows(sender.session)
          /\ \A s \in OpenNumbers : outcome'[Entry(s).message] # "PENDING"]_vars

(* What is wanted besides, if the sender keeps its outbox.                 *)

\* Whatever is undecided, a sender that starts now will ask about.
Kept ==
    \A m \in Message : m < submitted /\ outcome[m] = "PENDING" =>
        /\ senderDisk.phase = "OPEN"
        /\ \E k \in DOMAIN senderDisk.outbox :
              senderDisk.outbox[k].message = m /\ senderDisk.outbox[k].state \in Undecided

(* What is wanted besides, if the receiver keeps its sessions.             *)

\* What took effect and is undecided can be confirmed.
EffectRemembered ==
    \A s \in OpenNumbers :
        effects[Entry(s).message] > 0 => Found(sender.session, s) = "DELIVERED"

\* Nothing is ever in doubt.
NoDoubt == \A m \in Message : outcome[m] # "IN_DOUBT"

\* What the application does not give up is delivered.
EveryMessageDelivered == \A m \in Message : m < submitted ~> outcome[m] = "DELIVERED"

(* What is wanted of the sessions.                                         *)

\* No session stays at the receiver for ever that the sender neither uses nor expects.
IsAbandoned(i) ==
    /\ Knows(i)
    /\ ~(sender.phase = "OPEN" /\ IsOurs(i))
    /\ ~IsAwaited(receiver[i].nonce)
NothingLeft == \A i \in Session : IsAbandoned(i) ~> ~IsAbandoned(i)
=============================================================================
