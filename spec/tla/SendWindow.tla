----------------------------- MODULE SendWindow -----------------------------
(***************************************************************************)
(* The sender of CheckBeforeSend as it runs: any number of threads share   *)
(* the counter and the outbox, and each step below is one access to the    *)
(* counter, to the stamp of a slot or to its payload, as in the Java class *)
(* SendWindow.  Every thread may append, resolve, send again, ask and      *)
(* cancel.  The receiver is that of CheckBeforeSend.                       *)
(*                                                                         *)
(*   append        ReadNext, ReadSlot, then ExchangeNext, WritePayload,    *)
(*                 WritePending, or ReadNextAgain                          *)
(*   resolve(s)    ReadToResolve, ExchangeToResolve, ReadPayload, Report,  *)
(*                 ClearPayload, WriteResolved                             *)
(*   payload(s)    ReadToResend, ReadPayloadToResend, ReadAgain            *)
(*   state(s)      ReadToAsk                                               *)
(*   cancel(s)     ExchangeToCancel                                        *)
(*                                                                         *)
(* Accesses are sequentially consistent here.  SendWindowLateReads says    *)
(* what remains true when reads are late.  What other orderings allow is   *)
(* for jcstress to check.                                                  *)
(***************************************************************************)
EXTENDS CheckBeforeSend

CONSTANT Threads     \* the threads that work for the sender

ASSUME ThereIsAThread == Threads # {}

\* In a slot of the outbox, seq and state are one word, the stamp; the payload is another.
VARIABLE threads     \* for each thread: where it is, with which message, and what it has read

windowVars == <<vars, threads>>

\* A slot is REPORTING from the decision until its outcome is reported; it then belongs to
\* the thread that decided.
Stamp == [seq : Int, state : Undecided \cup {"REPORTING"} \cup Decided]
StampIn(v) == [seq |-> v.seq, state |-> v.state]
StampOf(s) == StampIn(Entry(s))

At(t, places) == threads[t].at \in places
Idle          == [at |-> "IDLE"]

Appending == {"READ_SLOT", "EXCHANGE_NEXT", "WRITE_PAYLOAD", "WRITE_PENDING"}

ThreadState ==
    {Idle, [at |-> "READ_NEXT"]}
    \cup [at : Appending, seq : Message]
    \cup [at : {"READ_NEXT_AGAIN"}, seq : Message, wasFull : BOOLEAN]
    \cup [at : {"EXCHANGE_TO_RESOLVE"}, seq : Message, seen : Stamp, wants : Decided]
    \cup [at : {"READ_PAYLOAD", "CLEAR_PAYLOAD", "WRITE_RESOLVED"}, seq : Message, wants : Decided]
    \cup [at : {"REPORT"}, seq : Message, wants : Decided, payload : Cell]
    \cup [at : {"READ_PAYLOAD_TO_RESEND"}, seq : Message]
    \cup [at : {"READ_AGAIN"}, seq : Message, payload : Cell]

WindowInit ==
    /\ Init
    /\ threads = [t \in Threads |-> Idle]

Go(t, where) == threads' = [threads EXCEPT ![t] = where]

\* What a read of next, or of the slot of s, may return: what is there.
\* SendWindowLateReads says more.
ReadableNext == {next}
Readable(s)  == {Entry(s)}

\* The same for the reads of thread t that come after another read of the same slot.
ReadableAfter(t) == {Entry(threads[t].seq)}

\* v, the content of a slot, says that s is in one of these states.
Says(v, s, states) == v.seq = s /\ v.state \in states

-----------------------------------------------------------------------------
(* append: gives a message its number and makes it pending.                *)

\* The next number is read; there is nothing to do when all messages are submitted.
ReadNext(t) ==
    /\ At(t, {"IDLE", "READ_NEXT"})
    /\ \E s \in ReadableNext :
          Go(t, IF s \in Message THEN [at |-> "READ_SLOT", seq |-> s] ELSE Idle)
    /\ UNCHANGED <<next, outbox, ring, net, effects, outcome, givenUp>>

\* The slot can be taken when s - W is decided.
ReadSlot(t) ==
    /\ At(t, {"READ_SLOT"})
    /\ LET s == threads[t].seq IN
       \E v \in Readable(s) :
          Go(t, IF Says(v, s - W, Decided)
                THEN [at |-> "EXCHANGE_NEXT", seq |-> s]
                ELSE [at |-> "READ_NEXT_AGAIN", seq |-> s, wasFull |-> next = s])  \* history
    /\ UNCHANGED <<next, outbox, ring, net, effects, outcome, givenUp>>

