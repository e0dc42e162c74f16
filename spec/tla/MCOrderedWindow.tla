--------------------------- MODULE MCOrderedWindow ---------------------------
(***************************************************************************)
(* Bounds for OrderedWindow, the most general sender, and the mutants:     *)
(* each breaks one rule, and a configuration substitutes it for the rule.  *)
(***************************************************************************)
EXTENDS OrderedWindow

\* Threads are interchangeable: of states that differ in their names alone, TLC looks at one.
LOCAL INSTANCE TLC
Interchangeable == Permutations(Threads)

NoMessage    == {}
EveryMessage == Message
FirstMessage == {0}

(***************************************************************************)
(* Any sender, any network: every frame about every message can be         *)
(* received at any time, any number of times, and answers go nowhere.      *)
(* Whatever a sender does, the receiver's steps are among these, so what   *)
(* holds for the receiver here holds with every sender.                    *)
(***************************************************************************)
InitAnySender ==
    /\ next = N
    /\ outbox = <<>>
    /\ ring = [i \in 0..W-1 |-> Stamp(i - W, "DELIVERED")]
    /\ net = {}
    /\ effects = [s \in Message |-> 0]
    /\ outcome = [s \in Message |-> "PENDING"]
    /\ givenUp = Cancellable
    /\ sealed = {}
    /\ ReceiverInit
SafetyAnySender == InitAnySender /\ [][ReceiverNext]_vars

\* These replace Receive, Transmit and DataInFlight.
ReceiveAnyFrame(f, answers) ==
    /\ f.type = "SEAL" => f.seq \in givenUp
    /\ UNCHANGED net
TransmitNothing(frames) == UNCHANGED net
DataInFlightAny(s)      == {Protocol!Data(s, Protocol!Payload(s))}

(***************************************************************************)
(* Messages without end.  When nothing speaks of the first W messages any  *)
(* more, all numbers are lowered by W.  So an endless stream of messages   *)
(* goes through finitely many states.                                      *)
(***************************************************************************)
Lower(v) == IF v.seq < 0 THEN v ELSE [v EXCEPT !.seq = @ - W]
Renumber ==
    /\ \A i \in 0..W-1 : ring[i].seq >= 0
    /\ \A t \in Threads :
          /\ At(t, "idle") \/ Msg(t) >= W
          /\ threads[t].seen = NoStamp \/ threads[t].seen.seq >= 0
          /\ stores[t] = <<>>
    /\ ring' = [i \in 0..W-1 |-> Lower(ring[i])]
    /\ cells' = [i \in 0..W-1 |-> IF cells[i] < W THEN NoPayload ELSE cells[i] - W]
    /\ threads' = [t \in Threads |->
          IF At(t, "idle") THEN Idle
          ELSE [threads[t] EXCEPT !.seq = @ - W,
                                  !.seen = IF @ = NoStamp THEN @ ELSE Lower(@),
                                  !.payload = IF @ = NoPayload THEN @ ELSE @ - W]]
    /\ effects' = [s \in Message |-> IF s + W \in Message THEN effects[s + W] ELSE 0]
    /\ sealed' = {s - W : s \in {s \in sealed : s >= W}}
    /\ UNCHANGED <<next, outbox, net, outcome, stores, givenUp>>
SafetyEndless == InitAnySender /\ [][ReceiverNext \/ Renumber]_vars

\* The same, and threads do not stop forever.
FairAnySender == SafetyAnySender /\ ThreadFairness

\* Replaces a fairness condition that is left out.
Unfair == TRUE

(***************************************************************************)
(* CHECK only has to get through for some message.  That is enough where a *)
(* message is acknowledged as soon as it arrives.  Here a later one stays  *)
(* IN_PROGRESS until the one before it has arrived as well.                *)
(***************************************************************************)
FairCheckByKind == SF_vars(\E s \in Message : ReceiveCheck(s))

