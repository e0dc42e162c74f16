------------------------ MODULE MCCrashRecoveryOrdered ------------------------
(***************************************************************************)
(* Bounds for CrashRecoveryOrdered, and its mutants.                       *)
(***************************************************************************)
EXTENDS CrashRecoveryOrdered

NoMessages    == {}
EveryMessage  == Message
FirstMessage  == {0}
SecondMessage == {1}

\* The writes that are needed, and no others.
AllWrites == {"session", "append", "closing", "ended", "opened", "delivered", "sealed", "over"}

\* Replaces a fairness condition.
Unfair == TRUE

-----------------------------------------------------------------------------
(* Mutants.                                                                *)

\* The window is not respected.
MaySubmitAlways(s) == TRUE

\* A late write is made, whatever is on disk.
MayStoreAlways(i, s) == TRUE

\* A sealed message is never passed.
DueUnlessDelivered(v) == IF v.state = "DELIVERED" THEN v.seq + W ELSE v.seq

\* A handler starts as soon as its message has arrived.
StartHandlerAtOnce(i, s) ==
    /\ Handles(i, s, "BUFFERED")
    /\ SetSlot(i, s, [Slot(i, s) EXCEPT !.state = "CLAIMED"])
    /\ UNCHANGED <<receiverDisk, net>>
    /\ OthersUnchanged

\* A receiver restarts with exactly what is on disk.
WithoutGapsAsStored(ring) == ring

\* What is missing below a sealed message counts as sealed, too.
LastPassedOrSealed(ring) ==
    LET Passed(v) == IF v.state \in Resolved THEN v.seq ELSE v.seq - W
        all       == {Passed(ring[k]) : k \in 0..W-1}
    IN CHOOSE s \in all : \A other \in all : other <= s

\* Only the thread that sealed a message writes that.
WhatIsSaidIsNotStored(i, s, found) == UNCHANGED receiverDisk

\* A buffered message that is sealed is handled nevertheless.
SealInMemoryKeepsBuffered(i, s) ==
    /\ MaySeal(i, s)
    /\ IF Handles(i, s, "BUFFERED")
       THEN Receive(Seal(i, s), Answer(i, s, "SEALED")) /\ UNCHANGED receiver
       ELSE Seal(i, s) \in net /\ SetSlot(i, s, Stamp(s, "SEALED")) /\ UNCHANGED net
    /\ UNCHANGED receiverDisk
    /\ OthersUnchanged

\* SEAL is answered before it is on disk.
SealInMemoryAndAnswer(i, s) ==
    /\ MaySeal(i, s)
    /\ Receive(Seal(i, s), Answer(i, s, "SEALED"))
    /\ SetSlot(i, s, Stamp(s, "SEALED"))
    /\ UNCHANGED receiverDisk
    /\ OthersUnchanged
=============================================================================