\* If the number has not moved, the window was full; if it has, the slot belongs to another
\* producer.
ReadNextAgain(t) ==
    /\ At(t, {"READ_NEXT_AGAIN"})
    /\ \E s \in ReadableNext :
          Go(t, IF s = threads[t].seq THEN Idle ELSE [at |-> "READ_NEXT"])
    /\ UNCHANGED <<next, outbox, ring, net, effects, outcome, givenUp>>

\* The exchange wins the number, and with it the slot.
ExchangeNext(t) ==
    /\ At(t, {"EXCHANGE_NEXT"})
    /\ LET s == threads[t].seq IN
       IF next = s
       THEN next' = s + 1 /\ Go(t, [at |-> "WRITE_PAYLOAD", seq |-> s])
       ELSE Go(t, [at |-> "READ_NEXT"]) /\ UNCHANGED next
    /\ UNCHANGED <<outbox, ring, net, effects, outcome, givenUp>>

\* First the payload is written,
WritePayload(t) ==
    /\ At(t, {"WRITE_PAYLOAD"})
    /\ LET s == threads[t].seq IN
       /\ outbox' = [outbox EXCEPT ![s % W].payload = Payload(s)]
       /\ Go(t, [at |-> "WRITE_PENDING", seq |-> s])
    /\ UNCHANGED <<next, ring, net, effects, outcome, givenUp>>

\* then the stamp; the message can now be found, and is sent with the producer's own copy.
WritePending(t) ==
    /\ At(t, {"WRITE_PENDING"})
    /\ LET s == threads[t].seq IN
       /\ outbox' = [outbox EXCEPT ![s % W].seq = s, ![s % W].state = "PENDING"]
       /\ Transmit({Data(s, Payload(s))})
    /\ Go(t, Idle)
    /\ UNCHANGED <<next, ring, effects, outcome, givenUp>>

-----------------------------------------------------------------------------
(* resolve: an answer has arrived that decides s, unless it is already     *)
(* decided.  A thread takes the frame from the network with its first      *)
(* access; where frames always stay, taking it changes nothing.            *)

\* The first read: s is undecided.
ReadToResolve(t, s, reply, what) ==
    /\ At(t, {"IDLE"})
    /\ Receive(reply, {})
    /\ \E v \in Readable(s) :
          /\ Says(v, s, Undecided)
          /\ Go(t, [at |-> "EXCHANGE_TO_RESOLVE", seq |-> s, seen |-> StampIn(v), wants |-> what])
    /\ UNCHANGED <<next, outbox, ring, effects, outcome, givenUp>>

ReadForAck(t, s)    == ReadToResolve(t, s, Ack(s), "DELIVERED")
ReadForSealed(t, s) == ReadToResolve(t, s, Status(s, "SEALED"), "NOT_DELIVERED")

\* The exchange succeeds when the slot still holds what was read.
Unchanged(t) == StampOf(threads[t].seq) = threads[t].seen

\* One exchange decides, and its winner reports.  Cancel may come in between, once.
ExchangeToResolve(t) ==
    /\ At(t, {"EXCHANGE_TO_RESOLVE"})
    /\ LET x == threads[t] IN
       IF Unchanged(t)
       THEN /\ SetEntry(x.seq, "REPORTING")
            /\ Go(t, [at |-> "READ_PAYLOAD", seq |-> x.seq, wants |-> x.wants])
       ELSE /\ Go(t, IF Is(x.seq, Undecided) THEN [x EXCEPT !.seen = StampOf(x.seq)] ELSE Idle)
            /\ UNCHANGED outbox
    /\ UNCHANGED <<next, ring, net, effects, outcome, givenUp>>

\* The winner reads the payload that it reports.
ReadPayload(t) ==
    /\ At(t, {"READ_PAYLOAD"})
    /\ LET x == threads[t] IN
       Go(t, [at |-> "REPORT", seq |-> x.seq, wants |-> x.wants, payload |-> Entry(x.seq).payload])
    /\ UNCHANGED <<next, outbox, ring, net, effects, outcome, givenUp>>

\* The application is told.
Report(t) ==
    /\ At(t, {"REPORT"})
    /\ LET x == threads[t] IN
       /\ RecordOutcome(x.seq, x.wants)
       /\ Go(t, [at |-> "CLEAR_PAYLOAD", seq |-> x.seq, wants |-> x.wants])
    /\ UNCHANGED <<next, outbox, ring, net, effects, givenUp>>

