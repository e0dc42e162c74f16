------------------------- MODULE CrashRecoveryStore -------------------------
(***************************************************************************)
(* The receiver and its store as two parties.  In CrashRecovery a handler  *)
(* ends in one step: its effect, the record of it on disk, and what the    *)
(* receiver remembers.  Here the store commits effect and record, and the  *)
(* receiver learns of it afterwards, or not at all.  So this module shows  *)
(* what CrashRecovery leaves out:                                          *)
(*                                                                         *)
(*   - a handler that is still running when its session is forgotten;      *)
(*   - a commit whose outcome the receiver does not know;                  *)
(*   - a commit that comes late: after a crash, or when the message was    *)
(*     handed to another handler;                                          *)
(*   - two receivers on one store.                                         *)
(*                                                                         *)
(* Two rules keep all of them harmless.  The store looks at the record in  *)
(* the transaction that writes it (MayStore of CrashRecovery).  And a      *)
(* claim stays until its record was read.                                  *)
(***************************************************************************)
EXTENDS CrashRecovery

CONSTANTS
    Commits,     \* "once": a handler ends once, or dies with its receiver.
                 \* "late": it may end at any later time, any number of times.
    Receivers    \* how many receivers share the store

ASSUME CommitsAreKnown       == Commits \in {"once", "late"}
ASSUME OneOrTwoReceivers     == Receivers \in {1, 2}
ASSUME TwoHandlersLookAlike  == Receivers = 2 => Commits = "late"
ASSUME EffectIsRecorded      == Order = "together"
ASSUME NobodyTakesOver       == ~Zombies
ASSUME FramesStay            == Duplicates = "always"

VARIABLES
    running,        \* the handlers that have started: session, number and message of each
    otherReceiver   \* the memory of the other receiver on the same store, if there is one

storeVars == <<running, otherReceiver>>
allVars   == <<vars, storeVars>>

Handler == [session : Session, seq : Number, message : Message]

StoreTypeOK ==
    /\ TypeOK
    /\ running \subseteq Handler
    /\ otherReceiver \subseteq Receiver

StoreInit ==
    /\ Init
    /\ running = {}
    /\ otherReceiver = {}

\* Does the store keep records?  If not, it keeps nothing, and refuses nothing.
KeepsRecords == "delivered" \in Stable

\* Replaces Keeps where a receiver's memory may be behind the disk.
KnowsOnDisk(i) == receiverDisk[i].nonce # NoNonce

IsDeliveredOnDisk(i, s) == receiverDisk[i].ring[Index(s)] = Stamp(s, "DELIVERED")

-----------------------------------------------------------------------------
(* Handlers.                                                               *)

HandlersOf(i, s) == {h \in running : h.session = i /\ h.seq = s}

