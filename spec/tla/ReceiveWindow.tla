---------------------------- MODULE ReceiveWindow ----------------------------
(***************************************************************************)
(* The receiver of CheckBeforeSend as it runs: any number of threads share *)
(* the ring, and each step below is one access to one slot, as in the Java *)
(* class ReceiveWindow.  Between a thread's read of a slot and its         *)
(* compare-and-exchange, other threads may act.  So one step there is two  *)
(* to five steps here.  The sender is that of CheckBeforeSend.             *)
(*                                                                         *)
(*   claim(s)    ReadToClaim, and if s is unknown ExchangeToClaim          *)
(*   check(s)    ReadToCheck                                               *)
(*   seal(s)     ReadToSeal, and if s is unknown ExchangeToSeal            *)
(*   deliver(s)  ReadToDeliver, WriteDelivered                             *)
(*   fail(s)     ReadToFail, WriteUnknown                                  *)
(*                                                                         *)
(* Accesses are sequentially consistent here.  ReceiveWindowLateReads says *)
(* what remains true when the first read of an operation, an acquire in    *)
(* Java, is late.  What other orderings allow is for jcstress to check.    *)
(***************************************************************************)
EXTENDS CheckBeforeSend

CONSTANT Threads     \* the threads that work for the receiver

ASSUME ThereIsAThread == Threads # {}

VARIABLE threads     \* for each thread: where it is, with which message, and what it has read

windowVars == <<vars, threads>>

Stamp == [seq : Int, state : Claimed \cup Resolved]

At(t, places) == threads[t].at \in places
Idle          == [at |-> "IDLE"]

\* In the middle of an operation: it has read its slot, and will write to it.
MidOperation == {"EXCHANGE_TO_CLAIM", "EXCHANGE_TO_SEAL", "WRITE_DELIVERED", "WRITE_UNKNOWN"}
\* Between operations: the handler runs; it succeeded; it failed.
Handling     == {"HANDLE", "HANDLED", "FAILED"}

ThreadState ==
    {Idle} \cup [at : MidOperation, seq : Message, seen : Stamp]
           \cup [at : Handling, seq : Message]

WindowTypeOK ==
    /\ TypeOK
    /\ threads \in [Threads -> ThreadState]

WindowInit ==
    /\ Init
    /\ threads = [t \in Threads |-> Idle]

Go(t, where) == threads' = [threads EXCEPT ![t] = where]

-----------------------------------------------------------------------------
(* A frame has arrived; the thread takes it from the network with its      *)
(* first access.  (Where frames always stay, taking it changes nothing.)   *)
(* This access is a read of the slot, and it decides, unless the message   *)
(* is unknown and the frame would change that.                             *)
(* An answer is in the network at once: if it is sent later, that is the   *)
(* delay of the network.                                                   *)

\* What a read of the slot of s may return: what is there.  ReceiveWindowLateReads says more.
Readable(s) == {Slot(s)}

\* The answer that v, the content of the slot of s, gives.
AnswerFrom(s, v) == Transmit(Answer(s, Lookup(s, v)))

\* DATA has arrived: an unknown message is claimed next, any other is answered.
ReadToClaim(t, s) ==
    /\ At(t, {"IDLE"})
    /\ \E f \in DataInFlight(s), v \in Readable(s) :
          IF Lookup(s, v) = "UNKNOWN"
          THEN /\ Go(t, [at |-> "EXCHANGE_TO_CLAIM", seq |-> s, seen |-> v])
               /\ Receive(f, {})
          ELSE Receive(f, Answer(s, Lookup(s, v))) /\ UNCHANGED threads
    /\ UNCHANGED <<next, outbox, ring, effects, outcome, givenUp>>

\* CHECK has arrived.  A read disturbs nothing, so any thread may do it, busy or not.
ReadToCheck(t, s) ==
    /\ \E v \in Readable(s) : Receive(Check(s), Answer(s, Lookup(s, v)))
    /\ UNCHANGED <<next, outbox, ring, effects, outcome, threads, givenUp>>

\* SEAL has arrived: an unknown message is sealed next, any other is answered.
ReadToSeal(t, s) ==
    /\ At(t, {"IDLE"})
    /\ \E v \in Readable(s) :
          IF Lookup(s, v) = "UNKNOWN"
          THEN /\ Go(t, [at |-> "EXCHANGE_TO_SEAL", seq |-> s, seen |-> v])
               /\ Receive(Seal(s), {})
          ELSE Receive(Seal(s), Answer(s, Lookup(s, v))) /\ UNCHANGED threads
    /\ UNCHANGED <<next, outbox, ring, effects, outcome, givenUp>>

\* The exchange succeeds when the slot still holds what was read.
Unchanged(t) == Slot(threads[t].seq) = threads[t].seen

\* The winner of the claim runs the handler.  The loser answers with what it finds: the
\* message may be claimed, delivered, failed and claimed again, or sealed by now.
ExchangeToClaim(t) ==
    /\ At(t, {"EXCHANGE_TO_CLAIM"})
    /\ LET s == threads[t].seq IN
       IF Unchanged(t)
       THEN /\ SetSlot(s, s, Claim(threads[t].seen))
            /\ Go(t, [at |-> "HANDLE", seq |-> s])
            /\ UNCHANGED net
       ELSE /\ AnswerFrom(s, Slot(s))
            /\ Go(t, Idle)
            /\ UNCHANGED ring
    /\ UNCHANGED <<next, outbox, effects, outcome, givenUp>>

\* The winner answers SEALED.  The loser answers with what it finds.
ExchangeToSeal(t) ==
    /\ At(t, {"EXCHANGE_TO_SEAL"})
    /\ LET s == threads[t].seq IN
       IF Unchanged(t)
       THEN SetSlot(s, s, "SEALED") /\ Transmit(Answer(s, "SEALED"))
       ELSE AnswerFrom(s, Slot(s)) /\ UNCHANGED ring
    /\ Go(t, Idle)
    /\ UNCHANGED <<next, outbox, effects, outcome, givenUp>>

-----------------------------------------------------------------------------
(* The handler, and the end of the claim.                                  *)

\* The handler succeeds: its effect is complete, and nobody knows it yet.
Handle(t) ==
    /\ At(t, {"HANDLE"})
    /\ RecordEffect(threads[t].seq)
    /\ Go(t, [at |-> "HANDLED", seq |-> threads[t].seq])
    /\ UNCHANGED <<next, outbox, ring, net, outcome, givenUp>>

\* The handler fails, and has had no effect.
HandlerFails(t) ==
    /\ At(t, {"HANDLE"})
    /\ Go(t, [at |-> "FAILED", seq |-> threads[t].seq])
    /\ UNCHANGED <<next, outbox, ring, net, effects, outcome, givenUp>>

\* It reads back its own claim, to guard against a caller that has none.
ReadToDeliver(t) ==
    /\ At(t, {"HANDLED"})
    /\ Go(t, [at |-> "WRITE_DELIVERED", seq |-> threads[t].seq, seen |-> Slot(threads[t].seq)])
    /\ UNCHANGED <<next, outbox, ring, net, effects, outcome, givenUp>>

\* The effect is published, and acknowledged.
WriteDelivered(t) ==
    /\ At(t, {"WRITE_DELIVERED"})
    /\ LET s == threads[t].seq IN
       SetSlot(s, s, "DELIVERED") /\ Transmit(Answer(s, "DELIVERED"))
    /\ Go(t, Idle)
    /\ UNCHANGED <<next, outbox, effects, outcome, givenUp>>

\* Its own claim tells it how the previous lap ended.
ReadToFail(t) ==
    /\ At(t, {"FAILED"})
    /\ Go(t, [at |-> "WRITE_UNKNOWN", seq |-> threads[t].seq, seen |-> Slot(threads[t].seq)])
    /\ UNCHANGED <<next, outbox, ring, net, effects, outcome, givenUp>>

\* The slot is again what it was before the claim.
WriteUnknown(t) ==
    /\ At(t, {"WRITE_UNKNOWN"})
    /\ LET s == threads[t].seq IN SetSlot(s, s - Slots, Unclaim(threads[t].seen))
    /\ Go(t, Idle)
    /\ UNCHANGED <<next, outbox, net, effects, outcome, givenUp>>

-----------------------------------------------------------------------------
\* The sender and the network do what they do in CheckBeforeSend.
SenderStep(s) ==
    /\ \/ Submit(s) \/ TimeOut(s) \/ Cancel(s)
       \/ ReceiveAck(s) \/ ReceiveUnknown(s) \/ ReceiveSealed(s)
       \/ Lose(s)
    /\ UNCHANGED threads

\* A step of thread t.
Step(t) ==
    \/ \E s \in Message : ReadToClaim(t, s) \/ ReadToCheck(t, s) \/ ReadToSeal(t, s)
    \/ ExchangeToClaim(t) \/ ExchangeToSeal(t)
    \/ Handle(t) \/ HandlerFails(t)
    \/ ReadToDeliver(t) \/ WriteDelivered(t)
    \/ ReadToFail(t) \/ WriteUnknown(t)

WindowNext ==
    \/ \E s \in Message : SenderStep(s)
    \/ \E t \in Threads : Step(t)

WindowSafety == WindowInit /\ [][WindowNext]_windowVars

(***************************************************************************)
(* A thread that holds a message goes on with it: weak fairness is enough. *)
(* If handlers run again and again, one eventually succeeds, and a frame   *)
(* that meets an idle thread again and again is eventually received:       *)
(* strong fairness.  No thread has anything else to do forever, so there   *)
(* is an idle one when a frame comes often enough.  The sender is as fair  *)
(* as in CheckBeforeSend.                                                  *)
(***************************************************************************)
\* SEAL and its answer matter only where messages may be cancelled.
MayCancel == Cancellable # {}

SomeSucceeds    == \E t \in Threads : Handle(t)
SomeClaims(s)   == \E t \in Threads : ReadToClaim(t, s)
SomeChecks(s)   == \E t \in Threads : ReadToCheck(t, s)
SomeSeals(s)    == \E t \in Threads : ReadToSeal(t, s)

FairSender(s) ==
    /\ WF_windowVars(Submit(s) /\ UNCHANGED threads)
    /\ WF_windowVars(TimeOut(s) /\ UNCHANGED threads)
    /\ SF_windowVars(ReceiveAck(s) /\ UNCHANGED threads)
    /\ SF_windowVars(ReceiveUnknown(s) /\ UNCHANGED threads)
    /\ MayCancel => SF_windowVars(ReceiveSealed(s) /\ UNCHANGED threads)

FairThreads ==
    \A t \in Threads :
        /\ WF_windowVars(ExchangeToClaim(t))
        /\ WF_windowVars(ExchangeToSeal(t))
        /\ WF_windowVars(ReadToDeliver(t))
        /\ WF_windowVars(WriteDelivered(t))
        /\ WF_windowVars(ReadToFail(t))
        /\ WF_windowVars(WriteUnknown(t))

WindowFairness ==
    /\ FairThreads
    /\ SF_windowVars(SomeSucceeds)
    /\ \A s \in Message :
          /\ SF_windowVars(SomeClaims(s))
          /\ SF_windowVars(SomeChecks(s))
          /\ MayCancel => SF_windowVars(SomeSeals(s))
          /\ FairSender(s)

WindowSpec == WindowSafety /\ WindowFairness

-----------------------------------------------------------------------------
(* The properties.  Every step is a step of CheckBeforeSend or leaves it   *)
(* unchanged.  There, the effect and the record of it are one step, here   *)
(* they are three; an effect counts when it is published, because nobody   *)
(* can see it before.  A frame that a thread has taken counts as received  *)
(* when the exchange decides what becomes of it.                           *)

Unpublished(s) ==
    \E t \in Threads : At(t, {"HANDLED", "WRITE_DELIVERED"}) /\ threads[t].seq = s

Published == [s \in Message |-> IF Unpublished(s) THEN effects[s] - 1 ELSE effects[s]]

\* The frames that threads have taken and not yet answered.
Held ==
    LET Of(place) == {threads[t].seq : t \in {u \in Threads : At(u, {place})}} IN
    {Data(s, Payload(s)) : s \in Of("EXCHANGE_TO_CLAIM")}
    \cup {Seal(s) : s \in Of("EXCHANGE_TO_SEAL")}

Protocol == INSTANCE CheckBeforeSend WITH effects <- Published, net <- net \cup Held

ProtocolSafety == Protocol!Safety

\* A claim has one holder, and stays until that thread gives it up.
Holds(t, s) == At(t, Handling \cup {"WRITE_DELIVERED", "WRITE_UNKNOWN"}) /\ threads[t].seq = s
OneHolder ==
    \A s \in Message :
        /\ IsClaimed(s) <=> \E t \in Threads : Holds(t, s)
        /\ \A t, u \in Threads : Holds(t, s) /\ Holds(u, s) => t = u

\* Wait-free: one read and at most one write decide.  A thread in the middle of an operation
\* completes it with its next step, whatever the others do.
WaitFree ==
    [][\A t \in Threads :
         At(t, MidOperation) /\ threads'[t] # threads[t] => threads'[t].at \notin MidOperation]_windowVars

\* Lock-free: as long as one thread takes steps, some thread completes operations.
LockFree ==
    \A t \in Threads :
        []<><<Step(t)>>_windowVars =>
            \E u \in Threads : []<><<threads'[u].at \notin MidOperation>>_(threads[u])
=============================================================================
