---------------------------- MODULE OrderedWindow ----------------------------
(***************************************************************************)
(* The receiver's window when messages must take effect in the order sent, *)
(* one memory access a step, any number of threads.  Sender, frames and    *)
(* network are those of CheckBeforeSend.                                   *)
(*                                                                         *)
(* A slot is a stamp (seq, state) and a cell for a payload.  The states of *)
(* one message:                                                            *)
(*                                                                         *)
(*   UNKNOWN -> FILLING -> BUFFERED -> CLAIMED -> DELIVERED                *)
(*   UNKNOWN, BUFFERED -> SEALED -> PASSED                                 *)
(*   CLAIMED -> FAILED, which is UNKNOWN again                             *)
(*                                                                         *)
(* A message is passed when it is DELIVERED or PASSED, or when its slot is *)
(* on a later lap.  It is claimed, or goes from SEALED to PASSED, only     *)
(* when the message before it is passed.  The thread that buffered or      *)
(* sealed s looks at s - 1; the thread that passed s looks at s + 1.  Each *)
(* writes first and then reads what the other wrote, so at least one of    *)
(* the two sees both.                                                      *)
(***************************************************************************)
EXTENDS Integers, Sequences, Network

CONSTANTS
    N,            \* messages 0 .. N-1
    W,            \* the window, and the number of slots
    Cancellable,  \* the messages that the application may give up on
    Threads,      \* the threads that receive frames
    Delayed       \* the stores that other threads may see late, after the reads that
                  \* follow the store; {} is sequential consistency

ASSUME NIsNatural         == N \in Nat
ASSUME WIsPositive        == W \in Nat \ {0}
ASSUME CancellableAreSeqs == Cancellable \subseteq 0..N-1
ASSUME ThereIsAThread     == Threads # {}
ASSUME DelayedAreKinds    == Delayed \subseteq {"PAYLOAD", "BUFFERED", "DELIVERED", "FAILED"}

VARIABLES
    next,     \* the sender's, see CheckBeforeSend
    outbox,   \* the sender's, see CheckBeforeSend
    ring,     \* the stamps: which message, its state
    cells,    \* the payload cell of each slot
    stores,   \* for each thread, its stores that other threads do not yet see
    threads,  \* for each thread, where it is in the code, and its local variables
    effects,  \* history, for the properties only: how often each message took effect
    outcome,  \* history, for the properties only: what the sender's application was told
    givenUp,  \* history, for the properties only: the messages that it gave up on
    sealed    \* history, for the properties only: the messages that were sealed

receiver == <<ring, cells, stores, threads, effects, sealed>>
vars     == <<next, outbox, net, outcome, givenUp, ring, cells, stores, threads, effects, sealed>>

Protocol == INSTANCE CheckBeforeSend WITH Slots <- W

Message    == 0..N-1
NoPayload  == Protocol!NoPayload
InProgress == {"FILLING", "BUFFERED", "CLAIMED"}
Over       == {"DELIVERED", "PASSED"}

Stamp(s, state) == [seq |-> s, state |-> state]
NoStamp         == Stamp(-W, "NONE")
Stamps          == [seq : -W..N-1, state : InProgress \cup Over \cup {"SEALED", "FAILED"}]

\* The positions of a thread: the access that it makes next.
Positions ==
    {"idle", "fill", "store", "buffer", "seal", "lookBack", "look",
     "claim", "pass", "handle", "deliver", "fail"}

TypeOK ==
    /\ next \in 0..N
    /\ ring \in [0..W-1 -> Stamps]
    /\ cells \in [0..W-1 -> Message \cup {NoPayload}]
    /\ \A t \in Threads : \A i \in 1..Len(stores[t]) : stores[t][i].slot \in 0..W-1
    /\ threads \in [Threads -> [at : Positions, seq : 0..N, seen : Stamps \cup {NoStamp},
                               payload : Message \cup {NoPayload}]]
    /\ effects \in [Message -> 0..2]
    /\ outcome \in [Message -> {"PENDING", "REPORTED_TWICE"} \cup Protocol!Decided]
    /\ givenUp \subseteq Cancellable
    /\ sealed \in SUBSET Message

\* The history is written here and read only by the properties.
HistoryInit ==
    /\ Protocol!HistoryInit
    /\ sealed = {}

RecordEffect(s) == effects' = [effects EXCEPT ![s] = @ + 1]
RecordSeal(s)   == sealed' = sealed \cup {s}

Idle == [at |-> "idle", seq |-> 0, seen |-> NoStamp, payload |-> NoPayload]

ReceiverInit ==
    /\ cells = [i \in 0..W-1 |-> NoPayload]
    /\ stores = [t \in Threads |-> <<>>]
    /\ threads = [t \in Threads |-> Idle]

Init ==
    /\ Protocol!Init
    /\ ReceiverInit
    /\ HistoryInit

-----------------------------------------------------------------------------
(* Sender and network, which do not touch the receiver's memory.           *)

Submit(s)            == Protocol!Submit(s) /\ UNCHANGED receiver
TimeOut(s)           == Protocol!TimeOut(s) /\ UNCHANGED receiver
Cancel(s)            == Protocol!Cancel(s) /\ UNCHANGED receiver
ReceiveAck(s)        == Protocol!ReceiveAck(s) /\ UNCHANGED receiver
ReceiveUnknown(s)    == Protocol!ReceiveUnknown(s) /\ UNCHANGED receiver
ReceiveSealed(s)     == Protocol!ReceiveSealed(s) /\ UNCHANGED receiver
ReceiveInProgress(s) == Protocol!ReceiveInProgress(s) /\ UNCHANGED receiver
Lose(s)              == Protocol!Lose(s) /\ UNCHANGED receiver
-----------------------------------------------------------------------------
(* Memory.  A compare-and-exchange acts on the ring at once, and does not  *)
(* wait for earlier stores to other slots.  A store of a kind in Delayed   *)
(* is a release: other threads see it some time later, in the order in     *)
(* which its thread stored.  Any other store is seen at once, and so are   *)
(* all before it.                                                          *)

Slot(s) == ring[s % W]

SetSlot(s, stamp)   == ring' = [ring EXCEPT ![s % W] = stamp]
SetCell(s, payload) == cells' = [cells EXCEPT ![s % W] = payload]

\* A thread sees its own stores: it reads a slot only when they have reached it.  (For a
\* new frame this is not required: an older stamp gives an older answer.)
Sees(t, s) == \A i \in 1..Len(stores[t]) : stores[t][i].slot # s % W

\* t stores a payload or a stamp.
Store(t, s, kind, value) ==
    IF kind \in Delayed
    THEN /\ stores' = [stores EXCEPT ![t] =
                         Append(@, [slot |-> s % W, kind |-> kind, value |-> value])]
         /\ UNCHANGED <<ring, cells>>
    ELSE /\ stores[t] = <<>>
         /\ IF kind = "PAYLOAD" THEN SetCell(s, value) /\ UNCHANGED ring
                                ELSE SetSlot(s, value) /\ UNCHANGED cells
         /\ UNCHANGED stores

\* The oldest store of t becomes visible to all.
Flush(t) ==
    /\ stores[t] # <<>>
    /\ LET oldest == Head(stores[t]) IN
       IF oldest.kind = "PAYLOAD" THEN SetCell(oldest.slot, oldest.value) /\ UNCHANGED ring
                                  ELSE SetSlot(oldest.slot, oldest.value) /\ UNCHANGED cells
    /\ stores' = [stores EXCEPT ![t] = Tail(@)]
    /\ UNCHANGED <<next, outbox, net, outcome, threads, effects, sealed, givenUp>>

-----------------------------------------------------------------------------
(* The receiver.                                                           *)

\* What the receiver knows about s, given v, the stamp in its slot.
Lookup(s, v) ==
    CASE v.seq > s                             -> "NOTHING_OWED"  \* decided long ago
      [] v.seq = s /\ v.state \in InProgress   -> "IN_PROGRESS"
      [] v.seq = s /\ v.state = "DELIVERED"    -> "DELIVERED"
      [] v.seq = s /\ v.state = "FAILED"       -> "UNKNOWN"
      [] v.seq = s                             -> "SEALED"
      [] v.seq = s - W /\ v.state \in Over     -> "UNKNOWN"
      [] v.seq = s - W /\ v.state = "SEALED"   -> "NOT_YET"       \* must be passed first
      [] OTHER                                 -> "REFUSED"       \* outside the window

DataInFlight(s)  == Protocol!DataInFlight(s)
Answer(s, found) == Protocol!Answer(s, found)

\* s is passed, given v, the stamp in its slot.
Passed(s, v) == v.seq > s \/ (v.seq = s /\ v.state \in Over)

\* SEAL may take a message that no handler has seen.
MaySeal(s, v) == Lookup(s, v) = "UNKNOWN" \/ v = Stamp(s, "BUFFERED")

At(t, position) == threads[t].at = position
Msg(t)          == threads[t].seq

GoTo(t, position, s) ==
    threads' = [threads EXCEPT ![t] = [Idle EXCEPT !.at = position, !.seq = s]]
GoIdle(t) == threads' = [threads EXCEPT ![t] = Idle]

\* Here and below, taking a frame and reading the slot are one step: taking a frame does
\* not access the window, and a frame that waits to be taken is still in flight.

\* DATA for an unknown message continues by taking its slot; any other DATA is answered.
ReceiveData(t, s) ==
    /\ At(t, "idle")
    /\ \E f \in DataInFlight(s) :
          LET found == Lookup(s, Slot(s)) IN
          IF found = "UNKNOWN"
          THEN /\ Receive(f, {})
               /\ threads' = [threads EXCEPT ![t] =
                    [at |-> "fill", seq |-> s, seen |-> Slot(s), payload |-> f.payload]]
          ELSE Receive(f, Answer(s, found)) /\ UNCHANGED threads
    /\ UNCHANGED <<next, outbox, outcome, ring, cells, stores, effects, sealed, givenUp>>