\* DATA for an unknown message claims it, and its handler starts.
ReceiveDataAndStart(i, s) ==
    /\ ReceiveData(i, s)
    /\ running' = IF Found(i, s) = "UNKNOWN"
                  THEN running \cup {[session |-> i, seq |-> s,
                                      message |-> receiver'[i].ring[Index(s)].message]}
                  ELSE running
    /\ UNCHANGED otherReceiver

\* h has ended.
End(h) == running' = IF Commits = "late" THEN running ELSE running \ {h}

\* The store commits the effect of s and the record of it, unless the record says no.
Commit(i, s, h) ==
    /\ KeepsRecords => MayStore(i, s)
    /\ RecordEffect(h.message)
    /\ StoreDelivered(i, s)
    /\ End(h)
    /\ UNCHANGED <<senderVars, sourceVars, submitted, outcome, told, givenUp, otherReceiver>>

\* The handler of s has finished, and its receiver knows that.
DeliverAndKnow(i, s) ==
    \E h \in HandlersOf(i, s) :
        /\ Handles(i, s, "CLAIMED")
        /\ Commit(i, s, h)
        /\ Done(i, s)

\* The handler of s has finished, and no receiver knows that: the session is forgotten, or
\* the store cannot say whether it has committed.
DeliverUnknown(i, s) ==
    \E h \in HandlersOf(i, s) :
        /\ Commit(i, s, h)
        /\ UNCHANGED <<receiver, net>>

\* The handler of s has failed, or the store refused to commit.  It had no effect.
FailHandler(i, s) ==
    /\ \E h \in HandlersOf(i, s) : running' = running \ {h}
    /\ UNCHANGED <<vars, otherReceiver>>

\* What the receiver remembers of s becomes what is on disk; of a session that is over, nothing.
ReadRecord(i, s) ==
    IF KnowsOnDisk(i)
    THEN SetSlot(i, s, receiverDisk[i].ring[Index(s)])
    ELSE receiver' = [receiver EXCEPT ![i] = receiverDisk[i]]

\* A handler that ends once must have ended.
MayConclude(i, s) == Commits = "once" => HandlersOf(i, s) = {}

\* A claim ends when the record was read, whatever the store said: it tells a message that is
\* delivered from one that is not.
Conclude(i, s) ==
    /\ Handles(i, s, "CLAIMED")
    /\ MayConclude(i, s)
    /\ KeepsRecords
    /\ ReadRecord(i, s)
    /\ Transmit(IF IsDeliveredOnDisk(i, s) THEN {Ack(i, s)} ELSE {})
    /\ UNCHANGED <<senderVars, receiverDisk, sourceVars, submitted, historyVars, storeVars>>

\* SEAL, where the record may say that the message is delivered, or the session over: then
\* SEALED is not said.
ReceiveSealAndLook(i, s) ==
    /\ IF Found(i, s) = "UNKNOWN" /\ "sealed" \in Stable /\ ~MayStore(i, s)
       THEN /\ Receive(Seal(i, s), {})
            /\ ReadRecord(i, s)
            /\ UNCHANGED <<senderVars, receiverDisk, sourceVars, submitted, historyVars>>
       ELSE ReceiveSeal(i, s)
    /\ UNCHANGED storeVars

-----------------------------------------------------------------------------
(* Receivers.                                                              *)

\* The receiver crashes and starts again.
ReceiverCrashes ==
    /\ ReceiverCrash
    /\ running' = IF Commits = "late" THEN running ELSE {}
    /\ UNCHANGED otherReceiver

\* Another receiver starts on the same store while the first one keeps running.
SecondReceiverStarts ==
    /\ Receivers = 2
    /\ otherReceiver' = {receiver}
    /\ receiver' = receiverDisk
    /\ UNCHANGED <<senderVars, receiverDisk, sourceVars, net, submitted, historyVars, running>>

\* The other receiver continues.
SwitchReceiver ==
    /\ receiver' \in otherReceiver
    /\ otherReceiver' = {receiver}
    /\ UNCHANGED <<senderVars, receiverDisk, sourceVars, net, submitted, historyVars, running>>

\* A receiver reads a session that the other one has opened, ended, or gone on in: see
\* FoundOrOnDisk.
ReadSession(i) ==
    /\ \E s \in Number : Found(i, s) = "NOT_READ"
    /\ receiver' = [receiver EXCEPT ![i] = receiverDisk[i]]
    /\ UNCHANGED <<senderVars, receiverDisk, sourceVars, net, submitted, historyVars, storeVars>>

IsRefusedOnDisk(i, s) ==
    KnowsOnDisk(i) /\ Lookup(s, receiverDisk[i].ring[Index(s)]) = "REFUSED"

\* With two receivers this replaces Found: GONE is not said, and no message refused, before the
\* disk was looked at.
FoundOrOnDisk(i, s) ==
    LET here == Lookup(s, Slot(i, s)) IN
    CASE Knows(i) /\ (here = "REFUSED" => IsRefusedOnDisk(i, s)) -> here
      [] ~Knows(i) /\ ~KnowsOnDisk(i)                           -> "GONE"
      [] OTHER                                                  -> "NOT_READ"

-----------------------------------------------------------------------------
\* A receiver whose store keeps nothing forgets no session while one of its handlers runs.  (A
\* store that keeps records refuses what comes late.)
MayForget(i) == ~KeepsRecords => \A h \in running : h.session # i

\* The sender does what it does in CrashRecovery.
SenderStep ==
    /\ \/ \E n \in Nonce : OpenSession(n)
       \/ Repeat \/ CloseSession
       \/ \E i \in Session : ReceiveGone(i)
       \/ \E i \in Session, n \in Nonce : ReceiveOpened(i, n)
       \/ \E m \in Message : Submit(m)
       \/ \E s \in Number : TimeOut(s) \/ Cancel(s)
       \/ \E i \in Session, s \in Number :
             ReceiveAck(i, s) \/ ReceiveUnknown(i, s) \/ ReceiveSealed(i, s)
       \/ SenderCrash
    /\ UNCHANGED storeVars

\* So does the receiver, as far as no handler is concerned.
ReceiverStep ==
    /\ \/ \E n \in Nonce : ReceiveOpen(n)
       \/ \E i \in Session : MayForget(i) /\ (ReceiveClose(i) \/ Drop(i))
       \/ \E i \in Session, s \in Number : ReceiveCheck(i, s) \/ StoreSealedAgain(i, s)
    /\ UNCHANGED storeVars

StoreNext ==
    \/ SenderStep \/ ReceiverStep
    \/ \E i \in Session, s \in Number :
          \/ ReceiveDataAndStart(i, s) \/ ReceiveSealAndLook(i, s)
          \/ DeliverAndKnow(i, s) \/ DeliverUnknown(i, s) \/ FailHandler(i, s) \/ Conclude(i, s)
    \/ \E i \in Session : ReadSession(i)
    \/ ReceiverCrashes \/ SecondReceiverStarts \/ SwitchReceiver

StoreSafety == StoreInit /\ [][StoreNext]_allVars

(***************************************************************************)
(* As in CrashRecovery.  In addition, a claim is concluded, and a session  *)
(* is read, if that is possible again and again: strong fairness, because  *)
(* another receiver may continue in between.  The frames stay, so that no  *)
(* sender needs to ask; and nothing is demanded of SEAL.                   *)
(***************************************************************************)
FairDataAndStart == \A i \in Session, s \in Number : SF_allVars(ReceiveDataAndStart(i, s))
FairCommit       == \A i \in Session, s \in Number : SF_allVars(DeliverAndKnow(i, s))
FairConclude     == \A i \in Session, s \in Number : SF_allVars(Conclude(i, s))
FairRead         == \A i \in Session : SF_allVars(ReadSession(i))

StoreFairness ==
    /\ FairGone /\ FairAck
    /\ FairDataAndStart /\ FairCommit /\ FairConclude /\ FairRead

StoreSpec == StoreSafety /\ StoreFairness

-----------------------------------------------------------------------------
(* The properties, in addition to those of CrashRecovery.                  *)

\* A session that was said to be gone stays gone.
GoneIsFinalOnDisk == \A i \in Session : Gone(i) \in net => ~KnowsOnDisk(i)

\* If a handler ends once: as long as it runs, its message is claimed, and no other handler
\* has it.
RunningIsClaimed ==
    \A h \in running : Knows(h.session) => Handles(h.session, h.seq, "CLAIMED")

\* An undecided message that took effect can be confirmed.
EffectOnDisk ==
    \A s \in OpenNumbers :
        effects[Entry(s).message] > 0 => IsDeliveredOnDisk(sender.session, s)
=============================================================================
