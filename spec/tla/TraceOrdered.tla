---------------------------- MODULE TraceOrdered ----------------------------
(***************************************************************************)
(* Is a recorded execution with ordered delivery a behaviour of the        *)
(* protocol?  Sender and network are those of TraceCheckBeforeSend; the    *)
(* receiver is that of OrderedWindow as seen from outside, see InTurn.     *)
(***************************************************************************)
EXTENDS TraceCheckBeforeSend, InTurn

VARIABLE turn     \* the lowest message that is neither delivered nor sealed

IsAt(s, state)       == Holds(Slot(s), s, state)
Knowledge(s)         == KnownInTurn(Slot(s), s, W, turn)
MayAnswer(s, result) == MayAnswerInTurn(Slot(s), s, W, turn, result)

\* s is delivered or sealed.
Settle(s, state) ==
    /\ SetSlot(s, s, state)
    /\ turn' = IF s = turn THEN TurnAfter(ring, W, s) ELSE turn

SenderUnchanged == UNCHANGED <<next, outbox, effects, outcome, givenUp>>

\* DATA is buffered or answered.
BufferOrAnswer(s, result) ==
    /\ \E f \in DataInFlight(s) : Receive(f, Answer(s, result))
    /\ \/ /\ result = "NO_ANSWER"
          /\ Knowledge(s) = "UNKNOWN"
          /\ SetSlot(s, s, "BUFFERED")
       \/ MayAnswer(s, result) /\ UNCHANGED ring
    /\ UNCHANGED turn
    /\ SenderUnchanged

\* The handler of s starts in its turn.
StartHandler(s) ==
    /\ s = turn
    /\ IsAt(s, "BUFFERED")
    /\ SetSlot(s, s, "CLAIMED")
    /\ UNCHANGED <<net, turn>>
    /\ SenderUnchanged

\* The handler of s has finished.
DeliverInTurn(s) ==
    /\ IsAt(s, "CLAIMED")
    /\ Settle(s, "DELIVERED")
    /\ Transmit(Answer(s, "DELIVERED"))
    /\ SenderUnchanged

\* The handler of s has failed; s is unknown again.
FailInTurn(s) ==
    /\ IsAt(s, "CLAIMED")
    /\ SetSlot(s, s, "UNKNOWN")
    /\ UNCHANGED <<net, turn>>
    /\ SenderUnchanged

\* CHECK is answered.
AnswerCheck(s, result) ==
    /\ Receive(Check(s), Answer(s, result))
    /\ MayAnswer(s, result)
    /\ UNCHANGED <<ring, turn>>
    /\ SenderUnchanged

\* SEAL takes s, or is answered.
SealOrAnswer(s, result) ==
    /\ Receive(Seal(s), Answer(s, result))
    /\ \/ /\ result = "SEALED"
          /\ MaySealInTurn(Slot(s), s, W, turn)
          /\ Settle(s, "SEALED")
       \/ MayAnswer(s, result) /\ UNCHANGED <<ring, turn>>
    /\ SenderUnchanged

\* At the end of the run, when no thread is in a step, no message is buffered whose turn it is:
\* a thread that made it its turn, or buffered it, would have started its handler.
EndsInTurn ==
    /\ ~IsAt(turn, "BUFFERED")
    /\ UNCHANGED <<vars, turn>>

-----------------------------------------------------------------------------
ExplainsInTurn(e) ==
    LET s == e.seq IN
    CASE e.action = "ReceiveData"  -> BufferOrAnswer(s, e.result)
      [] e.action = "StartHandler" -> StartHandler(s)
      [] e.action = "Deliver"      -> DeliverInTurn(s)
      [] e.action = "Fail"         -> FailInTurn(s)
      [] e.action = "ReceiveCheck" -> AnswerCheck(s, e.result)
      [] e.action = "ReceiveSeal"  -> SealOrAnswer(s, e.result)
      [] e.action = "End"          -> EndsInTurn
      [] OTHER                     -> Explains(e) /\ UNCHANGED turn

OrderedTraceInit == TraceInit /\ turn = 0

OrderedTraceNext == \E t \in Ready(cursor) : Follows(t) /\ ExplainsInTurn(NextStep(t))

\* As in TraceCheckBeforeSend, but NO_ANSWER does not say whether the message was buffered.
OrderedView == <<cursor, ring>>

OrderedTraceSpec == OrderedTraceInit /\ [][OrderedTraceNext]_<<vars, turn, stepVars>>

OrderedExplained ==
    Reached(cursor, [outbox |-> outbox, ring |-> ring, turn |-> turn,
                     handlers |-> handlers, replies |-> replies])
=============================================================================
