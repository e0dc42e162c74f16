---------------------------- MODULE RequestReply ----------------------------
(***************************************************************************)
(* Two-way communication.  The handler of a request returns a reply, which *)
(* is kept in the slot of the request.  Every ACK carries it.  So a        *)
(* request is handled once, every copy of it gets the same reply, and the  *)
(* requester receives the reply once.  The slot is all the memory that     *)
(* replies need: its next message comes only when the requester has the    *)
(* reply.                                                                  *)
(*                                                                         *)
(* A session has replies or has none, fixed when it is opened.  These have *)
(* replies; those of CheckBeforeSend have none.  An ACK of the other kind  *)
(* is malformed: it is refused, which is as if it had been lost.           *)
(*                                                                         *)
(* Each session is a CheckBeforeSend of its own.  Two sides that both send *)
(* requests have two sessions, one in each direction, over one network.    *)
(*                                                                         *)
(* The payloads of requests are those of CheckBeforeSend, and are left     *)
(* out.                                                                    *)
(***************************************************************************)
EXTENDS Integers, Network

CONSTANTS
    N,            \* messages 0 .. N-1 of each session
    W,            \* the window of each session
    Cancellable,  \* the messages that the application may give up on
    Sessions      \* the sessions; every frame names its own

ASSUME NIsNatural         == N \in Nat
ASSUME WIsPositive        == W \in Nat \ {0}
ASSUME CancellableAreSeqs == Cancellable \subseteq 0..N-1
ASSUME ThereIsASession    == Sessions # {}

Message == 0..N-1

Data(c, s)          == [type |-> "DATA", session |-> c, seq |-> s]
Check(c, s)         == [type |-> "CHECK", session |-> c, seq |-> s]
Seal(c, s)          == [type |-> "SEAL", session |-> c, seq |-> s]
Ack(c, s, reply)    == [type |-> "ACK", session |-> c, seq |-> s, reply |-> reply]
Status(c, s, state) == [type |-> "STATUS", session |-> c, seq |-> s, state |-> state]

\* What the handler of s returns when it runs for the n-th time: a different reply each time.
Reply(c, s, n) == <<c, s, n>>
NoReply        == <<>>

VARIABLES
    next,     \* the next sequence number of each session
    outbox,   \* the requester's ring of W slots: which request, its state
    ring,     \* the responder's ring of W slots: which request, its state
    replies,  \* the reply in each slot of the responder
    effects,  \* history, for the properties only: how often each request took effect
    outcome,  \* history, for the properties only: what the requester was told
    taken,    \* history, for the properties only: how often the requester got a reply
    got,      \* history, for the properties only: the reply that the requester got
    givenUp   \* history, for the properties only: the requests that the application gave up on

vars == <<next, outbox, ring, replies, net, effects, outcome, taken, got, givenUp>>

Undecided == {"PENDING", "SEALING"}          \* SEALING: the application gave up
Decided   == {"DELIVERED", "NOT_DELIVERED"}
Claimed   == {"CLAIMED", "CLAIMED_AFTER_SEALED"}
Resolved  == {"DELIVERED", "SEALED"}

Replies == {Reply(c, s, n) : c \in Sessions, s \in Message, n \in 1..2} \cup {NoReply}

TypeOK ==
    /\ next \in [Sessions -> 0..N]
    /\ outbox \in [Sessions \X (0..W-1) -> [seq : -W..N-1, state : Undecided \cup Decided]]
    /\ ring \in [Sessions \X (0..W-1) -> [seq : -W..N-1, state : Claimed \cup Resolved]]
    /\ replies \in [Sessions \X (0..W-1) -> Replies]
    /\ \A f \in net :
          /\ f.session \in Sessions /\ f.seq \in Message
          /\ \/ f.type \in {"DATA", "CHECK", "SEAL"}
             \/ f.type = "ACK" /\ f.reply \in Replies
             \/ f.type = "STATUS" /\ f.state \in {"IN_PROGRESS", "UNKNOWN", "SEALED"}
    /\ effects \in [Sessions \X Message -> 0..2]
    /\ outcome \in [Sessions \X Message -> {"PENDING", "REPORTED_TWICE"} \cup Decided]
    /\ taken \in [Sessions \X Message -> 0..2]
    /\ got \in [Sessions \X Message -> Replies]
    /\ givenUp \subseteq Sessions \X Cancellable