\* Not a mutant but what the Java code does: a thread that answers a duplicate SEAL looks at
\* s - 1 as well.  It then need not know who sealed, and it does no harm.
ReceiveSealLooksAgain(t, s) ==
    /\ At(t, "idle")
    /\ IF MaySeal(s, Slot(s))
       THEN /\ Receive(Protocol!Seal(s), {})
            /\ threads' = [threads EXCEPT ![t] =
                 [at |-> "seal", seq |-> s, seen |-> Slot(s), payload |-> NoPayload]]
       ELSE /\ Receive(Protocol!Seal(s), Answer(s, Lookup(s, Slot(s))))
            /\ IF Lookup(s, Slot(s)) = "SEALED" THEN GoTo(t, "lookBack", s) ELSE UNCHANGED threads
    /\ UNCHANGED <<next, outbox, outcome, ring, cells, stores, effects, sealed, givenUp>>

-----------------------------------------------------------------------------
(* Mutants: which slot a thread looks at next.                             *)

\* The thread that delivered s does not look at s + 1.
PublishDeliveredAndStop(t) ==
    /\ At(t, "deliver")
    /\ Store(t, Msg(t), "DELIVERED", Stamp(Msg(t), "DELIVERED"))
    /\ Transmit(Answer(Msg(t), "DELIVERED"))
    /\ GoIdle(t)
    /\ UNCHANGED <<next, outbox, outcome, effects, sealed, givenUp>>

\* The thread that passed a sealed s does not look at s + 1.
ExchangePassedAndStop(t) ==
    /\ At(t, "pass")
    /\ IF Slot(Msg(t)) = Stamp(Msg(t), "SEALED")
       THEN SetSlot(Msg(t), Stamp(Msg(t), "PASSED"))
       ELSE UNCHANGED ring
    /\ GoIdle(t)
    /\ UNCHANGED <<next, outbox, net, outcome, cells, stores, effects, sealed, givenUp>>

\* The thread that buffered s does not look at s - 1.
PublishBufferedAndStop(t) ==
    /\ At(t, "buffer")
    /\ Store(t, Msg(t), "BUFFERED", Stamp(Msg(t), "BUFFERED"))
    /\ GoIdle(t)
    /\ UNCHANGED <<next, outbox, net, outcome, effects, sealed, givenUp>>

\* The thread that sealed s does not look at s - 1.
ExchangeSealedAndStop(t) ==
    /\ At(t, "seal")
    /\ LET s == Msg(t) IN
       IF Slot(s) = threads[t].seen
       THEN /\ SetSlot(s, Stamp(s, "SEALED"))
            /\ RecordSeal(s)
            /\ Transmit(Answer(s, "SEALED"))
       ELSE /\ Transmit(Answer(s, Lookup(s, Slot(s))))
            /\ UNCHANGED <<ring, sealed>>
    /\ GoIdle(t)
    /\ UNCHANGED <<next, outbox, outcome, cells, stores, effects, givenUp>>

\* A sealed message counts as passed.
PassedOrSealed(s, v) == v.seq > s \/ (v.seq = s /\ v.state \in Over \cup {"SEALED"})

\* Nobody passes a sealed message.
ReadSlotIgnoresSealed(t) ==
    /\ At(t, "look")
    /\ Sees(t, Msg(t))
    /\ IF Slot(Msg(t)) = Stamp(Msg(t), "BUFFERED") THEN GoTo(t, "claim", Msg(t)) ELSE GoIdle(t)
    /\ UNCHANGED <<next, outbox, net, outcome, ring, cells, stores, effects, sealed, givenUp>>

\* A thread waits until s - 1 is passed.
ReadPredecessorSpins(t) ==
    /\ At(t, "lookBack")
    /\ Sees(t, Msg(t) - 1)
    /\ GoTo(t, IF Passed(Msg(t) - 1, Slot(Msg(t) - 1)) THEN "look" ELSE "spin", Msg(t))
    /\ UNCHANGED <<next, outbox, net, outcome, ring, cells, stores, effects, sealed, givenUp>>
ReadPredecessorAgain(t) ==
    /\ At(t, "spin")
    /\ GoTo(t, "lookBack", Msg(t))
    /\ UNCHANGED <<next, outbox, net, outcome, ring, cells, stores, effects, sealed, givenUp>>