\* One thread wins the slot; the others answer with what they find there.
ExchangeFilling(t) ==
    /\ At(t, "fill")
    /\ LET s == Msg(t) IN
       IF Slot(s) = threads[t].seen
       THEN /\ SetSlot(s, Stamp(s, "FILLING"))
            /\ threads' = [threads EXCEPT ![t].at = "store", ![t].seen = NoStamp]
            /\ UNCHANGED net
       ELSE /\ Transmit(Answer(s, Lookup(s, Slot(s))))
            /\ GoIdle(t)
            /\ UNCHANGED ring
    /\ UNCHANGED <<next, outbox, outcome, cells, stores, effects, sealed, givenUp>>

\* The winner stores the payload.
StorePayload(t) ==
    /\ At(t, "store")
    /\ Store(t, Msg(t), "PAYLOAD", threads[t].payload)
    /\ GoTo(t, "buffer", Msg(t))
    /\ UNCHANGED <<next, outbox, net, outcome, effects, sealed, givenUp>>

\* It publishes that, and then checks whether the message before is passed.
PublishBuffered(t) ==
    /\ At(t, "buffer")
    /\ Store(t, Msg(t), "BUFFERED", Stamp(Msg(t), "BUFFERED"))
    /\ GoTo(t, "lookBack", Msg(t))
    /\ UNCHANGED <<next, outbox, net, outcome, effects, sealed, givenUp>>