\* The history is written here and read only by the properties.
HistoryInit ==
    /\ effects = [x \in Sessions \X Message |-> 0]
    /\ outcome = [x \in Sessions \X Message |-> "PENDING"]
    /\ taken = [x \in Sessions \X Message |-> 0]
    /\ got = [x \in Sessions \X Message |-> NoReply]
    /\ givenUp = {}

RecordEffect(c, s) == effects' = [effects EXCEPT ![c, s] = @ + 1]

RecordOutcome(c, s, what) ==
    outcome' = [outcome EXCEPT ![c, s] = IF @ = "PENDING" THEN what ELSE "REPORTED_TWICE"]

RecordGiveUp(c, s) == givenUp' = givenUp \cup {<<c, s>>}

RecordReply(c, s, reply) ==
    /\ taken' = [taken EXCEPT ![c, s] = @ + 1]
    /\ got' = [got EXCEPT ![c, s] = reply]

Init ==
    /\ next = [c \in Sessions |-> 0]
    /\ outbox = [x \in Sessions \X (0..W-1) |-> [seq |-> x[2] - W, state |-> "DELIVERED"]]
    /\ ring = [x \in Sessions \X (0..W-1) |-> [seq |-> x[2] - W, state |-> "DELIVERED"]]
    /\ replies = [x \in Sessions \X (0..W-1) |-> NoReply]
    /\ NetworkInit
    /\ HistoryInit

-----------------------------------------------------------------------------
(* The requester.                                                          *)

Is(c, s, states) == outbox[c, s % W].seq = s /\ outbox[c, s % W].state \in states

SetEntry(c, s, state) ==
    outbox' = [outbox EXCEPT ![c, s % W] = [seq |-> s, state |-> state]]

\* The window rule.  It also keeps every reply until the requester has it.
MaySubmit(c, s) == Is(c, s - W, Decided)

\* The application hands over the next request.
Submit(c, s) ==
    /\ s = next[c]
    /\ MaySubmit(c, s)
    /\ next' = [next EXCEPT ![c] = s + 1]
    /\ SetEntry(c, s, "PENDING")
    /\ Transmit({Data(c, s)})
    /\ UNCHANGED <<ring, replies, effects, outcome, taken, got, givenUp>>

\* No reply yet: ask.
TimeOut(c, s) ==
    /\ Is(c, s, Undecided)
    /\ Transmit({IF Is(c, s, {"PENDING"}) THEN Check(c, s) ELSE Seal(c, s)})
    /\ UNCHANGED <<next, outbox, ring, replies, effects, outcome, taken, got, givenUp>>

\* The application gives up on s.
Cancel(c, s) ==
    /\ s \in Cancellable
    /\ Is(c, s, {"PENDING"})
    /\ SetEntry(c, s, "SEALING")
    /\ RecordGiveUp(c, s)
    /\ Transmit({Seal(c, s)})
    /\ UNCHANGED <<next, ring, replies, effects, outcome, taken, got>>

\* f belongs to session c.
IsFor(f, c) == f.session = c

\* The first ACK with its reply decides the request and hands the reply to the application.
TakeReply(c, s, reply) ==
    IF Is(c, s, Undecided)
    THEN SetEntry(c, s, "DELIVERED") /\ RecordOutcome(c, s, "DELIVERED") /\ RecordReply(c, s, reply)
    ELSE UNCHANGED <<outbox, outcome, taken, got>>

\* An ACK without its reply is malformed.
IsAck(f, s) == f.type = "ACK" /\ f.seq = s /\ f.reply # NoReply

\* The request was handled, and here is its reply.
ReceiveAck(c, s) ==
    /\ \E f \in net :
          /\ IsAck(f, s) /\ IsFor(f, c)
          /\ Receive(f, {})
          /\ TakeReply(c, s, f.reply)
    /\ UNCHANGED <<next, ring, replies, effects, givenUp>>

\* UNKNOWN makes the requester send again if the request is still pending.
ReceiveUnknown(c, s) ==
    /\ Receive(Status(c, s, "UNKNOWN"), IF Is(c, s, {"PENDING"}) THEN {Data(c, s)} ELSE {})
    /\ UNCHANGED <<next, outbox, ring, replies, effects, outcome, taken, got, givenUp>>

