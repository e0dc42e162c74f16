------------------------ MODULE RequestReplyRecovery ------------------------
(***************************************************************************)
(* Requests and replies across crashes, in one session that both sides     *)
(* have on disk.  A handler that runs again, because the first run was cut *)
(* short by a crash, may return another reply.  So the reply is written in *)
(* the same step as the effect and DELIVERED.  A responder that restarts   *)
(* then answers with the reply of the run that took effect, and a          *)
(* requester that restarts, and asks again, gets the same reply again.     *)
(*                                                                         *)
(* Instead of having an effect, a handler may reject its request for good. *)
(* Then the reason takes the place of the reply: it is kept and told in    *)
(* the same way, and the request is never handled again.                   *)
(*                                                                         *)
(* Sessions, the window across crashes, and sealing are those of           *)
(* CrashRecovery.  Here a requester appends to its outbox on disk before   *)
(* it sends, and finds the last W requests open when it restarts.          *)
(***************************************************************************)
EXTENDS Integers, Network

CONSTANTS
    N,            \* requests 0 .. N-1
    W,            \* the window: at most W requests are undecided at a time
    Rejectable    \* the requests that a handler may reject

ASSUME NIsNatural        == N \in Nat
ASSUME WIsPositive       == W \in Nat \ {0}
ASSUME RejectableAreSeqs == Rejectable \subseteq 0..N-1

Message == 0..N-1

Data(s)          == [type |-> "DATA", seq |-> s]
Check(s)         == [type |-> "CHECK", seq |-> s]
Ack(s, reply)    == [type |-> "ACK", seq |-> s, reply |-> reply]
Rejected(s, why) == [type |-> "REJECTED", seq |-> s, reply |-> why]
Status(s, state) == [type |-> "STATUS", seq |-> s, state |-> state]

\* A handler may return another reply each time it runs.  Two are enough to tell them apart.
Reply(s) == {<<s, "one">>, <<s, "another">>}
NoReply  == <<>>

\* The reason why s is rejected.
Reason(s) == <<s, "rejected">>

VARIABLES
    next,     \* the next sequence number; it is on disk, as the outbox is
    open,     \* the requester's memory: the requests that it waits for
    ring,     \* the responder's memory: of each of the W slots which request, its state, its reply
              \* or the reason why it is rejected
    disk,     \* what the responder reads when it starts
    effects,  \* history, for the properties only: how often each request took effect
    rejected, \* history, for the properties only: the requests that were rejected
    right,    \* history, for the properties only: the reply of the run that took effect, or the reason
    outcome,  \* history, for the properties only: what the requester was told
    got       \* history, for the properties only: the replies and reasons that the requester was given

vars == <<next, open, ring, disk, net, effects, rejected, right, outcome, got>>

Replies == UNION {Reply(s) \cup {Reason(s)} : s \in Message} \cup {NoReply}
Slots   == [seq : -W..N-1, state : {"CLAIMED", "DELIVERED"}, reply : Replies]

TypeOK ==
    /\ next \in 0..N
    /\ open \subseteq Message
    /\ ring \in [0..W-1 -> Slots]
    /\ disk \in [0..W-1 -> Slots]
    /\ \A f \in net :
          /\ f.seq \in Message
          /\ \/ f.type \in {"DATA", "CHECK"}
             \/ f.type \in {"ACK", "REJECTED"} /\ f.reply \in Replies
             \/ f.type = "STATUS" /\ f.state = "UNKNOWN"
    /\ effects \in [Message -> 0..2]
    /\ rejected \subseteq Rejectable
    /\ right \in [Message -> Replies]
    /\ outcome \in [Message -> {"PENDING", "DELIVERED", "REJECTED"}]
    /\ got \in [Message -> SUBSET Replies]