ContinueOrReadAgain(t) ==
    \/ ExchangeFilling(t) \/ StorePayload(t) \/ PublishBuffered(t)
    \/ ReadPredecessor(t) \/ ReadSlot(t) \/ ExchangeClaimed(t) \/ ExchangePassed(t)
    \/ HandlerSucceeds(t) \/ HandlerFails(t) \/ PublishDelivered(t) \/ PublishFailed(t)
    \/ ExchangeSealed(t) \/ ReadPredecessorAgain(t)

(***************************************************************************)
(* An exchange that is not a full fence: the read after it may be          *)
(* satisfied before it.  The thread that seals s looks at s - 1, and the   *)
(* thread that passes s looks at s + 1, one step too early; "at" then says *)
(* what was seen.                                                          *)
(***************************************************************************)
ReceiveSealReadsEarly(t, s) ==
    /\ At(t, "idle")
    /\ IF MaySeal(s, Slot(s))
       THEN threads' = [threads EXCEPT ![t] =
              [at |-> IF Passed(s - 1, Slot(s - 1)) THEN "seal, then look" ELSE "seal, then stop",
               seq |-> s, seen |-> Slot(s), payload |-> NoPayload]]
       ELSE UNCHANGED threads
    /\ Receive(Protocol!Seal(s), {})
    /\ UNCHANGED <<next, outbox, outcome, ring, cells, stores, effects, sealed, givenUp>>

ExchangeSealedReadEarly(t) ==
    /\ threads[t].at \in {"seal, then look", "seal, then stop"}
    /\ IF Slot(Msg(t)) = threads[t].seen
       THEN /\ SetSlot(Msg(t), Stamp(Msg(t), "SEALED"))
            /\ RecordSeal(Msg(t))
            /\ IF At(t, "seal, then look") THEN GoTo(t, "look", Msg(t)) ELSE GoIdle(t)
       ELSE GoIdle(t) /\ UNCHANGED <<ring, sealed>>
    /\ UNCHANGED <<next, outbox, net, outcome, cells, stores, effects, givenUp>>

ReadSlotEarly(t) ==
    /\ At(t, "look")
    /\ CASE Slot(Msg(t)) = Stamp(Msg(t), "BUFFERED") -> GoTo(t, "claim", Msg(t))
         [] Slot(Msg(t)) = Stamp(Msg(t), "SEALED")   ->
              GoTo(t, IF Slot(Msg(t) + 1).seq = Msg(t) + 1 /\ Waits(Msg(t) + 1)
                      THEN "pass, then look" ELSE "pass, then stop", Msg(t))
         [] OTHER                                    -> GoIdle(t)
    /\ UNCHANGED <<next, outbox, net, outcome, ring, cells, stores, effects, sealed, givenUp>>

ExchangePassedReadEarly(t) ==
    /\ threads[t].at \in {"pass, then look", "pass, then stop"}
    /\ IF Slot(Msg(t)) = Stamp(Msg(t), "SEALED")
       THEN /\ SetSlot(Msg(t), Stamp(Msg(t), "PASSED"))
            /\ IF At(t, "pass, then look") THEN GoTo(t, "look", Msg(t) + 1) ELSE GoIdle(t)
       ELSE GoIdle(t) /\ UNCHANGED ring
    /\ UNCHANGED <<next, outbox, net, outcome, cells, stores, effects, sealed, givenUp>>

-----------------------------------------------------------------------------
(* Mutants: who wins.                                                      *)

\* The slot is taken by a plain store.
ExchangeFillingByStore(t) ==
    /\ At(t, "fill")
    /\ SetSlot(Msg(t), Stamp(Msg(t), "FILLING"))
    /\ threads' = [threads EXCEPT ![t].at = "store", ![t].seen = NoStamp]
    /\ UNCHANGED <<next, outbox, net, outcome, cells, stores, effects, sealed, givenUp>>

\* The message is claimed by a plain store.
ExchangeClaimedByStore(t) ==
    /\ At(t, "claim")
    /\ SetSlot(Msg(t), Stamp(Msg(t), "CLAIMED"))
    /\ GoTo(t, "handle", Msg(t))
    /\ UNCHANGED <<next, outbox, net, outcome, cells, stores, effects, sealed, givenUp>>

