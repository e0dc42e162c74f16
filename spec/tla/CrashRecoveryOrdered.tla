------------------------- MODULE CrashRecoveryOrdered -------------------------
(***************************************************************************)
(* CrashRecovery with ordered delivery.  Sender and sessions are those of  *)
(* CrashRecovery, what the receiver knows of a message is said by InTurn:  *)
(* a message is buffered when it arrives, and handled when all before it   *)
(* are delivered or sealed.                                                *)
(*                                                                         *)
(* What is buffered or claimed is lost in a crash of the receiver.  What   *)
(* is sealed is sealed in memory first, and on disk before anybody hears   *)
(* of it.  In between, the next message may take effect, for which the     *)
(* sealed one is over; a crash that comes then leaves a gap on disk.  So a *)
(* receiver that starts takes what is missing below a delivered message    *)
(* for sealed: nothing else is passed without an effect.                   *)
(*                                                                         *)
(* That is also why this module does not refine OrderedExactlyOnce, where  *)
(* what is sealed stays so: here a seal that nobody has heard of can be    *)
(* undone by a crash.  What is wanted of the order is said at the end.     *)
(***************************************************************************)
EXTENDS CrashRecovery, InTurn

\* The next number in slot v that is neither delivered nor sealed.
Due(v) == IF v.state \in Resolved THEN v.seq + W ELSE v.seq

\* All below are delivered or sealed, this one is not.
Turn(i) ==
    LET due == {Due(receiver[i].ring[k]) : k \in 0..W-1}
    IN CHOOSE s \in due : \A other \in due : s <= other

FoundInTurn(i, s) == IF Knows(i) THEN KnownInTurn(Slot(i, s), s, W, Turn(i)) ELSE "GONE"

MaySeal(i, s) == Knows(i) /\ MaySealInTurn(Slot(i, s), s, W, Turn(i))

OthersUnchanged == UNCHANGED <<senderVars, sourceVars, submitted, historyVars>>

\* Whoever says SEALED writes it before, for the thread that sealed may not have come to it.
WhatIsSaidIsStored(i, s, found) ==
    IF found = "SEALED" THEN StoreSlot("sealed", i, s, Stamp(s, "SEALED")) ELSE UNCHANGED receiverDisk

\* f is answered by what is found, and nothing changes but that this is on disk.
ReceiveAndAnswer(f, i, s, found) ==
    /\ Receive(f, Answer(i, s, found))
    /\ WhatIsSaidIsStored(i, s, found)
    /\ UNCHANGED receiver

\* DATA for an unknown message is buffered; any other is a duplicate and is answered.
ReceiveDataInTurn(i, s) ==
    /\ \E f \in DataInFlight(i, s) :
          IF FoundInTurn(i, s) = "UNKNOWN"
          THEN /\ Receive(f, {})
               /\ SetSlot(i, s, [seq |-> s, state |-> "BUFFERED", message |-> f.payload])
               /\ UNCHANGED receiverDisk
          ELSE ReceiveAndAnswer(f, i, s, FoundInTurn(i, s))
    /\ OthersUnchanged

\* It is the turn of a buffered message: now nobody can seal it.  Its end is Deliver.
StartHandler(i, s) ==
    /\ Handles(i, s, "BUFFERED")
    /\ s = Turn(i)
    /\ SetSlot(i, s, [Slot(i, s) EXCEPT !.state = "CLAIMED"])
    /\ UNCHANGED <<receiverDisk, net>>
    /\ OthersUnchanged

ReceiveCheckInTurn(i, s) ==
    /\ ReceiveAndAnswer(Check(i, s), i, s, FoundInTurn(i, s))
    /\ OthersUnchanged

\* Sealed in memory.  The thread still has SEAL, and goes on with ReceiveSealInTurn.
SealInMemory(i, s) ==
    /\ MaySeal(i, s)
    /\ Seal(i, s) \in net
    /\ SetSlot(i, s, Stamp(s, "SEALED"))
    /\ UNCHANGED <<receiverDisk, net>>
    /\ OthersUnchanged

ReceiveSealInTurn(i, s) ==
    /\ ~MaySeal(i, s)
    /\ ReceiveAndAnswer(Seal(i, s), i, s, FoundInTurn(i, s))
    /\ OthersUnchanged

-----------------------------------------------------------------------------
(* The receiver starts again.                                              *)