\* Is s - 1 passed?  If not, the thread that passes it will look at s.
ReadPredecessor(t) ==
    /\ At(t, "lookBack")
    /\ Sees(t, Msg(t) - 1)
    /\ IF Passed(Msg(t) - 1, Slot(Msg(t) - 1)) THEN GoTo(t, "look", Msg(t)) ELSE GoIdle(t)
    /\ UNCHANGED <<next, outbox, net, outcome, ring, cells, stores, effects, sealed, givenUp>>

\* s - 1 is passed.  Is s waiting?  If not, a thread that buffers or seals it will look at s - 1.
ReadSlot(t) ==
    /\ At(t, "look")
    /\ Sees(t, Msg(t))
    /\ CASE Slot(Msg(t)) = Stamp(Msg(t), "BUFFERED") -> GoTo(t, "claim", Msg(t))
         [] Slot(Msg(t)) = Stamp(Msg(t), "SEALED")   -> GoTo(t, "pass", Msg(t))
         [] OTHER                                    -> GoIdle(t)
    /\ UNCHANGED <<next, outbox, net, outcome, ring, cells, stores, effects, sealed, givenUp>>

\* One thread wins the message.  The others have nothing left to do: another thread has
\* claimed it, or has sealed it and looks at s - 1 itself.
ExchangeClaimed(t) ==
    /\ At(t, "claim")
    /\ IF Slot(Msg(t)) = Stamp(Msg(t), "BUFFERED")
       THEN SetSlot(Msg(t), Stamp(Msg(t), "CLAIMED")) /\ GoTo(t, "handle", Msg(t))
       ELSE GoIdle(t) /\ UNCHANGED ring
    /\ UNCHANGED <<next, outbox, net, outcome, cells, stores, effects, sealed, givenUp>>

