------------------------ MODULE MCCrashRecoveryStore ------------------------
(***************************************************************************)
(* Bounds for CrashRecoveryStore, and its mutants.                         *)
(***************************************************************************)
EXTENDS CrashRecoveryStore

NoMessages   == {}
EveryMessage == Message

\* The writes that are needed, and those of a sender whose receiver keeps nothing.
SenderWrites == {"session", "append", "closing", "ended"}
AllWrites    == SenderWrites \cup {"opened", "delivered", "sealed", "over"}
WithoutDelivered == AllWrites \ {"delivered"}

\* A history that stays finite, where it is enough to know that there were two effects.
RecordEffectUpToTwo(m) == effects' = [effects EXCEPT ![m] = IF @ < 2 THEN @ + 1 ELSE @]

\* Replaces a fairness condition.
Unfair == TRUE

\* Replaces an action that is not there.
Nothing(i, s) == UNCHANGED allVars
Never == FALSE

-----------------------------------------------------------------------------
(* Mutants.                                                                *)

\* The store writes whatever it is told.
MayStoreAlways(i, s) == TRUE

\* The store looks at the message, not at the session.
MayStoreWhenOver(i, s) == receiverDisk[i].ring[Index(s)].seq < s

\* Whatever the store says, the message counts as delivered.
ReadAsSuccess(i, s)   == SetSlot(i, s, Stamp(s, "DELIVERED"))
OnDiskAsSuccess(i, s) == TRUE

\* Whatever the store says, the message counts as not delivered.
ReadAsFailure(i, s)   == SetSlot(i, s, Stamp(s - W, "DELIVERED"))
OnDiskAsFailure(i, s) == FALSE

\* An unknown session is treated as a new one.
KnowsEverySession(i) == TRUE

\* The second receiver starts before there is any session.
SecondReceiverStartsFirst ==
    /\ lastSession = 0
    /\ otherReceiver' = {receiver}
    /\ receiver' = receiverDisk
    /\ UNCHANGED <<senderVars, receiverDisk, sourceVars, net, submitted, historyVars, running>>

\* A receiver that knows a session does not look at the disk before it refuses a message.
FoundOnDiskIfUnknown(i, s) ==
    IF Knows(i) THEN Lookup(s, Slot(i, s)) ELSE IF KnowsOnDisk(i) THEN "NOT_READ" ELSE "GONE"

\* SEAL is answered by SEALED although the message is delivered.
ReceiveSealAsSealed(i, s) ==
    /\ Receive(Seal(i, s), IF Found(i, s) = "DELIVERED" THEN Answer(i, s, "SEALED") ELSE {})
    /\ UNCHANGED <<senderVars, receiverVars, sourceVars, submitted, historyVars>>

\* SEALED is said although the record says no.
ReceiveSealBlindly(i, s) == ReceiveSeal(i, s) /\ UNCHANGED storeVars

\* A claim is concluded while its handler runs.
MayConcludeAlways(i, s) == TRUE

\* A receiver forgets a session though one of its handlers runs.
ForgetsInUse(i) == TRUE
=============================================================================