\* The message is sealed by a plain store.
ExchangeSealedByStore(t) ==
    /\ At(t, "seal")
    /\ SetSlot(Msg(t), Stamp(Msg(t), "SEALED"))
    /\ RecordSeal(Msg(t))
    /\ Transmit(Answer(Msg(t), "SEALED"))
    /\ GoTo(t, "lookBack", Msg(t))
    /\ UNCHANGED <<next, outbox, outcome, cells, stores, effects, givenUp>>

\* The message is passed by a plain store.
ExchangePassedByStore(t) ==
    /\ At(t, "pass")
    /\ SetSlot(Msg(t), Stamp(Msg(t), "PASSED"))
    /\ GoTo(t, "look", Msg(t) + 1)
    /\ UNCHANGED <<next, outbox, net, outcome, cells, stores, effects, sealed, givenUp>>

\* SEAL takes a message away from its handler.
MaySealClaimed(s, v) == Lookup(s, v) = "UNKNOWN" \/ (v.seq = s /\ v.state \in InProgress)

\* The thread that lost the slot answers IN_PROGRESS without checking who won.
ExchangeFillingLoserIsBlind(t) ==
    /\ At(t, "fill")
    /\ LET s == Msg(t) IN
       IF Slot(s) = threads[t].seen
       THEN /\ SetSlot(s, Stamp(s, "FILLING"))
            /\ threads' = [threads EXCEPT ![t].at = "store", ![t].seen = NoStamp]
            /\ UNCHANGED net
       ELSE /\ Transmit(Answer(s, "IN_PROGRESS"))
            /\ GoIdle(t)
            /\ UNCHANGED ring
    /\ UNCHANGED <<next, outbox, outcome, cells, stores, effects, sealed, givenUp>>

-----------------------------------------------------------------------------
(* Mutants: what the states mean.                                          *)

\* No FILLING: the slot is BUFFERED at once, and the payload is stored afterwards.
ExchangeFillingSkipped(t) ==
    /\ At(t, "fill")
    /\ LET s == Msg(t) IN
       IF Slot(s) = threads[t].seen
       THEN /\ SetSlot(s, Stamp(s, "BUFFERED"))
            /\ threads' = [threads EXCEPT ![t].at = "store", ![t].seen = NoStamp]
            /\ UNCHANGED net
       ELSE /\ Transmit(Answer(s, Lookup(s, Slot(s))))
            /\ GoIdle(t)
            /\ UNCHANGED ring
    /\ UNCHANGED <<next, outbox, outcome, cells, stores, effects, sealed, givenUp>>
StorePayloadAndLookBack(t) ==
    /\ At(t, "store")
    /\ Store(t, Msg(t), "PAYLOAD", threads[t].payload)
    /\ GoTo(t, "lookBack", Msg(t))
    /\ UNCHANGED <<next, outbox, net, outcome, effects, sealed, givenUp>>

\* A failed message is buffered again, because its payload is still there.
PublishFailedAsBuffered(t) ==
    /\ At(t, "fail")
    /\ Store(t, Msg(t), "FAILED", Stamp(Msg(t), "BUFFERED"))
    /\ GoIdle(t)
    /\ UNCHANGED <<next, outbox, net, outcome, effects, sealed, givenUp>>

\* The same, and the thread tries again at once: a handler that always fails keeps the
\* thread forever.
PublishFailedAndRetry(t) ==
    /\ At(t, "fail")
    /\ Store(t, Msg(t), "FAILED", Stamp(Msg(t), "BUFFERED"))
    /\ GoTo(t, "look", Msg(t))
    /\ UNCHANGED <<next, outbox, net, outcome, effects, sealed, givenUp>>

\* A failed handler counts as a delivery.
PublishFailedAsDelivered(t) ==
    /\ At(t, "fail")
    /\ Store(t, Msg(t), "FAILED", Stamp(Msg(t), "DELIVERED"))
    /\ GoIdle(t)
    /\ UNCHANGED <<next, outbox, net, outcome, effects, sealed, givenUp>>