\* The last message that is passed for certain: a slot is taken only when its last message
\* is passed, and a handler starts only when all before are.
LastPassed(ring) ==
    LET Passed(v) == IF v.state = "DELIVERED" THEN v.seq ELSE v.seq - W
        all       == {Passed(ring[k]) : k \in 0..W-1}
    IN CHOOSE s \in all : \A other \in all : other <= s

\* What is passed and has not been written was sealed.
WithoutGaps(ring) ==
    LET last == LastPassed(ring)
        LastOf(k) == last - ((last - k) % W)    \* the last passed message of this slot
    IN [k \in 0..W-1 |-> IF ring[k].seq < LastOf(k) THEN Stamp(LastOf(k), "SEALED") ELSE ring[k]]

ReceiverCrashInTurn ==
    /\ receiver' = [i \in Session |-> [receiverDisk[i] EXCEPT !.ring = WithoutGaps(@)]]
    /\ UNCHANGED <<receiverDisk, net>>
    /\ OthersUnchanged

-----------------------------------------------------------------------------
OrderedNext ==
    \/ \E n \in Nonce : OpenSession(n) \/ ReceiveOpen(n)
    \/ Repeat \/ CloseSession
    \/ \E i \in Session : ReceiveGone(i) \/ ReceiveClose(i) \/ Drop(i)
    \/ \E i \in Session, n \in Nonce : ReceiveOpened(i, n)
    \/ \E m \in Message : Submit(m)
    \/ \E s \in Number : TimeOut(s) \/ Cancel(s)
    \/ \E i \in Session, s \in Number :
          \/ ReceiveAck(i, s) \/ ReceiveUnknown(i, s) \/ ReceiveSealed(i, s)
          \/ ReceiveDataInTurn(i, s) \/ StartHandler(i, s) \/ Deliver(i, s)
          \/ ReceiveCheckInTurn(i, s) \/ SealInMemory(i, s) \/ ReceiveSealInTurn(i, s)
    \/ SenderCrash \/ ReceiverCrashInTurn
    \/ Lose

OrderedSafety == Init /\ [][OrderedNext]_vars

(***************************************************************************)
(* As in CrashRecovery; and besides, a buffered message whose turn it is   *)
(* again and again is handed to its handler some day, and one that may be  *)
(* sealed again and again is sealed.                                       *)
(***************************************************************************)
FairDataInTurn   == \A i \in Session, s \in Number : SF_vars(ReceiveDataInTurn(i, s))
FairStart        == \A i \in Session, s \in Number : SF_vars(StartHandler(i, s))
FairCheckInTurn  == \A i \in Session, s \in Number : SF_vars(ReceiveCheckInTurn(i, s))
FairSealInMemory == \A i \in Session, s \in Number : SF_vars(SealInMemory(i, s))
FairSealInTurn   == \A i \in Session, s \in Number : SF_vars(ReceiveSealInTurn(i, s))

OrderedFairness ==
    /\ FairTimeOut /\ FairGone /\ FairAck /\ FairUnknown /\ FairSealed
    /\ FairDataInTurn /\ FairStart /\ FairDeliver
    /\ FairCheckInTurn /\ FairSealInMemory /\ FairSealInTurn

OrderedSpec == OrderedSafety /\ OrderedFairness

-----------------------------------------------------------------------------
OrderedTypeOK ==
    /\ \A i \in Session, k \in 0..W-1 : receiver[i].ring[k].state \in {"BUFFERED", "CLAIMED"} \cup Resolved
    /\ \A i \in Session, k \in 0..W-1 : receiverDisk[i].ring[k].state \in Resolved

\* Messages take effect in the order in which they were submitted, in whatever session.
InOrder ==
    [][\A m, k \in Message : effects'[m] > effects[m] /\ k > m => effects[k] = 0]_vars

\* What is passed over was given up by the application, or its session is gone.
NothingPassedOver ==
    \A m, k \in Message :
        k < m /\ effects[m] > 0 /\ effects[k] = 0 => k \in Cancellable \/ outcome[k] = "IN_DOUBT"

\* As Remembered: there is an answer to every question of the sender.
RememberedInTurn ==
    \A s \in OpenNumbers :
        FoundInTurn(sender.session, s) \notin {"NOTHING_OWED", "NOT_YET", "REFUSED"}
=============================================================================