\* One thread passes a sealed message and continues with the next.
ExchangePassed(t) ==
    /\ At(t, "pass")
    /\ IF Slot(Msg(t)) = Stamp(Msg(t), "SEALED")
       THEN SetSlot(Msg(t), Stamp(Msg(t), "PASSED")) /\ GoTo(t, "look", Msg(t) + 1)
       ELSE GoIdle(t) /\ UNCHANGED ring
    /\ UNCHANGED <<next, outbox, net, outcome, cells, stores, effects, sealed, givenUp>>

\* The handler reads the payload and succeeds: the message takes effect.
HandlerSucceeds(t) ==
    /\ At(t, "handle")
    /\ RecordEffect(Msg(t))
    /\ GoTo(t, "deliver", Msg(t))
    /\ UNCHANGED <<next, outbox, net, outcome, ring, cells, stores, sealed, givenUp>>

\* The handler fails and has had no effect.
HandlerFails(t) ==
    /\ At(t, "handle")
    /\ GoTo(t, "fail", Msg(t))
    /\ UNCHANGED <<next, outbox, net, outcome, ring, cells, stores, effects, sealed, givenUp>>

\* DELIVERED is published and acknowledged.  s is passed, so the thread looks at s + 1.
PublishDelivered(t) ==
    /\ At(t, "deliver")
    /\ Store(t, Msg(t), "DELIVERED", Stamp(Msg(t), "DELIVERED"))
    /\ Transmit(Answer(Msg(t), "DELIVERED"))
    /\ GoTo(t, "look", Msg(t) + 1)
    /\ UNCHANGED <<next, outbox, outcome, effects, sealed, givenUp>>

\* A failed message is unknown again, not buffered: it comes back when the sender asks,
\* gets UNKNOWN and sends it again.  So no thread is responsible for it, a handler that
\* keeps failing is called at the sender's pace, and SEAL can take the message.
PublishFailed(t) ==
    /\ At(t, "fail")
    /\ Store(t, Msg(t), "FAILED", Stamp(Msg(t), "FAILED"))
    /\ GoIdle(t)
    /\ UNCHANGED <<next, outbox, net, outcome, effects, sealed, givenUp>>

\* CHECK changes nothing, and any thread may answer it.
ReceiveCheck(s) ==
    /\ Receive(Protocol!Check(s), Answer(s, Lookup(s, Slot(s))))
    /\ UNCHANGED <<next, outbox, outcome, ring, cells, stores, threads, effects, sealed, givenUp>>

\* SEAL continues by sealing a message that no handler has seen; otherwise it is answered.
ReceiveSeal(t, s) ==
    /\ At(t, "idle")
    /\ IF MaySeal(s, Slot(s))
       THEN /\ Receive(Protocol!Seal(s), {})
            /\ threads' = [threads EXCEPT ![t] =
                 [at |-> "seal", seq |-> s, seen |-> Slot(s), payload |-> NoPayload]]
       ELSE /\ Receive(Protocol!Seal(s), Answer(s, Lookup(s, Slot(s))))
            /\ UNCHANGED threads
    /\ UNCHANGED <<next, outbox, outcome, ring, cells, stores, effects, sealed, givenUp>>

\* SEALED is final and answered at once, but not yet passed.
ExchangeSealed(t) ==
    /\ At(t, "seal")
    /\ LET s == Msg(t) IN
       IF Slot(s) = threads[t].seen
       THEN /\ SetSlot(s, Stamp(s, "SEALED"))
            /\ RecordSeal(s)
            /\ Transmit(Answer(s, "SEALED"))
            /\ GoTo(t, "lookBack", s)
       ELSE /\ Transmit(Answer(s, Lookup(s, Slot(s))))
            /\ GoIdle(t)
            /\ UNCHANGED <<ring, sealed>>
    /\ UNCHANGED <<next, outbox, outcome, cells, stores, effects, givenUp>>