Init ==
    /\ next = 0
    /\ open = {}
    /\ ring = [k \in 0..W-1 |-> [seq |-> k - W, state |-> "DELIVERED", reply |-> NoReply]]
    /\ disk = ring
    /\ NetworkInit
    /\ effects = [s \in Message |-> 0]
    /\ rejected = {}
    /\ right = [s \in Message |-> NoReply]
    /\ outcome = [s \in Message |-> "PENDING"]
    /\ got = [s \in Message |-> {}]

requester == <<next, open, outcome, got>>
responder == <<ring, disk, effects, rejected, right>>

-----------------------------------------------------------------------------
(* The requester.                                                          *)

\* The window rule.  It also keeps every reply until the requester has it.
MaySubmit(s) == s - W \notin open

\* The application hands over the next request.
Submit(s) ==
    /\ s = next
    /\ MaySubmit(s)
    /\ next' = s + 1
    /\ open' = open \cup {s}
    /\ Transmit({Data(s)})
    /\ UNCHANGED <<responder, outcome, got>>

\* No reply yet: ask.
TimeOut(s) ==
    /\ s \in open
    /\ Transmit({Check(s)})
    /\ UNCHANGED <<requester, responder>>

\* An ACK without its reply is malformed.
IsAck(f, s) == f.type = "ACK" /\ f.seq = s /\ f.reply # NoReply

\* The requester takes f, and learns how s has ended.
Take(f, s, what) ==
    /\ Receive(f, {})
    /\ got' = [got EXCEPT ![s] = @ \cup {f.reply}]
    /\ outcome' = [outcome EXCEPT ![s] = what]
    /\ open' = open \ {s}
    /\ UNCHANGED <<responder, next>>

\* The request was handled, and here is its reply.
ReceiveAck(s) == \E f \in net : IsAck(f, s) /\ Take(f, s, "DELIVERED")

IsRejected(f, s) == f.type = "REJECTED" /\ f.seq = s

\* The request was rejected, and here is the reason.
ReceiveRejected(s) == \E f \in net : IsRejected(f, s) /\ Take(f, s, "REJECTED")

\* UNKNOWN makes the requester send again.
ReceiveUnknown(s) ==
    /\ Receive(Status(s, "UNKNOWN"), {Data(s)})
    /\ UNCHANGED <<requester, responder>>

\* The requester crashes and restarts: what it was told is forgotten, and it asks again.
RequesterCrash ==
    /\ open' = {s \in Message : next - W <= s /\ s < next}
    /\ UNCHANGED <<responder, next, net, outcome, got>>

-----------------------------------------------------------------------------
(* The responder.                                                          *)

Slot(s) == ring[s % W]

\* What the responder knows about s, given v, the content of its slot: CheckBeforeSend without
\* the answers that change nothing.
Lookup(s, v) ==
    CASE v.seq = s     -> v.state
      [] v.seq = s - W -> "UNKNOWN"
      [] OTHER         -> "NOTHING_OWED"

\* The frame that tells how s has ended: an ACK with the reply, unless it was rejected.
Tell(s, reply) == IF reply = Reason(s) THEN {Rejected(s, reply)} ELSE {Ack(s, reply)}

\* The frames that tell the requester what was found.
Answer(s, found) ==
    CASE found = "DELIVERED" -> Tell(s, Slot(s).reply)
      [] found = "UNKNOWN"   -> {Status(s, "UNKNOWN")}
      [] OTHER               -> {}

SetSlot(s, state, reply) ==
    ring' = [ring EXCEPT ![s % W] = [seq |-> s, state |-> state, reply |-> reply]]

\* DATA for an unknown request starts its handler; any other DATA is a duplicate.
ReceiveData(s) ==
    /\ IF Lookup(s, Slot(s)) = "UNKNOWN"
       THEN Receive(Data(s), {}) /\ SetSlot(s, "CLAIMED", NoReply)
       ELSE Receive(Data(s), Answer(s, Lookup(s, Slot(s)))) /\ UNCHANGED ring
    /\ UNCHANGED <<requester, disk, effects, rejected, right>>

IsClaimed(s) == Slot(s).seq = s /\ Slot(s).state = "CLAIMED"

