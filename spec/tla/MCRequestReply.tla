--------------------------- MODULE MCRequestReply ---------------------------
(***************************************************************************)
(* Bounds for RequestReply, and its mutants: each breaks one rule, and a   *)
(* configuration substitutes it for the rule.                              *)
(***************************************************************************)
EXTENDS RequestReply

NoMessage    == {}
EveryMessage == Message
SecondMessage == {1}

\* These replace a fairness condition: one that is left out, and those that are made weak.
Unfair == TRUE
WeakReceiveAck     == \A c \in Sessions, s \in Message : WF_vars(ReceiveAck(c, s))
WeakReceiveUnknown == \A c \in Sessions, s \in Message : WF_vars(ReceiveUnknown(c, s))
WeakReceiveData    == \A c \in Sessions, s \in Message : WF_vars(ReceiveData(c, s))
WeakDeliver        == \A c \in Sessions, s \in Message : WF_vars(Deliver(c, s))
WeakReceiveCheck   == \A c \in Sessions, s \in Message : WF_vars(ReceiveCheck(c, s))
WeakReceiveSealed  == \A c \in Sessions, s \in Message : WF_vars(ReceiveSealed(c, s))
WeakReceiveSeal    == \A c \in Sessions, s \in Message : WF_vars(ReceiveSeal(c, s))

-----------------------------------------------------------------------------
(* Mutants of the requester.                                               *)

\* The window is not respected.
MaySubmitAlways(c, s) == TRUE

\* What may be given up is sealed, although nobody gave up.
TimeOutSeals(c, s) ==
    /\ Is(c, s, Undecided)
    /\ Transmit({IF s \in Cancellable THEN Seal(c, s) ELSE Check(c, s)})
    /\ UNCHANGED <<next, outbox, ring, replies, effects, outcome, taken, got, givenUp>>
CancelNever(c, s) == FALSE /\ UNCHANGED vars

\* The requester takes an ACK without its reply.
IsAckWithOrWithoutReply(f, s) == f.type = "ACK" /\ f.seq = s

\* The next ACK hands the reply over once more.
TakeReplyAgain(c, s, reply) ==
    IF outbox[c, s % W].seq = s
    THEN SetEntry(c, s, "DELIVERED") /\ RecordOutcome(c, s, "DELIVERED") /\ RecordReply(c, s, reply)
    ELSE UNCHANGED <<outbox, outcome, taken, got>>

\* The next ACK reports the outcome once more.
TakeReplyReportsAgain(c, s, reply) ==
    IF Is(c, s, Undecided)
    THEN SetEntry(c, s, "DELIVERED") /\ RecordOutcome(c, s, "DELIVERED") /\ RecordReply(c, s, reply)
    ELSE /\ UNCHANGED <<outbox, taken, got>>
         /\ IF Is(c, s, Decided) THEN RecordOutcome(c, s, "DELIVERED") ELSE UNCHANGED outcome

\* The session that a frame names is ignored.
IsForAny(f, c) == TRUE

-----------------------------------------------------------------------------
(* Mutants of the responder.                                               *)

\* A foreign responder, which may leave the reply out of its answer.
ReceiveCheckBriefly(c, s) ==
    /\ LET found == Lookup(s, Slot(c, s)) IN
       \/ Receive(Check(c, s), Answer(c, s, found))
       \/ found = "DELIVERED" /\ Receive(Check(c, s), {Ack(c, s, NoReply)})
    /\ UNCHANGED <<next, outbox, ring, replies, effects, outcome, taken, got, givenUp>>

\* Replies are not kept: a duplicate is handled again to get its reply.
LookupDeliveredIsUnknown(s, v) ==
    CASE v.seq > s                             -> "NOTHING_OWED"
      [] v.seq = s /\ v.state \in Claimed      -> "IN_PROGRESS"
      [] v.seq = s /\ v.state = "SEALED"       -> "SEALED"
      [] v.seq = s /\ v.state = "DELIVERED"    -> "UNKNOWN"
      [] v.seq = s - W /\ v.state \in Resolved -> "UNKNOWN"
      [] OTHER                                 -> "REFUSED"