\* The next step of a thread with the frame that it took.
Continue(t) ==
    \/ ExchangeFilling(t) \/ StorePayload(t) \/ PublishBuffered(t)
    \/ ReadPredecessor(t) \/ ReadSlot(t) \/ ExchangeClaimed(t) \/ ExchangePassed(t)
    \/ HandlerSucceeds(t) \/ HandlerFails(t) \/ PublishDelivered(t) \/ PublishFailed(t)
    \/ ExchangeSealed(t)

ReceiverNext ==
    \/ \E t \in Threads : \E s \in Message : ReceiveData(t, s) \/ ReceiveSeal(t, s)
    \/ \E s \in Message : ReceiveCheck(s)
    \/ \E t \in Threads : Continue(t) \/ Flush(t)

Next ==
    \/ \E s \in Message :
          \/ Submit(s) \/ TimeOut(s) \/ Cancel(s)
          \/ ReceiveAck(s) \/ ReceiveUnknown(s) \/ ReceiveSealed(s) \/ ReceiveInProgress(s)
          \/ Lose(s)
    \/ ReceiverNext

Safety == Init /\ [][Next]_vars

(***************************************************************************)
(* A thread that took a frame continues, and its stores become visible.    *)
(* The window itself needs no more than that.                              *)
(***************************************************************************)
FairContinue   == \A t \in Threads : WF_vars(Continue(t))
FairFlush      == \A t \in Threads : WF_vars(Flush(t))
ThreadFairness == FairContinue /\ FairFlush

(***************************************************************************)
(* For the whole protocol, as in CheckBeforeSend: timeouts keep firing,    *)
(* frames that are in flight again and again are eventually received by    *)
(* some thread, and a handler that runs again and again eventually         *)
(* succeeds.  CHECK must get through for each message: otherwise the       *)
(* CHECKs about a later, buffered message could be the only ones that ever *)
(* arrive.                                                                 *)
(***************************************************************************)
FairSubmit  == \A s \in Message : WF_vars(Submit(s))
FairTimeOut == \A s \in Message : WF_vars(TimeOut(s))
FairAck     == SF_vars(\E s \in Message : ReceiveAck(s))
FairUnknown == SF_vars(\E s \in Message : ReceiveUnknown(s))
FairSealed  == SF_vars(\E s \in Message : ReceiveSealed(s))
FairData    == SF_vars(\E t \in Threads : \E s \in Message : ReceiveData(t, s))
FairHandler == SF_vars(\E t \in Threads : HandlerSucceeds(t))
FairCheck   == \A s \in Message : SF_vars(ReceiveCheck(s))
FairSeal    == SF_vars(\E t \in Threads : \E s \in Message : ReceiveSeal(t, s))

Fairness ==
    /\ ThreadFairness
    /\ FairSubmit /\ FairTimeOut /\ FairAck /\ FairUnknown /\ FairSealed
    /\ FairData /\ FairHandler /\ FairCheck /\ FairSeal

Spec == Safety /\ Fairness

-----------------------------------------------------------------------------
(* The properties.                                                         *)

Service == INSTANCE OrderedExactlyOnce WITH
    Rejectable <- {}, submitted <- 0..next-1, forgotten <- {}, rejected <- {}

NoDuplicate       == Service!NoDuplicate
NoFalseConfirm    == Service!NoFalseConfirm
NoFalseDenial     == Service!NoFalseDenial
DeniedOnlyIfGivenUp == Service!DeniedOnlyIfGivenUp
InOrder           == Service!InOrder
OrderedSafety     == Service!OrderedSafety
EveryStepInOrder  == [][Service!OrderedNext]_(Service!vars)

\* All messages before an effect took effect or are sealed, and only what was given up is.
NothingPassedOver ==
    \A s, k \in Message :
        k < s /\ effects[s] > 0 => effects[k] = 1 \/ (k \in sealed /\ k \in givenUp)

\* The handler of s is given the payload submitted as s.
PayloadIntegrity ==
    \A t \in Threads : At(t, "handle") => cells[Msg(t) % W] = Protocol!Payload(Msg(t))