\* The payload can be garbage-collected.
ClearPayload(t) ==
    /\ At(t, {"CLEAR_PAYLOAD"})
    /\ LET x == threads[t] IN
       /\ outbox' = [outbox EXCEPT ![x.seq % W].payload = NoPayload]
       /\ Go(t, [x EXCEPT !.at = "WRITE_RESOLVED"])
    /\ UNCHANGED <<next, ring, net, effects, outcome, givenUp>>

\* From here on the slot belongs to the producer of s + W.
WriteResolved(t) ==
    /\ At(t, {"WRITE_RESOLVED"})
    /\ SetEntry(threads[t].seq, threads[t].wants)
    /\ Go(t, Idle)
    /\ UNCHANGED <<next, ring, net, effects, outcome, givenUp>>

-----------------------------------------------------------------------------
(* payload: UNKNOWN has arrived, and s is sent again if it is still        *)
(* pending.  The payload is valid if the stamp is the same before and      *)
(* after.                                                                  *)

\* The stamp is read: s is pending.
ReadToResend(t, s) ==
    /\ At(t, {"IDLE"})
    /\ Receive(Status(s, "UNKNOWN"), {})
    /\ \E v \in Readable(s) : Says(v, s, {"PENDING"})
    /\ Go(t, [at |-> "READ_PAYLOAD_TO_RESEND", seq |-> s])
    /\ UNCHANGED <<next, outbox, ring, effects, outcome, givenUp>>

\* The payload is read, whatever it is.
ReadPayloadToResend(t) ==
    /\ At(t, {"READ_PAYLOAD_TO_RESEND"})
    /\ \E v \in ReadableAfter(t) :
          Go(t, [at |-> "READ_AGAIN", seq |-> threads[t].seq, payload |-> v.payload])
    /\ UNCHANGED <<next, outbox, ring, net, effects, outcome, givenUp>>

\* Is the payload certainly that of s?
StillPending(s, v) == Says(v, s, {"PENDING"})

\* The stamp is read again, and s is sent if it is still pending.
ReadAgain(t) ==
    /\ At(t, {"READ_AGAIN"})
    /\ LET s == threads[t].seq IN
       \E v \in ReadableAfter(t) :
          IF StillPending(s, v) THEN Transmit({Data(s, threads[t].payload)}) ELSE UNCHANGED net
    /\ Go(t, Idle)
    /\ UNCHANGED <<next, outbox, ring, effects, outcome, givenUp>>

-----------------------------------------------------------------------------
(* One access each: any thread may do them, in the middle of another       *)
(* operation or not.                                                       *)

\* poll: an answer is overdue.
ReadToAsk(s) ==
    /\ \E v \in Readable(s) :
          /\ Says(v, s, Undecided)
          /\ Transmit({IF v.state = "PENDING" THEN Check(s) ELSE Seal(s)})
    /\ UNCHANGED <<next, outbox, ring, effects, outcome, givenUp, threads>>

\* cancel: the application gives up, if the message is pending.
ExchangeToCancel(s) == Cancel(s) /\ UNCHANGED threads

\* The receiver and the network do what they do in CheckBeforeSend.
ReceiverStep(s) ==
    /\ \/ ReceiveData(s) \/ Deliver(s) \/ Fail(s) \/ ReceiveCheck(s) \/ ReceiveSeal(s)
       \/ Lose(s)
    /\ UNCHANGED threads

\* A step of thread t.
Step(t) ==
    \/ ReadNext(t) \/ ReadSlot(t) \/ ReadNextAgain(t) \/ ExchangeNext(t)
    \/ WritePayload(t) \/ WritePending(t)
    \/ \E s \in Message : ReadForAck(t, s) \/ ReadForSealed(t, s) \/ ReadToResend(t, s)
    \/ ExchangeToResolve(t) \/ ReadPayload(t) \/ Report(t) \/ ClearPayload(t) \/ WriteResolved(t)
    \/ ReadPayloadToResend(t) \/ ReadAgain(t)

WindowNext ==
    \/ \E t \in Threads : Step(t)
    \/ \E s \in Message : ReadToAsk(s) \/ ExchangeToCancel(s) \/ ReceiverStep(s)

WindowSafety == WindowInit /\ [][WindowNext]_windowVars

