---------------------------- MODULE TraceOrdered ----------------------------
(***************************************************************************)
(* Is a recorded execution with ordered delivery a behaviour of the        *)
(* protocol?  Sender and network are those of TraceCheckBeforeSend; the    *)
(* receiver is that of OrderedWindow as seen from outside, see InTurn.     *)
(***************************************************************************)
EXTENDS TraceCheckBeforeSend, InTurn

VARIABLES
    turn,     \* the lowest message that is neither delivered nor sealed
    buffered  \* the messages that wait for their turn

turnVars == <<turn, buffered>>

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
          /\ buffered' = buffered \cup {s}
       \/ MayAnswer(s, result) /\ UNCHANGED <<ring, buffered>>
    /\ UNCHANGED turn
    /\ SenderUnchanged

\* The handler of s starts in its turn.
StartHandler(s) ==
    /\ s = turn
    /\ IsAt(s, "BUFFERED")
    /\ SetSlot(s, s, "CLAIMED")
    /\ buffered' = buffered \ {s}
    /\ UNCHANGED <<net, turn>>
    /\ SenderUnchanged

\* The handler of s has finished.
DeliverInTurn(s) ==
    /\ IsAt(s, "CLAIMED")
    /\ Settle(s, "DELIVERED")
    /\ Transmit(Answer(s, "DELIVERED"))
    /\ UNCHANGED buffered
    /\ SenderUnchanged

\* The handler of s has failed; s is unknown again.
FailInTurn(s) ==
    /\ IsAt(s, "CLAIMED")
    /\ SetSlot(s, s, "UNKNOWN")
    /\ UNCHANGED <<net, turnVars>>
    /\ SenderUnchanged

\* CHECK is answered.
AnswerCheck(s, result) ==
    /\ Receive(Check(s), Answer(s, result))
    /\ MayAnswer(s, result)
    /\ UNCHANGED <<ring, turnVars>>
    /\ SenderUnchanged

\* SEAL takes s, or is answered.
SealOrAnswer(s, result) ==
    /\ Receive(Seal(s), Answer(s, result))
    /\ \/ /\ result = "SEALED"
          /\ MaySealInTurn(Slot(s), s, W, turn)
          /\ Settle(s, "SEALED")
          /\ buffered' = buffered \ {s}
       \/ MayAnswer(s, result) /\ UNCHANGED <<ring, turnVars>>
    /\ SenderUnchanged

\* At the end of the run, when no thread is in a step, no message is buffered whose turn it is:
\* a thread that made it its turn, or buffered it, would have started its handler.
EndsInTurn ==
    /\ ~IsAt(turn, "BUFFERED")
    /\ UNCHANGED <<vars, turnVars>>

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
      [] OTHER                     -> Explains(e) /\ UNCHANGED turnVars

OrderedTraceInit == TraceInit /\ turn = 0 /\ buffered = {}

OrderedTraceNext == \E t \in Ready(cursor) : Follows(t) /\ ExplainsInTurn(NextStep(t))

\* As in TraceCheckBeforeSend, but NO_ANSWER does not say whether the message was buffered.  (The
\* ring would do as well, but takes time in each state that grows with the window.)
OrderedView == <<cursor, buffered>>

OrderedTraceSpec == OrderedTraceInit /\ [][OrderedTraceNext]_<<vars, turnVars, stepVars>>

OrderedExplained ==
    Reached(cursor, [outbox |-> outbox, ring |-> ring, turn |-> turn,
                     handlers |-> handlers, replies |-> replies])
=============================================================================
