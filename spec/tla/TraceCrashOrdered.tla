-------------------------- MODULE TraceCrashOrdered --------------------------
(***************************************************************************)
(* Is a recorded execution with sessions, crashes and ordered delivery a   *)
(* behaviour of the protocol?  Sender, network and sessions are those of   *)
(* TraceCrashRecovery; messages are received as in TraceOrdered.  What is  *)
(* buffered, claimed or failed is lost in a crash of the receiver.         *)
(*                                                                         *)
(* A message is sealed in memory first and on disk before anybody hears of *)
(* it.  The next one may take effect in between, and then a crash may come *)
(* before the seal is written.  So a receiver that starts takes what is    *)
(* missing below a delivered message for sealed: nothing else is passed    *)
(* without an effect.                                                      *)
(***************************************************************************)
EXTENDS TraceCrashRecovery, InTurn

\* This takes the place of Fresh in CrashRecovery.
FreshInTurn(n) ==
    [nonce |-> n,
     ring  |-> [k \in 0..W-1 |-> [seq |-> k - W, state |-> "DELIVERED", message |-> NoMessage]],
     turn  |-> 0]

TurnIn(i)               == receiver[i].turn
IsAt(i, s, state)       == Holds(Slot(i, s), s, state)
IsUnknown(i, s)         == KnownInTurn(Slot(i, s), s, W, TurnIn(i)) = "UNKNOWN"
MayAnswer(i, s, result) ==
    IF Knows(i)
    THEN MayAnswerInTurn(Slot(i, s), s, W, TurnIn(i), result)
    ELSE result = "GONE"

\* s is delivered or sealed.
Settle(i, s, state) ==
    receiver' = [receiver EXCEPT ![i].ring[Index(s)] = Stamp(s, state),
                                 ![i].turn = IF s = @ THEN TurnAfter(receiver[i].ring, W, s) ELSE @]

OthersUnchanged == UNCHANGED <<senderVars, sourceVars, submitted, historyVars>>

\* Whoever says SEALED writes it before, for the thread that sealed may not have come to it.
WhatIsSaidIsStored(i, s, result) ==
    /\ UNCHANGED receiver
    /\ IF result = "SEALED"
       THEN StoreSlot("sealed", i, s, Stamp(s, "SEALED"))
       ELSE UNCHANGED receiverDisk

BuffersOrAnswers(i, s, result) ==
    \/ /\ result = "CRASHED"
       /\ NothingChanges
    \/ /\ result \in {"NO_ANSWER", "CRASHED"}
       /\ Knows(i)
       /\ IsUnknown(i, s)
       /\ \E f \in DataInFlight(i, s) : Receive(f, {})
       /\ SetSlot(i, s, Stamp(s, "BUFFERED"))
       /\ UNCHANGED receiverDisk
       /\ OthersUnchanged
    \/ /\ MayAnswer(i, s, result)
       /\ \E f \in DataInFlight(i, s) : Receive(f, Answer(i, s, result))
       /\ WhatIsSaidIsStored(i, s, result)
       /\ OthersUnchanged

\* Of a session that has ended meanwhile a handler may still start, but it fails.
StartHandler(i, s) ==
    /\ IF Knows(i)
       THEN /\ s = TurnIn(i)
            /\ IsAt(i, s, "BUFFERED")
            /\ SetSlot(i, s, Stamp(s, "CLAIMED"))
       ELSE UNCHANGED receiver
    /\ UNCHANGED <<receiverDisk, net>>
    /\ OthersUnchanged

DeliverInTurn(i, s) ==
    /\ Knows(i)
    /\ IsAt(i, s, "CLAIMED")
    /\ Settle(i, s, "DELIVERED")
    /\ StoreDelivered(i, s)
    /\ Transmit(Answer(i, s, "DELIVERED"))
    /\ OthersUnchanged

FailInTurn(i, s) ==
    /\ IF Knows(i)
       THEN IsAt(i, s, "CLAIMED") /\ SetSlot(i, s, Stamp(s, "FAILED"))
       ELSE UNCHANGED receiver
    /\ UNCHANGED <<receiverDisk, net>>
    /\ OthersUnchanged