\* A sealed request is not handled, and has no reply.
ReceiveSealed(c, s) ==
    /\ Receive(Status(c, s, "SEALED"), {})
    /\ IF Is(c, s, Undecided)
       THEN SetEntry(c, s, "NOT_DELIVERED") /\ RecordOutcome(c, s, "NOT_DELIVERED")
       ELSE UNCHANGED <<outbox, outcome>>
    /\ UNCHANGED <<next, ring, replies, effects, taken, got, givenUp>>

\* The handler is still running: the next timeout asks again.
ReceiveInProgress(c, s) ==
    /\ Receive(Status(c, s, "IN_PROGRESS"), {})
    /\ UNCHANGED <<next, outbox, ring, replies, effects, outcome, taken, got, givenUp>>

-----------------------------------------------------------------------------
(* The responder.                                                          *)

Slot(c, s) == ring[c, s % W]
SetSlot(c, s, seq, state) == ring' = [ring EXCEPT ![c, s % W] = [seq |-> seq, state |-> state]]

\* The slot of a request is also that of its reply.
ReplySlot(s)           == s % W
SetReply(c, s, reply)  == replies' = [replies EXCEPT ![c, ReplySlot(s)] = reply]

\* What the responder knows about s, given v, the content of its slot, as in CheckBeforeSend.
Lookup(s, v) ==
    CASE v.seq > s                             -> "NOTHING_OWED"
      [] v.seq = s /\ v.state \in Claimed      -> "IN_PROGRESS"
      [] v.seq = s                             -> v.state
      [] v.seq = s - W /\ v.state \in Resolved -> "UNKNOWN"
      [] OTHER                                 -> "REFUSED"

\* The frames that tell the requester what was found; an ACK carries the reply.
Answer(c, s, found) ==
    CASE found = "DELIVERED"                           -> {Ack(c, s, replies[c, ReplySlot(s)])}
      [] found \in {"IN_PROGRESS", "UNKNOWN", "SEALED"} -> {Status(c, s, found)}
      [] OTHER                                         -> {}

Claim(v)   == IF v.state = "SEALED" THEN "CLAIMED_AFTER_SEALED" ELSE "CLAIMED"
Unclaim(v) == IF v.state = "CLAIMED_AFTER_SEALED" THEN "SEALED" ELSE "DELIVERED"

\* DATA for an unknown request claims it; any other DATA is a duplicate and is answered.
ReceiveData(c, s) ==
    /\ \E f \in net :
          /\ f.type = "DATA" /\ IsFor(f, c) /\ f.seq = s
          /\ LET found == Lookup(s, Slot(c, s)) IN
             IF found = "UNKNOWN"
             THEN Receive(f, {}) /\ SetSlot(c, s, s, Claim(Slot(c, s)))
             ELSE Receive(f, Answer(c, s, found)) /\ UNCHANGED ring
    /\ UNCHANGED <<next, outbox, replies, effects, outcome, taken, got, givenUp>>

IsClaimed(c, s) == Slot(c, s).seq = s /\ Slot(c, s).state \in Claimed

\* The handler of s has finished: its effect, its reply and the record are one step.
Deliver(c, s) ==
    /\ IsClaimed(c, s)
    /\ LET reply == Reply(c, s, effects[c, s] + 1) IN
       SetReply(c, s, reply) /\ Transmit({Ack(c, s, reply)})
    /\ SetSlot(c, s, s, "DELIVERED")
    /\ RecordEffect(c, s)
    /\ UNCHANGED <<next, outbox, outcome, taken, got, givenUp>>

\* The handler of s failed, with no effect and no reply: s is unknown again.
Fail(c, s) ==
    /\ IsClaimed(c, s)
    /\ SetSlot(c, s, s - W, Unclaim(Slot(c, s)))
    /\ UNCHANGED <<next, outbox, replies, net, effects, outcome, taken, got, givenUp>>