\* The stamps are true.
Truthful ==
    \A s \in Message : Slot(s).seq = s =>
        CASE Slot(s).state = "DELIVERED"           -> effects[s] = 1
          [] Slot(s).state \in {"SEALED", "PASSED"} -> effects[s] = 0 /\ s \in sealed
          [] Slot(s).state \in {"CLAIMED"}          -> s \notin sealed
          [] OTHER                                  -> effects[s] = 0 /\ s \notin sealed

\* A slot moves on to the next lap only when its message took effect or was sealed.
NothingSkipped == \A s \in Message : Slot(s).seq > s => effects[s] > 0 \/ s \in sealed

\* The sender can ask about any undecided message: see CheckBeforeSend.
Remembered ==
    \A s \in Message : Protocol!Is(s, Protocol!Undecided) =>
        Lookup(s, Slot(s)) \notin {"NOTHING_OWED", "REFUSED"}

\* The receiver refuses only if one side has lost its memory: see CheckBeforeSend.
NoFrameRefused == \A f \in net : Lookup(f.seq, Slot(f.seq)) # "REFUSED"

\* The receiver refuses a message as long as the one whose slot it needs neither took effect nor
\* was sealed.
OutsideIsRefused ==
    \A s \in Message :
        s >= W /\ effects[s - W] = 0 /\ s - W \notin sealed => Lookup(s, Slot(s)) = "REFUSED"

\* Every answer is true when it is given.
TrueAnswers ==
    [][\A f \in net' \ net :
         /\ f.type = "ACK" => Lookup(f.seq, Slot(f.seq)') = "DELIVERED"
         /\ f.type = "STATUS" => Lookup(f.seq, Slot(f.seq)') = f.state]_vars

\* s waits only for a thread that takes it up.
Ready(s) ==
    /\ Slot(s) \in {Stamp(s, "BUFFERED"), Stamp(s, "SEALED")}
    /\ Passed(s - 1, Slot(s - 1))

\* When no thread is at work, no work is left over, even where stores are not visible yet.
Quiescent == \A t \in Threads : At(t, "idle")
NoWakeUpLost == Quiescent => \A s \in Message : ~Ready(s)

\* A message that is buffered or sealed when all messages before it have taken effect or are
\* sealed does not stay that way.
AllBeforeIsSettled(s) == \A k \in 0..s-1 : effects[k] > 0 \/ k \in sealed
Waits(s) == Slot(s) \in {Stamp(s, "BUFFERED"), Stamp(s, "SEALED")}
EveryWaitEnds ==
    \A s \in Message : Waits(s) /\ AllBeforeIsSettled(s) ~>
        Slot(s) \in {Stamp(s, state) : state \in Over \cup {"FAILED"}}

\* Each step of a thread takes it further with its message, or ends its operation, or passes
\* the message and goes on with the next one.  So a thread takes at most eight steps, and
\* runs at most one handler, for each message that it passes.
Progress(at) ==
    CASE at = "fill"                 -> 1
      [] at = "store"                -> 2
      [] at \in {"buffer", "seal"}   -> 3
      [] at = "lookBack"             -> 4
      [] at = "look"                 -> 5
      [] at \in {"claim", "pass"}    -> 6
      [] at = "handle"               -> 7
      [] at \in {"deliver", "fail"}  -> 8
Passes(t) ==
    /\ threads[t].at \in {"pass", "deliver"}
    /\ threads'[t].at = "look" /\ threads'[t].seq = Msg(t) + 1
GoesForward ==
    [][\A t \in Threads :
         ~At(t, "idle") /\ threads'[t] # threads[t] =>
            \/ threads'[t].at = "idle"
            \/ threads'[t].seq = Msg(t) /\ Progress(threads'[t].at) > Progress(threads[t].at)
            \/ Passes(t)]_vars

\* Lock-free: as long as one thread takes steps, some thread finishes operations.
LockFree ==
    \A t \in Threads :
        []<><<Continue(t)>>_vars =>
            \E u \in Threads : []<><<threads'[u].at = "idle">>_(threads[u])

\* Not wait-free: a thread that keeps taking steps need not finish, because others may always
\* have buffered the next message.  That this holds for N messages is due to N.
WaitFree ==
    \A t \in Threads :
        []<><<Continue(t)>>_vars => []<><<threads'[t].at = "idle">>_(threads[t])

EveryMessageDelivered == \A s \in Message : <>(outcome[s] = "DELIVERED")
EveryMessageDecided   == Service!EveryMessageDecided
=============================================================================