\* The slot of a sealed message is free before it is passed.
LookupSealedIsFree(s, v) ==
    CASE v.seq > s                           -> "NOTHING_OWED"
      [] v.seq = s /\ v.state \in InProgress -> "IN_PROGRESS"
      [] v.seq = s /\ v.state = "DELIVERED"  -> "DELIVERED"
      [] v.seq = s /\ v.state = "FAILED"     -> "UNKNOWN"
      [] v.seq = s                           -> "SEALED"
      [] v.seq = s - W /\ v.state \in Over \cup {"SEALED"} -> "UNKNOWN"
      [] OTHER                               -> "REFUSED"

\* A message that comes too early counts as a violation of the window.
LookupTooEarlyIsRefused(s, v) ==
    CASE v.seq > s                           -> "NOTHING_OWED"
      [] v.seq = s /\ v.state \in InProgress -> "IN_PROGRESS"
      [] v.seq = s /\ v.state = "DELIVERED"  -> "DELIVERED"
      [] v.seq = s /\ v.state = "FAILED"     -> "UNKNOWN"
      [] v.seq = s                           -> "SEALED"
      [] v.seq = s - W /\ v.state \in Over   -> "UNKNOWN"
      [] OTHER                               -> "REFUSED"

\* The duplicate of a delivered message is handled again.
LookupDeliveredIsUnknown(s, v) ==
    CASE v.seq > s                           -> "NOTHING_OWED"
      [] v.seq = s /\ v.state \in InProgress -> "IN_PROGRESS"
      [] v.seq = s /\ v.state \in {"DELIVERED", "FAILED"} -> "UNKNOWN"
      [] v.seq = s                           -> "SEALED"
      [] v.seq = s - W /\ v.state \in Over   -> "UNKNOWN"
      [] v.seq = s - W /\ v.state = "SEALED" -> "NOT_YET"
      [] OTHER                               -> "REFUSED"

\* A duplicate from an earlier lap is handled again.
LookupEarlierLapIsUnknown(s, v) ==
    CASE v.seq > s /\ v.state \in Over       -> "UNKNOWN"
      [] v.seq > s                           -> "NOTHING_OWED"
      [] v.seq = s /\ v.state \in InProgress -> "IN_PROGRESS"
      [] v.seq = s /\ v.state = "DELIVERED"  -> "DELIVERED"
      [] v.seq = s /\ v.state = "FAILED"     -> "UNKNOWN"
      [] v.seq = s                           -> "SEALED"
      [] v.seq = s - W /\ v.state \in Over   -> "UNKNOWN"
      [] v.seq = s - W /\ v.state = "SEALED" -> "NOT_YET"
      [] OTHER                               -> "REFUSED"

\* Nothing is refused: a slot is taken by any later message.
LookupNothingRefused(s, v) ==
    CASE v.seq > s                           -> "NOTHING_OWED"
      [] v.seq = s /\ v.state \in InProgress -> "IN_PROGRESS"
      [] v.seq = s /\ v.state = "DELIVERED"  -> "DELIVERED"
      [] v.seq = s /\ v.state = "FAILED"     -> "UNKNOWN"
      [] v.seq = s                           -> "SEALED"
      [] OTHER                               -> "UNKNOWN"

\* A message that is only buffered or claimed is acknowledged.
AnswerInProgressByAck(s, found) ==
    CASE found \in {"DELIVERED", "IN_PROGRESS"} -> {Protocol!Ack(s)}
      [] found \in {"UNKNOWN", "SEALED"}        -> {Protocol!Status(s, found)}
      [] OTHER                                  -> {}

\* No handler fails.
HandlerNeverFails(t) == FALSE

\* A handler that failed had an effect.
HandlerFailsWithEffect(t) ==
    /\ At(t, "handle")
    /\ RecordEffect(Msg(t))
    /\ GoTo(t, "fail", Msg(t))
    /\ UNCHANGED <<next, outbox, net, outcome, ring, cells, stores, sealed, givenUp>>