AnswersCheck(i, s, result) ==
    /\ MayAnswer(i, s, result)
    /\ Receive(Check(i, s), Answer(i, s, result))
    /\ WhatIsSaidIsStored(i, s, result)
    /\ OthersUnchanged

\* A crash may cut it short before it is sealed, before that is on disk, or after.
SealsOrAnswers(i, s, result) ==
    \/ /\ result = "CRASHED"
       /\ NothingChanges
    \/ /\ result \in {"SEALED", "CRASHED"}
       /\ Knows(i)
       /\ MaySealInTurn(Slot(i, s), s, W, TurnIn(i))
       /\ Settle(i, s, "SEALED")
       /\ \/ StoreSlot("sealed", i, s, Stamp(s, "SEALED"))
          \/ result = "CRASHED" /\ UNCHANGED receiverDisk
       /\ Receive(Seal(i, s), Answer(i, s, result))
       /\ OthersUnchanged
    \/ /\ MayAnswer(i, s, result)
       /\ Receive(Seal(i, s), Answer(i, s, result))
       /\ WhatIsSaidIsStored(i, s, result)
       /\ OthersUnchanged

-----------------------------------------------------------------------------
\* The last message that is passed for certain: a slot is taken only when its last message
\* is passed, and a handler starts only when all before are.
LastPassed(ring) ==
    LET Passed(v) == IF v.state = "DELIVERED" THEN v.seq ELSE v.seq - W
        all       == {Passed(ring[k]) : k \in 0..W-1}
    IN CHOOSE s \in all : \A other \in all : other <= s

\* How a session is found after a crash.
Restored(stored) ==
    LET last == LastPassed(stored.ring)
        Due(k) == last - ((last - k) % W)    \* the last passed message of this slot
        ring == [k \in 0..W-1 |-> IF stored.ring[k].seq < Due(k)
                                  THEN Stamp(Due(k), "SEALED")
                                  ELSE stored.ring[k]]
    IN [stored EXCEPT !.ring = ring, !.turn = TurnAfter(ring, W, last)]

StartsAgainInTurn(result) ==
    IF result = "KEPT"
    THEN /\ receiver' = [i \in DOMAIN receiverDisk |-> Restored(receiverDisk[i])]
         /\ UNCHANGED <<receiverDisk, net>>
         /\ OthersUnchanged
    ELSE ReceiverStartsAgain(result)

ExplainsInTurn(e) ==
    LET i == e.session
        s == e.seq
    IN
    CASE e.action = "ReceiveData"   -> BuffersOrAnswers(i, s, e.result) /\ UNCHANGED doubtful
      [] e.action = "StartHandler"  -> StartHandler(i, s) /\ UNCHANGED doubtful
      [] e.action = "Deliver"       -> DeliverInTurn(i, s) /\ UNCHANGED doubtful
      [] e.action = "Fail"          -> FailInTurn(i, s) /\ UNCHANGED doubtful
      [] e.action = "ReceiveCheck"  -> AnswersCheck(i, s, e.result) /\ UNCHANGED doubtful
      [] e.action = "ReceiveSeal"   -> SealsOrAnswers(i, s, e.result) /\ UNCHANGED doubtful
      [] e.action = "ReceiverCrash" -> StartsAgainInTurn(e.result) /\ UNCHANGED doubtful
      [] OTHER                      -> ExplainsOfCrashes(e)

OrderedTraceNext ==
    \E t \in Ready(cursor) :
        /\ ExplainsInTurn(Event(t, cursor[t] + 1))
        /\ cursor' = [cursor EXCEPT ![t] = @ + 1]

OrderedTraceSpec == TraceInit /\ [][OrderedTraceNext]_<<vars, traceVars>>

OrderedExplained ==
    Reached(cursor, [phase   |-> sender.phase,
                     session |-> sender.session,
                     outbox  |-> sender.outbox,
                     ring    |-> IF Knows(sender.session) THEN receiver[sender.session].ring
                                                          ELSE "not known",
                     turn    |-> IF Knows(sender.session) THEN TurnIn(sender.session)
                                                          ELSE "not known"])
=============================================================================
