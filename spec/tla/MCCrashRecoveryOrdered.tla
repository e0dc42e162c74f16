------------------------ MODULE MCCrashRecoveryOrdered ------------------------
(***************************************************************************)
(* Bounds for CrashRecoveryOrdered, and its mutants.                       *)
(***************************************************************************)
EXTENDS CrashRecoveryOrdered

NoMessages    == {}
EveryMessage  == Message
FirstMessage  == {0}
SecondMessage == {1}

\* What is needed, and nothing else.
AllWrites == {"session", "append", "closing", "ended", "opened", "delivered", "sealed", "over"}

\* Takes the place of a fairness condition.
Unfair == TRUE

-----------------------------------------------------------------------------
(* Mutants.                                                                *)

\* A receiver starts with what is on disk.
WithoutGapsAsStored(ring) == ring

\* Only the thread that has sealed writes it.
WhatIsSaidIsNotStored(i, s, found) == UNCHANGED receiverDisk

\* SEAL is answered before it is on disk.
SealInMemoryAndAnswer(i, s) ==
    /\ MaySeal(i, s)
    /\ Receive(Seal(i, s), Answer(i, s, "SEALED"))
    /\ SetSlot(i, s, Stamp(s, "SEALED"))
    /\ UNCHANGED receiverDisk
    /\ OthersUnchanged
=============================================================================