(***************************************************************************)
(* A thread that is in the middle of an operation goes on with it, some    *)
(* thread submits, and timeouts keep firing: weak fairness is enough.  A   *)
(* frame that is in flight again and again, and threads that are idle      *)
(* again and again, eventually meet.  Strong fairness of the first access  *)
(* would not say that: the threads may be busy whenever the frame is       *)
(* there, for instance with a window that is full.  So somebody must keep  *)
(* a frame until a thread is free.  The receiver is as fair as in          *)
(* CheckBeforeSend.                                                        *)
(***************************************************************************)
\* SEAL and its answer matter only where messages may be cancelled.
MayCancel == Cancellable # {}

SomeThreadIsIdle == \E t \in Threads : At(t, {"IDLE"})
AckWaits         == \E s \in Message : Ack(s) \in net /\ Is(s, Undecided)
SealedWaits      == \E s \in Message : Status(s, "SEALED") \in net /\ Is(s, Undecided)
UnknownWaits     == \E s \in Message : Status(s, "UNKNOWN") \in net /\ Is(s, {"PENDING"})

TakeAck     == \E t \in Threads : \E s \in Message : ReadForAck(t, s)
TakeSealed  == \E t \in Threads : \E s \in Message : ReadForSealed(t, s)
TakeUnknown == \E t \in Threads : \E s \in Message : ReadToResend(t, s)

AckIsTaken     == []<>AckWaits /\ []<>SomeThreadIsIdle => []<><<TakeAck>>_windowVars
SealedIsTaken  == []<>SealedWaits /\ []<>SomeThreadIsIdle => []<><<TakeSealed>>_windowVars
UnknownIsTaken == []<>UnknownWaits /\ []<>SomeThreadIsIdle => []<><<TakeUnknown>>_windowVars

ReceiverData    == \E s \in Message : ReceiveData(s) /\ UNCHANGED threads
ReceiverDeliver == \E s \in Message : Deliver(s) /\ UNCHANGED threads
ReceiverCheck   == \E s \in Message : ReceiveCheck(s) /\ UNCHANGED threads
ReceiverSeal    == \E s \in Message : ReceiveSeal(s) /\ UNCHANGED threads

FairReceiver ==
    /\ SF_windowVars(ReceiverData)
    /\ SF_windowVars(ReceiverDeliver)
    /\ SF_windowVars(ReceiverCheck)
    /\ MayCancel => SF_windowVars(ReceiverSeal)

FairThreads ==
    \A t \in Threads :
        /\ WF_windowVars(ReadNext(t))
        /\ WF_windowVars(ReadSlot(t))
        /\ WF_windowVars(ReadNextAgain(t))
        /\ WF_windowVars(ExchangeNext(t))
        /\ WF_windowVars(WritePayload(t))
        /\ WF_windowVars(WritePending(t))
        /\ WF_windowVars(ExchangeToResolve(t))
        /\ WF_windowVars(ReadPayload(t))
        /\ WF_windowVars(Report(t))
        /\ WF_windowVars(ClearPayload(t))
        /\ WF_windowVars(WriteResolved(t))
        /\ WF_windowVars(ReadPayloadToResend(t))
        /\ WF_windowVars(ReadAgain(t))

WindowFairness ==
    /\ FairThreads
    /\ AckIsTaken
    /\ MayCancel => SealedIsTaken
    /\ UnknownIsTaken
    /\ \A s \in Message : WF_windowVars(ReadToAsk(s))
    /\ FairReceiver

WindowSpec == WindowSafety /\ WindowFairness

-----------------------------------------------------------------------------
(* The properties.  Every step is a step of CheckBeforeSend or leaves it   *)
(* unchanged.  There, Submit is one step.  Here it takes effect with the   *)
(* exchange of next: what the producer has still to write and to send      *)
(* counts as written and sent.  A decision takes effect with its exchange, *)
(* and so does the report.  A frame is received with the last access that  *)
(* it causes; until then it is in the network there.                       *)

Appended(s) ==
    \E t \in Threads : At(t, {"WRITE_PAYLOAD", "WRITE_PENDING"}) /\ threads[t].seq = s

\* The threads that have decided s and not yet reported it, and those that own its slot.
Reporting(s) == {t \in Threads : At(t, {"READ_PAYLOAD", "REPORT"}) /\ threads[t].seq = s}
Owners(s)    == Reporting(s) \cup
                {t \in Threads : At(t, {"CLEAR_PAYLOAD", "WRITE_RESOLVED"}) /\ threads[t].seq = s}