\* What the responder writes when the handler of s has returned this reply, or rejected s.
Store(s, reply) ==
    disk' = [disk EXCEPT ![s % W] = [seq |-> s, state |-> "DELIVERED", reply |-> reply]]

\* The handling of s is complete, and this is what there is to tell.
Complete(s, reply) ==
    /\ IsClaimed(s)
    /\ SetSlot(s, "DELIVERED", reply)
    /\ Store(s, reply)
    /\ Transmit(Tell(s, reply))
    /\ right' = [right EXCEPT ![s] = reply]
    /\ UNCHANGED requester

\* The handler of s has finished: its effect, its reply and DELIVERED are one step.
Deliver(s) ==
    /\ \E reply \in Reply(s) : Complete(s, reply)
    /\ effects' = [effects EXCEPT ![s] = @ + 1]
    /\ UNCHANGED rejected

\* The handler of s has rejected it, and had no effect: this is recorded in a step of its own.
Reject(s) ==
    /\ s \in Rejectable
    /\ Complete(s, Reason(s))
    /\ rejected' = rejected \cup {s}
    /\ UNCHANGED effects

\* CHECK changes nothing; it is answered with what the slot says.
ReceiveCheck(s) ==
    /\ Receive(Check(s), Answer(s, Lookup(s, Slot(s))))
    /\ UNCHANGED <<requester, responder>>

\* The responder crashes and restarts: a handler that was running had no effect.
ResponderCrash ==
    /\ ring' = disk
    /\ UNCHANGED <<requester, disk, net, effects, rejected, right>>

-----------------------------------------------------------------------------
\* A frame is lost.
Lose ==
    /\ \E f \in net : Vanish(f)
    /\ UNCHANGED <<requester, responder>>

Next ==
    \/ \E s \in Message :
          \/ Submit(s) \/ TimeOut(s) \/ ReceiveAck(s) \/ ReceiveRejected(s) \/ ReceiveUnknown(s)
          \/ ReceiveData(s) \/ Deliver(s) \/ Reject(s) \/ ReceiveCheck(s)
    \/ RequesterCrash \/ ResponderCrash \/ Lose

Safety == Init /\ [][Next]_vars

\* As in RequestReply.  Crashes may go on forever, but do not always come just before.
Fairness ==
    \A s \in Message :
        /\ WF_vars(TimeOut(s))
        /\ SF_vars(ReceiveAck(s)) /\ SF_vars(ReceiveRejected(s)) /\ SF_vars(ReceiveUnknown(s))
        /\ SF_vars(ReceiveData(s)) /\ SF_vars(Deliver(s)) /\ SF_vars(ReceiveCheck(s))

Spec == Safety /\ Fairness

-----------------------------------------------------------------------------
(* The properties.                                                         *)

\* Request and reply are each a message that is delivered exactly once; nobody gives up and,
\* since both sides keep what they write, nothing is forgotten.
Requests == INSTANCE ExactlyOnce WITH
    Cancellable <- {}, submitted <- 0..next-1, givenUp <- {}, forgotten <- {}

NoDuplicate         == Requests!NoDuplicate
NoFalseConfirm      == Requests!NoFalseConfirm
NoFalseRejection    == Requests!NoFalseRejection
RejectedHasNoEffect == Requests!RejectedHasNoEffect
ExactlyOnceSafety   == Requests!Safety

\* However often a requester is given the reply, or the reason, it is that of the run that was
\* complete.
RightReply ==
    \A s \in Message : got[s] \subseteq {right[s]} /\ (outcome[s] # "PENDING" <=> got[s] # {})

\* As long as the requester waits, a responder that starts now has the reply, or the reason.
ReplyKept ==
    \A s \in Message :
        s \in open /\ (effects[s] > 0 \/ s \in rejected) =>
            disk[s % W] = [seq |-> s, state |-> "DELIVERED", reply |-> right[s]]

EveryRequestGetsItsReply == \A s \in Message : s < next ~> got[s] # {}
=============================================================================