\* CHECK changes nothing; it is answered with what the slot says.
ReceiveCheck(c, s) ==
    /\ Receive(Check(c, s), Answer(c, s, Lookup(s, Slot(c, s))))
    /\ UNCHANGED <<next, outbox, ring, replies, effects, outcome, taken, got, givenUp>>

\* SEAL for an unknown request makes "no" final.
ReceiveSeal(c, s) ==
    /\ LET found == Lookup(s, Slot(c, s)) IN
       IF found = "UNKNOWN"
       THEN Receive(Seal(c, s), {Status(c, s, "SEALED")}) /\ SetSlot(c, s, s, "SEALED")
       ELSE Receive(Seal(c, s), Answer(c, s, found)) /\ UNCHANGED ring
    /\ UNCHANGED <<next, outbox, replies, effects, outcome, taken, got, givenUp>>

-----------------------------------------------------------------------------
(* The network.                                                            *)

\* A frame is lost.
Lose ==
    /\ \E f \in net : Vanish(f)
    /\ UNCHANGED <<next, outbox, ring, replies, effects, outcome, taken, got, givenUp>>

Next ==
    \/ \E c \in Sessions : \E s \in Message :
        \/ Submit(c, s) \/ TimeOut(c, s) \/ Cancel(c, s)
        \/ ReceiveAck(c, s) \/ ReceiveUnknown(c, s)
        \/ ReceiveSealed(c, s) \/ ReceiveInProgress(c, s)
        \/ ReceiveData(c, s) \/ Deliver(c, s) \/ Fail(c, s)
        \/ ReceiveCheck(c, s) \/ ReceiveSeal(c, s)
    \/ Lose

Safety == Init /\ [][Next]_vars

(***************************************************************************)
(* What a request needs to get its reply: the requester keeps asking;      *)
(* frames that are in flight again and again eventually arrive; a request  *)
(* that is handled again and again eventually succeeds.  SEAL and its      *)
(* answer are for requests that may be cancelled.  None of these           *)
(* conditions can be left out or made weak.                                *)
(***************************************************************************)
FairTimeOut        == \A c \in Sessions, s \in Message : WF_vars(TimeOut(c, s))
FairReceiveAck     == \A c \in Sessions, s \in Message : SF_vars(ReceiveAck(c, s))
FairReceiveUnknown == \A c \in Sessions, s \in Message : SF_vars(ReceiveUnknown(c, s))
FairReceiveData    == \A c \in Sessions, s \in Message : SF_vars(ReceiveData(c, s))
FairDeliver        == \A c \in Sessions, s \in Message : SF_vars(Deliver(c, s))
FairReceiveCheck   == \A c \in Sessions, s \in Message : SF_vars(ReceiveCheck(c, s))
FairReceiveSealed  == \A c \in Sessions, s \in Message : SF_vars(ReceiveSealed(c, s))
FairReceiveSeal    == \A c \in Sessions, s \in Message : SF_vars(ReceiveSeal(c, s))

Fairness ==
    /\ FairTimeOut
    /\ FairReceiveAck
    /\ FairReceiveUnknown
    /\ FairReceiveData
    /\ FairDeliver
    /\ FairReceiveCheck
    /\ FairReceiveSealed
    /\ FairReceiveSeal

Spec == Safety /\ Fairness

-----------------------------------------------------------------------------
(* The properties.                                                         *)

\* The part of h about session c.
Of(c, h) == [s \in Message |-> h[c, s]]
GivenUpIn(c) == {s \in Message : <<c, s>> \in givenUp}

\* Request and reply are each a message that is delivered exactly once.  A reply is submitted
\* when the handler returns it; the responder is not told its outcome.
Requests(c) == INSTANCE ExactlyOnce WITH
    Rejectable <- {}, submitted <- 0..next[c]-1, effects <- Of(c, effects),
    outcome <- Of(c, outcome), givenUp <- GivenUpIn(c), forgotten <- {}, rejected <- {}
ReplyService(c) == INSTANCE ExactlyOnce WITH
    Rejectable <- {}, submitted <- {s \in Message : effects[c, s] > 0}, effects <- Of(c, taken),
    outcome <- [s \in Message |-> "PENDING"], givenUp <- {}, forgotten <- {}, rejected <- {}