\* A message that is only buffered is passed over.
ReadSlotPassesBuffered(t) ==
    /\ At(t, "look")
    /\ Sees(t, Msg(t))
    /\ IF Waits(Msg(t)) THEN GoTo(t, "pass", Msg(t)) ELSE GoIdle(t)
    /\ UNCHANGED <<next, outbox, net, outcome, ring, cells, stores, effects, sealed, givenUp>>
ExchangePassedOrBuffered(t) ==
    /\ At(t, "pass")
    /\ IF Waits(Msg(t))
       THEN SetSlot(Msg(t), Stamp(Msg(t), "PASSED")) /\ GoTo(t, "look", Msg(t) + 1)
       ELSE GoIdle(t) /\ UNCHANGED ring
    /\ UNCHANGED <<next, outbox, net, outcome, cells, stores, effects, sealed, givenUp>>

\* SEALED is answered but not written: the message stays buffered.
ExchangeSealedUnwritten(t) ==
    /\ At(t, "seal")
    /\ RecordSeal(Msg(t))
    /\ Transmit(Answer(Msg(t), "SEALED"))
    /\ GoTo(t, "lookBack", Msg(t))
    /\ UNCHANGED <<next, outbox, outcome, ring, cells, stores, effects, givenUp>>

\* A thread that finds s - 1 passed goes on with s - 1.
ReadPredecessorGoesBack(t) ==
    /\ At(t, "lookBack")
    /\ Sees(t, Msg(t) - 1)
    /\ IF Passed(Msg(t) - 1, Slot(Msg(t) - 1)) THEN GoTo(t, "look", Msg(t) - 1) ELSE GoIdle(t)
    /\ UNCHANGED <<next, outbox, net, outcome, ring, cells, stores, effects, sealed, givenUp>>

\* The receiver seals what it is asked about.
ReceiveCheckSeals(s) ==
    /\ IF Lookup(s, Slot(s)) = "UNKNOWN"
       THEN /\ Receive(Protocol!Check(s), Answer(s, "SEALED"))
            /\ SetSlot(s, Stamp(s, "SEALED"))
            /\ RecordSeal(s)
       ELSE /\ Receive(Protocol!Check(s), Answer(s, Lookup(s, Slot(s))))
            /\ UNCHANGED <<ring, sealed>>
    /\ UNCHANGED <<next, outbox, outcome, cells, stores, threads, effects, givenUp>>

\* A thread that finds nothing to do with s goes on with s + 1.
ReadSlotSkips(t) ==
    /\ At(t, "look")
    /\ Sees(t, Msg(t))
    /\ CASE Slot(Msg(t)) = Stamp(Msg(t), "BUFFERED") -> GoTo(t, "claim", Msg(t))
         [] Slot(Msg(t)) = Stamp(Msg(t), "SEALED")   -> GoTo(t, "pass", Msg(t))
         [] OTHER                                    -> GoTo(t, "look", Msg(t) + 1)
    /\ UNCHANGED <<next, outbox, net, outcome, ring, cells, stores, effects, sealed, givenUp>>

\* The thread that delivered s claims s + 1 without looking.
PublishDeliveredAndClaim(t) ==
    /\ At(t, "deliver")
    /\ Store(t, Msg(t), "DELIVERED", Stamp(Msg(t), "DELIVERED"))
    /\ Transmit(Answer(Msg(t), "DELIVERED"))
    /\ GoTo(t, "claim", Msg(t) + 1)
    /\ UNCHANGED <<next, outbox, outcome, effects, sealed, givenUp>>

\* The thread that passed s looks at s once more.
ExchangePassedAndLookAgain(t) ==
    /\ At(t, "pass")
    /\ IF Slot(Msg(t)) = Stamp(Msg(t), "SEALED")
       THEN SetSlot(Msg(t), Stamp(Msg(t), "PASSED")) /\ GoTo(t, "look", Msg(t))
       ELSE GoIdle(t) /\ UNCHANGED ring
    /\ UNCHANGED <<next, outbox, net, outcome, cells, stores, effects, sealed, givenUp>>
=============================================================================
