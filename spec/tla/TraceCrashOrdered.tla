-------------------------- MODULE TraceCrashOrdered --------------------------
(***************************************************************************)
(* Is a recorded execution with sessions, crashes and ordered delivery a   *)
(* behaviour of CrashRecoveryOrdered?  Sender, network and sessions are    *)
(* those of TraceCrashRecovery.  The running code does some things that    *)
(* the specification leaves out: handlers fail, a message that is not      *)
(* finished is answered for, and a crash cuts steps short.  The turn is    *)
(* stored instead of computed.                                             *)
(***************************************************************************)
EXTENDS TraceCrashRecovery, CrashRecoveryOrdered

VARIABLE lateStarts   \* messages that were buffered when their session ended, since the receiver
                      \* started

\* These replace definitions of CrashRecovery and CrashRecoveryOrdered.
FreshInTurn(n) ==
    [nonce |-> n,
     ring  |-> [k \in 0..W-1 |-> [seq |-> k - W, state |-> "DELIVERED", message |-> NoMessage]],
     turn  |-> 0]
TurnKept(i) == receiver[i].turn

\* A frame about s may be answered with this result and change nothing.
MayAnswer(i, s, result) ==
    IF Knows(i)
    THEN MayAnswerInTurn(Slot(i, s), s, W, Turn(i), result)
    ELSE result = "GONE"

\* s is delivered or sealed.
Settle(i, s, state) ==
    receiver' = [receiver EXCEPT ![i].ring[Index(s)] = Stamp(s, state),
                                 ![i].turn = IF s = @ THEN TurnAfter(receiver[i].ring, W, s) ELSE @]

\* DATA is buffered or answered; a crash may cut that short.
BuffersOrAnswers(i, s, result) ==
    \/ /\ result \in {"NO_ANSWER", "CRASHED"}
       /\ FoundInTurn(i, s) = "UNKNOWN"
       /\ \E f \in DataInFlight(i, s) : Receive(f, {})
       /\ SetSlot(i, s, Stamp(s, "BUFFERED"))
       /\ UNCHANGED receiverDisk
       /\ OthersUnchanged
    \/ /\ MayAnswer(i, s, result)
       /\ \E f \in DataInFlight(i, s) : ReceiveAndAnswer(f, i, s, result)
       /\ OthersUnchanged

MessageOf(e) == [session |-> e.session, seq |-> e.seq]

\* In a session that has ended in the meantime a handler may still start, but it fails.
StartsHandler(i, s) ==
    IF Knows(i)
    THEN StartHandler(i, s)
    ELSE [session |-> i, seq |-> s] \in lateStarts /\ NothingChanges

\* The messages that are buffered in session i.
Buffered(i) ==
    IF Knows(i)
    THEN {[session |-> i, seq |-> v.seq] :
             v \in {u \in {receiver[i].ring[k] : k \in 0..W-1} : u.state = "BUFFERED"}}
    ELSE {}

LateStartsFollow(e) ==
    lateStarts' =
        CASE e.action = "StartHandler"             -> lateStarts \ {MessageOf(e)}
          [] e.action \in {"ReceiveClose", "Drop"} -> lateStarts \cup Buffered(e.session)
          [] e.action = "ReceiverCrash"            -> {}
          [] OTHER                                 -> lateStarts

\* The handler has finished; the turn moves on.
DeliverInTurn(i, s) ==
    /\ Knows(i)
    /\ Handles(i, s, "CLAIMED")
    /\ Settle(i, s, "DELIVERED")
    /\ StoreDelivered(i, s)
    /\ Transmit(Answer(i, s, "DELIVERED"))
    /\ OthersUnchanged

\* The handler has failed; the message is unknown again.
FailInTurn(i, s) ==
    /\ IF Knows(i)
       THEN Handles(i, s, "CLAIMED") /\ SetSlot(i, s, Stamp(s, "UNKNOWN"))
       ELSE UNCHANGED receiver
    /\ UNCHANGED <<receiverDisk, net>>
    /\ OthersUnchanged