\* The reply is forgotten once it has been sent.
DeliverClearsReply(c, s) ==
    /\ IsClaimed(c, s)
    /\ Transmit({Ack(c, s, Reply(c, s, effects[c, s] + 1))})
    /\ SetReply(c, s, NoReply)
    /\ SetSlot(c, s, s, "DELIVERED")
    /\ RecordEffect(c, s)
    /\ UNCHANGED <<next, outbox, outcome, taken, got, givenUp>>

\* There is one reply slot: s + 1 overwrites the reply of s, instead of s + W.
ReplySlotOne(s) == 0

\* The record comes before the reply: ACK carries the reply of the previous lap.
DeliverBeforeReply(c, s) ==
    /\ IsClaimed(c, s)
    /\ Transmit(Answer(c, s, "DELIVERED"))
    /\ SetReply(c, s, Reply(c, s, effects[c, s] + 1))
    /\ SetSlot(c, s, s, "DELIVERED")
    /\ RecordEffect(c, s)
    /\ UNCHANGED <<next, outbox, outcome, taken, got, givenUp>>

\* Nothing is refused: a slot is taken by any later request.
LookupNothingRefused(s, v) ==
    CASE v.seq > s                         -> "NOTHING_OWED"
      [] v.seq = s /\ v.state \in Claimed  -> "IN_PROGRESS"
      [] v.seq = s /\ v.state \in Resolved -> v.state
      [] OTHER                             -> "UNKNOWN"

\* A resolved slot is taken by any later request.
LookupAnyLap(s, v) ==
    CASE v.seq > s                         -> "NOTHING_OWED"
      [] v.seq = s /\ v.state \in Claimed  -> "IN_PROGRESS"
      [] v.seq = s /\ v.state \in Resolved -> v.state
      [] v.seq < s /\ v.state \in Resolved -> "UNKNOWN"
      [] OTHER                             -> "REFUSED"

\* SEAL is not final.
LookupSealedIsUnknown(s, v) ==
    CASE v.seq > s                             -> "NOTHING_OWED"
      [] v.seq = s /\ v.state \in Claimed      -> "IN_PROGRESS"
      [] v.seq = s /\ v.state = "SEALED"       -> "UNKNOWN"
      [] v.seq = s /\ v.state = "DELIVERED"    -> "DELIVERED"
      [] v.seq = s - W /\ v.state \in Resolved -> "UNKNOWN"
      [] OTHER                                 -> "REFUSED"

\* A failed handler leaves behind "s - W was delivered", even if it was sealed.
UnclaimAlwaysDelivered(v) == "DELIVERED"

\* The effect is not recorded, so a duplicate is not recognised.
DeliverUnrecorded(c, s) ==
    /\ IsClaimed(c, s)
    /\ LET reply == Reply(c, s, effects[c, s] + 1) IN
       SetReply(c, s, reply) /\ Transmit({Ack(c, s, reply)})
    /\ SetSlot(c, s, s - W, Unclaim(Slot(c, s)))
    /\ RecordEffect(c, s)
    /\ UNCHANGED <<next, outbox, outcome, taken, got, givenUp>>

-----------------------------------------------------------------------------
(* Mutants of the beginning.                                               *)

\* Requests took effect before they were submitted.
HistoryInitHandled ==
    /\ effects = [x \in Sessions \X Message |-> 1]
    /\ outcome = [x \in Sessions \X Message |-> "PENDING"]
    /\ taken = [x \in Sessions \X Message |-> 0]
    /\ got = [x \in Sessions \X Message |-> NoReply]
    /\ givenUp = {}

\* Replies were taken before there was a request.
HistoryInitReplied ==
    /\ effects = [x \in Sessions \X Message |-> 0]
    /\ outcome = [x \in Sessions \X Message |-> "PENDING"]
    /\ taken = [x \in Sessions \X Message |-> 1]
    /\ got = [x \in Sessions \X Message |-> NoReply]
    /\ givenUp = {}
=============================================================================