\* The frames that thread t has taken and not yet answered.
Holds(t) ==
    LET x == threads[t] IN
    CASE x.at = "EXCHANGE_TO_RESOLVE" ->
            {IF x.wants = "DELIVERED" THEN Ack(x.seq) ELSE Status(x.seq, "SEALED")}
      [] x.at \in {"READ_PAYLOAD_TO_RESEND", "READ_AGAIN"} -> {Status(x.seq, "UNKNOWN")}
      [] OTHER -> {}

ProtocolOutbox ==
    [i \in 0..W-1 |->
        IF \E s \in Message : s % W = i /\ Appended(s)
        THEN LET s == CHOOSE s \in Message : s % W = i /\ Appended(s)
             IN [seq |-> s, state |-> "PENDING", payload |-> Payload(s)]
        ELSE LET s == outbox[i].seq IN
             IF s \in Message /\ outbox[i].state \notin Undecided
             THEN [seq |-> s,
                   state |-> IF Owners(s) # {}
                             THEN threads[CHOOSE t \in Owners(s) : TRUE].wants
                             ELSE outbox[i].state,
                   payload |-> Payload(s)]
             ELSE outbox[i]]

ProtocolNet ==
    net \cup {Data(s, Payload(s)) : s \in {s \in Message : Appended(s)}}
        \cup UNION {Holds(t) : t \in Threads}

ProtocolOutcome ==
    [s \in Message |->
        IF outcome[s] = "PENDING" /\ Reporting(s) # {}
        THEN threads[CHOOSE t \in Reporting(s) : TRUE].wants
        ELSE outcome[s]]

Protocol == INSTANCE CheckBeforeSend WITH
    outbox <- ProtocolOutbox, net <- ProtocolNet, outcome <- ProtocolOutcome

WindowTypeOK ==
    /\ Protocol!TypeOK
    /\ \A i \in 0..W-1 : StampIn(outbox[i]) \in Stamp /\ outbox[i].payload \in Cell
    /\ threads \in [Threads -> ThreadState]

ProtocolSafety == Protocol!Safety

\* No outcome is reported, or about to be reported, twice.
ReportedOnce ==
    \A s \in Message : \A t, u \in Reporting(s) : t = u /\ outcome[s] = "PENDING"

\* The outbox holds a message until its outcome is reported: its slot is not reused before.
\* So a sender that crashes can ask about it again.
KeptUntilReported == \A s \in Message : outcome[s] = "PENDING" => next <= s + W

\* The payload that is reported with an outcome is that of the message.
ReportIntegrity ==
    \A t \in Threads : At(t, {"REPORT"}) => threads[t].payload = Payload(threads[t].seq)

\* A slot has one producer.
OneProducer ==
    \A t, u \in Threads :
        At(t, {"WRITE_PAYLOAD", "WRITE_PENDING"}) /\ At(u, {"WRITE_PAYLOAD", "WRITE_PENDING"})
        /\ threads[t].seq % W = threads[u].seq % W => t = u

\* A producer that is told that the window is full did find it full: the number that it read
\* was still the next one when it found the slot taken.
FullIsTrue ==
    [][\A t \in Threads :
         At(t, {"READ_NEXT_AGAIN"}) /\ threads'[t].at = "IDLE" => threads[t].wasFull]_windowVars

\* Wait-free: resolve retries its exchange only when the message was cancelled in the
\* meantime, and a message is cancelled at most once.
ResolvesInTwo ==
    [][\A t \in Threads :
         At(t, {"EXCHANGE_TO_RESOLVE"}) /\ threads'[t].at = "EXCHANGE_TO_RESOLVE"
         /\ threads'[t] # threads[t] => threads'[t].seen.state = "SEALING"]_windowVars

\* A thread drops its answer only if the message is decided already.
DroppedIfDecided ==
    [][\A t \in Threads :
         At(t, {"EXCHANGE_TO_RESOLVE"}) /\ threads'[t].at = "IDLE" =>
            ~Is(threads[t].seq, Undecided)]_windowVars

\* Lock-free: as long as one thread takes steps, some thread completes operations.
LockFree ==
    \A t \in Threads :
        []<><<Step(t)>>_windowVars =>
            \E u \in Threads : []<><<threads'[u].at = "IDLE">>_(threads[u])
=============================================================================