\* CHECK is answered.
AnswersCheck(i, s, result) ==
    /\ MayAnswer(i, s, result)
    /\ ReceiveAndAnswer(Check(i, s), i, s, result)
    /\ OthersUnchanged

\* A crash may cut SEAL short before the message is sealed, before that is on disk, or after.
SealsOrAnswers(i, s, result) ==
    \/ IgnoresSeal(i, s, result)
    \/ /\ result \in {"SEALED", "CRASHED"}
       /\ MaySeal(i, s)
       /\ Settle(i, s, "SEALED")
       /\ \/ /\ StoreSlot("sealed", i, s, Stamp(s, "SEALED"))
             /\ Receive(Seal(i, s), Answer(i, s, "SEALED"))
          \/ /\ result = "CRASHED"
             /\ UNCHANGED receiverDisk
             /\ Receive(Seal(i, s), {})
       /\ OthersUnchanged
    \/ /\ MayAnswer(i, s, result)
       /\ ReceiveAndAnswer(Seal(i, s), i, s, result)
       /\ OthersUnchanged

\* A session as it is restored after a crash.
Restored(stored) ==
    LET ring == WithoutGaps(stored.ring)
    IN [stored EXCEPT !.ring = ring, !.turn = TurnAfter(ring, W, LastPassed(ring))]

\* The receiver restarts, with its sessions or without.
StartsAgainInTurn(result) ==
    IF result = "KEPT"
    THEN /\ receiver' = [i \in DOMAIN receiverDisk |-> Restored(receiverDisk[i])]
         /\ UNCHANGED <<receiverDisk, net>>
         /\ OthersUnchanged
    ELSE ReceiverStartsAgain(result)

\* At the end of the run no message is buffered whose turn it is, as in TraceOrdered.
NothingIsDue == \A i \in DOMAIN receiver : ~Handles(i, Turn(i), "BUFFERED")

-----------------------------------------------------------------------------
Receives(e) ==
    LET i == e.session
        s == e.seq
    IN
    CASE e.action = "ReceiveData"   -> BuffersOrAnswers(i, s, e.result)
      [] e.action = "StartHandler"  -> StartsHandler(i, s)
      [] e.action = "Deliver"       -> DeliverInTurn(i, s)
      [] e.action = "Fail"          -> FailInTurn(i, s)
      [] e.action = "ReceiveCheck"  -> AnswersCheck(i, s, e.result)
      [] e.action = "ReceiveSeal"   -> SealsOrAnswers(i, s, e.result)
      [] e.action = "ReceiverCrash" -> StartsAgainInTurn(e.result)

InTurnActions ==
    {"ReceiveData", "StartHandler", "Deliver", "Fail", "ReceiveCheck", "ReceiveSeal",
     "ReceiverCrash"}

ExplainsInTurn(e) ==
    IF e.action \in InTurnActions
    THEN Receives(e) /\ UNCHANGED <<draining, leftOut, doubtful, late>>
    ELSE (e.action = "End" => NothingIsDue) /\ ExplainsOfCrashes(e)

OrderedTraceInit == TraceInit /\ lateStarts = {}

OrderedTraceNext ==
    \E t \in Ready(cursor) :
        /\ ThreadsStop(NextStep(t))
        /\ \/ Follows(t) /\ ExplainsInTurn(NextStep(t)) /\ LateStartsFollow(NextStep(t))
           \/ FollowsCut(t) /\ DidNotTakePlace(NextStep(t)) /\ UNCHANGED lateStarts

OrderedTraceSpec == OrderedTraceInit /\ [][OrderedTraceNext]_<<vars, traceVars, lateStarts>>

MemoryInTurn ==
    [phase    |-> sender.phase,
     session  |-> sender.session,
     outbox   |-> sender.outbox,
     ring     |-> IF Knows(sender.session) THEN receiver[sender.session].ring ELSE "not known",
     turn     |-> IF Knows(sender.session) THEN Turn(sender.session) ELSE "not known",
     handlers |-> handlers,
     replies  |-> replies,
     leftOut  |-> leftOut,
     inDoubt  |-> doubtful.left,
     stopped  |-> stopped]

OrderedExplained == Reached(cursor, MemoryInTurn)
=============================================================================