NoDuplicate      == \A c \in Sessions : Requests(c)!NoDuplicate
NoFalseConfirm   == \A c \in Sessions : Requests(c)!NoFalseConfirm
NoFalseDenial    == \A c \in Sessions : Requests(c)!NoFalseDenial
DeniedOnlyIfGivenUp == \A c \in Sessions : Requests(c)!DeniedOnlyIfGivenUp
NoDuplicateReply == \A c \in Sessions : ReplyService(c)!NoDuplicate

\* A slot moves on to the next lap only when its request took effect, or was sealed because
\* the application gave up, whatever the requester does.
NothingSkipped ==
    \A c \in Sessions, s \in Message :
        Slot(c, s).seq > s => effects[c, s] > 0 \/ <<c, s>> \in givenUp

\* The responder refuses only if one side has lost its memory, ...
NoFrameRefused == \A f \in net : Lookup(f.seq, Slot(f.session, f.seq)) # "REFUSED"

\* ... and always as long as the request whose slot it needs neither took effect nor was given up.
OutsideIsRefused ==
    \A c \in Sessions, s \in Message :
        s >= W /\ effects[c, s - W] = 0 /\ <<c, s - W>> \notin givenUp
            => Lookup(s, Slot(c, s)) = "REFUSED"

\* A requester that is told DELIVERED has the reply of this very request.
RightReply ==
    \A c \in Sessions, s \in Message :
        got[c, s] = IF outcome[c, s] = "DELIVERED" THEN Reply(c, s, 1) ELSE NoReply

\* Every ACK carries the reply of the only time that its request was handled.
ReplyIntegrity == \A f \in net : f.type = "ACK" => f.reply = Reply(f.session, f.seq, 1)

\* As long as the requester waits, the reply is kept.
ReplyKept ==
    \A c \in Sessions, s \in Message :
        effects[c, s] > 0 /\ Is(c, s, Undecided) =>
            /\ Slot(c, s) = [seq |-> s, state |-> "DELIVERED"]
            /\ replies[c, ReplySlot(s)] = Reply(c, s, 1)

\* Without the replies, each session is CheckBeforeSend.
WithoutReply(f) ==
    CASE f.type = "DATA"              -> [type |-> "DATA", seq |-> f.seq, payload |-> f.seq]
      [] f.type \in {"CHECK", "SEAL"} -> [type |-> f.type, seq |-> f.seq]
      [] f.type = "ACK"               -> [type |-> "ACK", seq |-> f.seq]
      [] f.type = "STATUS"            -> [type |-> "STATUS", seq |-> f.seq, state |-> f.state]
Session(c) == INSTANCE CheckBeforeSend WITH
    Slots <- W, next <- next[c], effects <- Of(c, effects), outcome <- Of(c, outcome),
    givenUp <- GivenUpIn(c),
    ring <- [i \in 0..W-1 |-> ring[c, i]],
    outbox <- [i \in 0..W-1 |->
        LET entry == outbox[c, i] IN
        [seq |-> entry.seq, state |-> entry.state,
         payload |-> IF entry.seq < 0 THEN -1 ELSE entry.seq]],
    net <- {WithoutReply(f) : f \in {g \in net : g.session = c}}

\* The Safety of each instance, in a form that TLC evaluates.
CheckBeforeSendSafety ==
    /\ \A c \in Sessions : Session(c)!Init
    /\ [][\A c \in Sessions : [Session(c)!Next]_(Session(c)!vars)]_vars
RequestSafety ==
    /\ \A c \in Sessions : Requests(c)!Init
    /\ [][\A c \in Sessions : [Requests(c)!Next]_(Requests(c)!vars)]_vars
ReplySafety ==
    /\ \A c \in Sessions : ReplyService(c)!Init
    /\ [][\A c \in Sessions : [ReplyService(c)!Next]_(ReplyService(c)!vars)]_vars

\* Every request that nobody gives up is handled and answered.
RequestLiveness == \A c \in Sessions : Requests(c)!WeakFairness

EveryRequestGetsItsReply ==
    \A c \in Sessions, s \in Message : s < next[c] ~> taken[c, s] > 0

\* With cancellation a request gets its reply or a "no".
EveryRequestDecided ==
    \A c \in Sessions, s \in Message : s < next[c] ~> outcome[c, s] # "PENDING"
=============================================================================
