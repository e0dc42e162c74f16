------------------------- MODULE CrashRecoveryOrdered -------------------------
(***************************************************************************)
(* CrashRecovery with ordered delivery.  Sender and sessions are those of  *)
(* CrashRecovery; what the receiver knows about a message is defined in    *)
(* InTurn: a message is buffered when it arrives, and handled when all     *)
(* messages before it are delivered or sealed.                             *)
(*                                                                         *)
(* Buffered and claimed messages are lost when the receiver crashes.  A    *)
(* message is sealed in memory first, and on disk before anybody hears of  *)
(* it.  In between, the next message may take effect, because for it the   *)
(* sealed one is settled; a crash at that moment leaves a gap on disk.  So *)
(* a receiver that restarts treats a message that is missing below a       *)
(* delivered one as sealed: nothing else is passed without an effect.      *)
(* A crash can undo a seal that nobody has heard of.  The message may then *)
(* take effect after all, unless a later one did.                          *)
(***************************************************************************)
EXTENDS CrashRecovery, InTurn

\* The next number of slot v that is neither delivered nor sealed.
Due(v) == IF v.state \in Resolved THEN v.seq + W ELSE v.seq

\* The lowest number that is neither delivered nor sealed.
Turn(i) ==
    LET due == {Due(receiver[i].ring[k]) : k \in 0..W-1}
    IN CHOOSE s \in due : \A other \in due : s <= other

FoundInTurn(i, s) == IF Knows(i) THEN KnownInTurn(Slot(i, s), s, W, Turn(i)) ELSE "GONE"

MaySeal(i, s) == Knows(i) /\ MaySealInTurn(Slot(i, s), s, W, Turn(i))

OthersUnchanged == UNCHANGED <<senderVars, sourceVars, submitted, historyVars>>

\* A thread that answers SEALED writes it first: the thread that sealed may not have written it yet.
WhatIsSaidIsStored(i, s, found) ==
    IF found = "SEALED" THEN StoreSlot("sealed", i, s, Stamp(s, "SEALED")) ELSE UNCHANGED receiverDisk

\* f is answered with what is found; nothing changes, except that this may be written.
ReceiveAndAnswer(f, i, s, found) ==
    /\ Receive(f, Answer(i, s, found))
    /\ WhatIsSaidIsStored(i, s, found)
    /\ UNCHANGED receiver

\* DATA for an unknown message is buffered; any other DATA is a duplicate and is answered.
ReceiveDataInTurn(i, s) ==
    /\ \E f \in DataInFlight(i, s) :
          IF FoundInTurn(i, s) = "UNKNOWN"
          THEN /\ Receive(f, {})
               /\ SetSlot(i, s, [seq |-> s, state |-> "BUFFERED", message |-> f.payload])
               /\ UNCHANGED receiverDisk
          ELSE ReceiveAndAnswer(f, i, s, FoundInTurn(i, s))
    /\ OthersUnchanged

\* The handler of a buffered message starts in its turn: now nobody can seal it.  Deliver ends it.
StartHandler(i, s) ==
    /\ Handles(i, s, "BUFFERED")
    /\ s = Turn(i)
    /\ SetSlot(i, s, [Slot(i, s) EXCEPT !.state = "CLAIMED"])
    /\ UNCHANGED <<receiverDisk, net>>
    /\ OthersUnchanged

\* CHECK is answered with what the receiver knows.
ReceiveCheckInTurn(i, s) ==
    /\ ReceiveAndAnswer(Check(i, s), i, s, FoundInTurn(i, s))
    /\ OthersUnchanged

\* Sealed in memory.  The thread still holds SEAL, and continues with ReceiveSealInTurn.
SealInMemory(i, s) ==
    /\ MaySeal(i, s)
    /\ Seal(i, s) \in net
    /\ SetSlot(i, s, Stamp(s, "SEALED"))
    /\ UNCHANGED <<receiverDisk, net>>
    /\ OthersUnchanged

\* SEAL is answered with what the receiver knows.
ReceiveSealInTurn(i, s) ==
    /\ ~MaySeal(i, s)
    /\ ReceiveAndAnswer(Seal(i, s), i, s, FoundInTurn(i, s))
    /\ OthersUnchanged

-----------------------------------------------------------------------------
(* The receiver restarts.                                                  *)

\* The last message that is certainly passed: a slot is reused only when its last message
\* is passed, and a handler starts only when all messages before are passed.
LastPassed(ring) ==
    LET Passed(v) == IF v.state = "DELIVERED" THEN v.seq ELSE v.seq - W
        all       == {Passed(ring[k]) : k \in 0..W-1}
    IN CHOOSE s \in all : \A other \in all : other <= s

\* A message that is passed but was not written was sealed.
WithoutGaps(ring) ==
    LET last == LastPassed(ring)
        LastOf(k) == last - ((last - k) % W)    \* the last passed message of this slot
    IN [k \in 0..W-1 |-> IF ring[k].seq < LastOf(k) THEN Stamp(LastOf(k), "SEALED") ELSE ring[k]]

\* The receiver crashes and restarts.
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
          \/ StoreSealedAgain(i, s)
    \/ SenderCrash \/ ReceiverCrashInTurn
    \/ Lose

OrderedSafety == Init /\ [][OrderedNext]_vars

(***************************************************************************)
(* As in CrashRecovery.  In addition, a buffered message whose turn comes  *)
(* again and again is eventually given to its handler, and a message that  *)
(* may be sealed again and again is eventually sealed.                     *)
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

OrderedService == INSTANCE OrderedExactlyOnce WITH
    Rejectable <- {}, submitted <- 0..submitted-1, forgotten <- Forgotten, rejected <- {}

\* Messages take effect in the order in which they were submitted, across all sessions.
OrderedServiceSafety == OrderedService!OrderedSafety
InOrder              == OrderedService!InOrder

\* A message that is passed over was given up by the application, or its session is gone.
NothingPassedOver == OrderedService!NothingPassedOver

\* As Remembered: every question of the sender has an answer.
RememberedInTurn ==
    \A s \in OpenNumbers :
        FoundInTurn(sender.session, s) \notin {"NOTHING_OWED", "NOT_YET", "REFUSED"}

\* As NoFrameRefused: no frame is outside the window, or could be seen so.
NoFrameRefusedInTurn ==
    \A f \in net :
        f.type \in {"DATA", "CHECK", "SEAL"} /\ Knows(f.session) =>
            ~MayAnswerInTurn(Slot(f.session, f.seq), f.seq, W, Turn(f.session), "REFUSED")
=============================================================================
