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

\* A history that stays finite, where it is enough to know that there were two effects.
RecordEffectUpToTwo(m) == effects' = [effects EXCEPT ![m] = IF @ < 2 THEN @ + 1 ELSE @]

\* Replaces an action that is not there.
Nothing(i, s) == UNCHANGED allVars

-----------------------------------------------------------------------------
(* Mutants.                                                                *)

\* The store writes whatever it is told.
MayStoreAlways(i, s) == TRUE

\* The store looks at the message, not at the session.
MayStoreWhenOver(i, s) == receiverDisk[i].ring[Index(s)].seq < s

\* Whatever the store says, the message counts as delivered.
ConcludeAsSuccess(i, s) ==
    /\ Handles(i, s, "CLAIMED")
    /\ Commits = "once" => HandlersOf(i, s) = {}
    /\ Done(i, s)
    /\ UNCHANGED <<senderVars, receiverDisk, sourceVars, submitted, historyVars, storeVars>>

\* Whatever the store says, the message counts as not delivered.
ConcludeAsFailure(i, s) ==
    /\ Handles(i, s, "CLAIMED")
    /\ Commits = "once" => HandlersOf(i, s) = {}
    /\ SetSlot(i, s, Stamp(s - W, "DELIVERED"))
    /\ UNCHANGED <<senderVars, receiverDisk, sourceVars, net, submitted, historyVars, storeVars>>

\* SEALED is said although the record says no.
ReceiveSealBlindly(i, s) == ReceiveSeal(i, s) /\ UNCHANGED storeVars
=============================================================================
