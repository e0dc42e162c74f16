---------------------------- MODULE TraceOrdered ----------------------------
(***************************************************************************)
(* Is a recorded execution with ordered delivery a behaviour of the        *)
(* protocol?  Sender and network are those of TraceCheckBeforeSend; the    *)
(* receiver is that of OrderedWindow as it looks from outside, where one   *)
(* frame, and one end of a handler, is one step:                           *)
(*                                                                         *)
(*   UNKNOWN -> BUFFERED -> CLAIMED -> DELIVERED                           *)
(*   UNKNOWN, BUFFERED -> SEALED                                           *)
(*   CLAIMED -> FAILED, which is UNKNOWN again                             *)
(*                                                                         *)
(* CLAIMED says that the handler has started.  It starts when it is the    *)
(* message's turn, and this is what makes the order visible.               *)
(***************************************************************************)
EXTENDS TraceCheckBeforeSend

VARIABLE turn     \* all messages below this one are delivered or sealed

IsAt(s, state) == Slot(s).seq = s /\ Slot(s).state = state

\* What the receiver knows of s.
Knowledge(s) ==
    LET v == Slot(s) IN
    CASE v.seq > s                                             -> "NOTHING_OWED"
      [] v.seq = s /\ v.state \in {"BUFFERED", "CLAIMED"}      -> "IN_PROGRESS"
      [] v.seq = s /\ v.state = "FAILED"                       -> "UNKNOWN"
      [] v.seq = s                                             -> v.state
      [] v.seq = s - W /\ v.state = "SEALED" /\ v.seq >= turn  -> "NOT_YET"
      [] v.seq = s - W /\ v.state \in Resolved                 -> "UNKNOWN"
      [] OTHER                                                 -> "REFUSED"

\* The message W before was sealed.  Its slot is free when it is passed, which the
\* implementation notices some time after its turn has come: until then it does not answer.
MayLag(s) == Slot(s) = [seq |-> s - W, state |-> "SEALED"]

\* A frame about s may be answered so and change nothing.
MayAnswer(s, result) ==
    IF result = "NO_ANSWER"
    THEN Knowledge(s) \in {"NOTHING_OWED", "NOT_YET"} \/ MayLag(s)
    ELSE result = Knowledge(s)

\* The turn after s, when all up to s are delivered or sealed.
RECURSIVE TurnAfter(_)
TurnAfter(s) == IF IsAt(s + 1, "SEALED") THEN TurnAfter(s + 1) ELSE s + 1

\* s is delivered or sealed.
Settle(s, state) ==
    /\ SetSlot(s, s, state)
    /\ turn' = IF s = turn THEN TurnAfter(s) ELSE turn

SenderUnchanged == UNCHANGED <<next, outbox, effects, outcome>>

BufferOrAnswer(s, result) ==
    /\ \E f \in DataInFlight(s) : Receive(f, Answer(s, result))
    /\ \/ /\ result = "NO_ANSWER"
          /\ Knowledge(s) = "UNKNOWN"
          /\ SetSlot(s, s, "BUFFERED")
       \/ MayAnswer(s, result) /\ UNCHANGED ring
    /\ UNCHANGED turn
    /\ SenderUnchanged

StartHandler(s) ==
    /\ s = turn
    /\ IsAt(s, "BUFFERED")
    /\ SetSlot(s, s, "CLAIMED")
    /\ UNCHANGED <<net, turn>>
    /\ SenderUnchanged

DeliverInTurn(s) ==
    /\ IsAt(s, "CLAIMED")
    /\ Settle(s, "DELIVERED")
    /\ Transmit(Answer(s, "DELIVERED"))
    /\ SenderUnchanged

FailInTurn(s) ==
    /\ IsAt(s, "CLAIMED")
    /\ SetSlot(s, s, "FAILED")
    /\ UNCHANGED <<net, turn>>
    /\ SenderUnchanged

AnswerCheck(s, result) ==
    /\ Receive(Check(s), Answer(s, result))
    /\ MayAnswer(s, result)
    /\ UNCHANGED <<ring, turn>>
    /\ SenderUnchanged

\* A buffered message may be sealed, but it may also be one whose slot is still being
\* filled, and then it is in progress.
SealOrAnswer(s, result) ==
    /\ Receive(Seal(s), Answer(s, result))
    /\ \/ /\ result = "SEALED"
          /\ Knowledge(s) = "UNKNOWN" \/ IsAt(s, "BUFFERED")
          /\ Settle(s, "SEALED")
       \/ MayAnswer(s, result) /\ UNCHANGED <<ring, turn>>
    /\ SenderUnchanged

-----------------------------------------------------------------------------
ExplainsInTurn(e) ==
    LET s == e.seq IN
    CASE e.action = "ReceiveData"  -> BufferOrAnswer(s, e.result)
      [] e.action = "StartHandler" -> StartHandler(s)
      [] e.action = "Deliver"      -> DeliverInTurn(s)
      [] e.action = "Fail"         -> FailInTurn(s)
      [] e.action = "ReceiveCheck" -> AnswerCheck(s, e.result)
      [] e.action = "ReceiveSeal"  -> SealOrAnswer(s, e.result)
      [] OTHER                     -> Explains(e) /\ UNCHANGED turn

OrderedTraceInit == TraceInit /\ turn = 0

OrderedTraceNext ==
    \E t \in Ready(cursor) :
        /\ ExplainsInTurn(Event(t, cursor[t] + 1))
        /\ cursor' = [cursor EXCEPT ![t] = @ + 1]

OrderedTraceSpec == OrderedTraceInit /\ [][OrderedTraceNext]_<<vars, turn, cursor>>

OrderedExplained == Reached(cursor, [outbox |-> outbox, ring |-> ring, turn |-> turn])
=============================================================================
