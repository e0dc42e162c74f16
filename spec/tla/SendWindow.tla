----------------------------- MODULE SendWindow -----------------------------
(***************************************************************************)
(* The sender of CheckBeforeSend as it runs: any number of threads share   *)
(* the counter and the outbox, and each step below is one access to the    *)
(* counter, to the stamp of a slot or to its payload, as in the Java class *)
(* SendWindow.  Every thread may append, resolve, send again, ask and      *)
(* cancel.  The receiver is the one of CheckBeforeSend.                    *)
(*                                                                         *)
(*   append        ReadNext, ReadSlot, then ExchangeNext, WritePayload,    *)
(*                 WritePending, or ReadNextAgain                          *)
(*   resolve(s)    ReadToResolve, ExchangeToResolve, ReadPayload, Report,  *)
(*                 ClearPayload, WriteResolved                             *)
(*   payload(s)    ReadToResend, ReadPayloadToResend, ReadAgain            *)
(*   state(s)      ReadToAsk                                               *)
(*   cancel(s)     ExchangeToCancel                                        *)
(*                                                                         *)
(* Accesses are taken as they come, one after the other; what the weaker   *)
(* orderings of the Java code allow besides is for jcstress.               *)
(***************************************************************************)
EXTENDS CheckBeforeSend, FiniteSets

CONSTANT Threads     \* the threads that work for the sender

ASSUME ThereIsAThread == Threads # {}

\* A frame in the network can be received again at any time.  So a thread need not
\* take it away and hold it: its first access is its first step.
ASSUME NetworkIsMonotone == Duplicates = "always" /\ ~Loses

\* Of a slot of the outbox, seq and state are one word, the stamp; the payload is another.
VARIABLE threads     \* for each thread: where it is, with which message, and what it has read

windowVars == <<next, outbox, ring, net, effects, outcome, threads>>

\* A slot is REPORTING from the decision until its outcome is reported: it belongs to the
\* thread that decided.
Stamp == [seq : -W..N-1, state : Undecided \cup {"REPORTING"} \cup Decided]
StampOf(s) == [seq |-> Entry(s).seq, state |-> Entry(s).state]
Cell == Message \cup {NoPayload}

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

-----------------------------------------------------------------------------
(* append: gives a message its number and makes it pending.                *)

ReadNext(t) ==
    /\ At(t, {"IDLE", "READ_NEXT"})
    /\ Go(t, IF next \in Message THEN [at |-> "READ_SLOT", seq |-> next] ELSE Idle)
    /\ UNCHANGED <<next, outbox, ring, net, effects, outcome>>

ReadSlot(t) ==
    /\ At(t, {"READ_SLOT"})
    /\ LET s == threads[t].seq IN
       Go(t, IF MaySubmit(s)
             THEN [at |-> "EXCHANGE_NEXT", seq |-> s]
             ELSE [at |-> "READ_NEXT_AGAIN", seq |-> s, wasFull |-> next = s])  \* history
    /\ UNCHANGED <<next, outbox, ring, net, effects, outcome>>

\* A number that has not moved proves that the window was full; one that has, that the
\* slot belongs to another producer.
ReadNextAgain(t) ==
    /\ At(t, {"READ_NEXT_AGAIN"})
    /\ Go(t, IF next = threads[t].seq THEN Idle ELSE [at |-> "READ_NEXT"])
    /\ UNCHANGED <<next, outbox, ring, net, effects, outcome>>

\* The exchange wins the number, and with it the slot.
ExchangeNext(t) ==
    /\ At(t, {"EXCHANGE_NEXT"})
    /\ LET s == threads[t].seq IN
       IF next = s
       THEN next' = s + 1 /\ Go(t, [at |-> "WRITE_PAYLOAD", seq |-> s])
       ELSE Go(t, [at |-> "READ_NEXT"]) /\ UNCHANGED next
    /\ UNCHANGED <<outbox, ring, net, effects, outcome>>

WritePayload(t) ==
    /\ At(t, {"WRITE_PAYLOAD"})
    /\ LET s == threads[t].seq IN
       /\ outbox' = [outbox EXCEPT ![s % W].payload = Payload(s)]
       /\ Go(t, [at |-> "WRITE_PENDING", seq |-> s])
    /\ UNCHANGED <<next, ring, net, effects, outcome>>

\* Now it can be found, and is sent; with the producer's own copy of the payload.
WritePending(t) ==
    /\ At(t, {"WRITE_PENDING"})
    /\ LET s == threads[t].seq IN
       /\ outbox' = [outbox EXCEPT ![s % W].seq = s, ![s % W].state = "PENDING"]
       /\ Transmit({Data(s, Payload(s))})
    /\ Go(t, Idle)
    /\ UNCHANGED <<next, ring, effects, outcome>>

-----------------------------------------------------------------------------
(* resolve: an answer has come that decides s, unless it is decided.       *)

ReadToResolve(t, s, reply, what) ==
    /\ At(t, {"IDLE"})
    /\ reply \in net
    /\ Is(s, Undecided)
    /\ Go(t, [at |-> "EXCHANGE_TO_RESOLVE", seq |-> s, seen |-> StampOf(s), wants |-> what])
    /\ UNCHANGED <<next, outbox, ring, net, effects, outcome>>

ReadForAck(t, s)    == ReadToResolve(t, s, Ack(s), "DELIVERED")
ReadForSealed(t, s) == ReadToResolve(t, s, Status(s, "SEALED"), "NOT_DELIVERED")

\* The exchange succeeds when the slot still holds what was read.
Unchanged(t) == StampOf(threads[t].seq) = threads[t].seen

\* One exchange decides, and who won it reports.  Cancel may come in between, once.
ExchangeToResolve(t) ==
    /\ At(t, {"EXCHANGE_TO_RESOLVE"})
    /\ LET x == threads[t] IN
       IF Unchanged(t)
       THEN /\ SetEntry(x.seq, "REPORTING")
            /\ Go(t, [at |-> "READ_PAYLOAD", seq |-> x.seq, wants |-> x.wants])
       ELSE /\ Go(t, IF Is(x.seq, Undecided) THEN [x EXCEPT !.seen = StampOf(x.seq)] ELSE Idle)
            /\ UNCHANGED outbox
    /\ UNCHANGED <<next, ring, net, effects, outcome>>

ReadPayload(t) ==
    /\ At(t, {"READ_PAYLOAD"})
    /\ LET x == threads[t] IN
       Go(t, [at |-> "REPORT", seq |-> x.seq, wants |-> x.wants, payload |-> Entry(x.seq).payload])
    /\ UNCHANGED <<next, outbox, ring, net, effects, outcome>>

\* The application is told.
Report(t) ==
    /\ At(t, {"REPORT"})
    /\ LET x == threads[t] IN
       /\ RecordOutcome(x.seq, x.wants)
       /\ Go(t, [at |-> "CLEAR_PAYLOAD", seq |-> x.seq, wants |-> x.wants])
    /\ UNCHANGED <<next, outbox, ring, net, effects>>

\* So that it can be collected.
ClearPayload(t) ==
    /\ At(t, {"CLEAR_PAYLOAD"})
    /\ LET x == threads[t] IN
       /\ outbox' = [outbox EXCEPT ![x.seq % W].payload = NoPayload]
       /\ Go(t, [x EXCEPT !.at = "WRITE_RESOLVED"])
    /\ UNCHANGED <<next, ring, net, effects, outcome>>

\* From here on the slot belongs to the producer of s + W.
WriteResolved(t) ==
    /\ At(t, {"WRITE_RESOLVED"})
    /\ SetEntry(threads[t].seq, threads[t].wants)
    /\ Go(t, Idle)
    /\ UNCHANGED <<next, ring, net, effects, outcome>>

-----------------------------------------------------------------------------
(* payload: UNKNOWN has come, and s is sent again if it is still pending.  *)
(* The payload counts when the stamp is the same before and after.         *)

ReadToResend(t, s) ==
    /\ At(t, {"IDLE"})
    /\ Status(s, "UNKNOWN") \in net
    /\ Is(s, {"PENDING"})
    /\ Go(t, [at |-> "READ_PAYLOAD_TO_RESEND", seq |-> s])
    /\ UNCHANGED <<next, outbox, ring, net, effects, outcome>>

ReadPayloadToResend(t) ==
    /\ At(t, {"READ_PAYLOAD_TO_RESEND"})
    /\ LET s == threads[t].seq IN
       Go(t, [at |-> "READ_AGAIN", seq |-> s, payload |-> Entry(s).payload])
    /\ UNCHANGED <<next, outbox, ring, net, effects, outcome>>

\* Is the payload that of s for certain?
StillPending(s) == Is(s, {"PENDING"})

ReadAgain(t) ==
    /\ At(t, {"READ_AGAIN"})
    /\ LET s == threads[t].seq IN
       IF StillPending(s) THEN Transmit({Data(s, threads[t].payload)}) ELSE UNCHANGED net
    /\ Go(t, Idle)
    /\ UNCHANGED <<next, outbox, ring, effects, outcome>>

-----------------------------------------------------------------------------
(* One access each: any thread may do them, in the middle of something     *)
(* else or not.                                                            *)

\* poll: an answer is overdue.
ReadToAsk(s) == TimeOut(s) /\ UNCHANGED threads

\* cancel: the application gives up, if the message is pending.
ExchangeToCancel(s) == Cancel(s) /\ UNCHANGED threads

\* The receiver does what it does in CheckBeforeSend.
ReceiverStep(s) ==
    /\ ReceiveData(s) \/ Deliver(s) \/ Fail(s) \/ ReceiveCheck(s) \/ ReceiveSeal(s)
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

-----------------------------------------------------------------------------
(* What is wanted: every step is one of CheckBeforeSend, or none.  There   *)
(* Submit is one step.  Here it takes effect with the exchange of next:    *)
(* what the producer has still to write and to send is counted as there.   *)
(* A decision takes effect with its exchange, and the report as well.      *)

Appended(s) ==
    \E t \in Threads : At(t, {"WRITE_PAYLOAD", "WRITE_PENDING"}) /\ threads[t].seq = s

\* The threads that have decided s and not yet reported it, and those that own its slot.
Reporting(s) == {t \in Threads : At(t, {"READ_PAYLOAD", "REPORT"}) /\ threads[t].seq = s}
Owners(s)    == Reporting(s) \cup
                {t \in Threads : At(t, {"CLEAR_PAYLOAD", "WRITE_RESOLVED"}) /\ threads[t].seq = s}

Protocol == INSTANCE CheckBeforeSend WITH
    outbox  <- [i \in 0..W-1 |->
                  IF \E s \in Message : s % W = i /\ Appended(s)
                  THEN LET s == CHOOSE s \in Message : s % W = i /\ Appended(s)
                       IN [seq |-> s, state |-> "PENDING", payload |-> Payload(s)]
                  ELSE LET s == outbox[i].seq IN
                       IF s \in Message /\ outbox[i].state \notin Undecided
                       THEN [seq |-> s,
                             state |-> IF outbox[i].state = "REPORTING"
                                       THEN threads[CHOOSE t \in Owners(s) : TRUE].wants
                                       ELSE outbox[i].state,
                             payload |-> Payload(s)]
                       ELSE outbox[i]],
    net     <- net \cup {Data(s, Payload(s)) : s \in {s \in Message : Appended(s)}},
    outcome <- [s \in Message |->
                  IF outcome[s] = "PENDING" /\ Reporting(s) # {}
                  THEN threads[CHOOSE t \in Reporting(s) : TRUE].wants
                  ELSE outcome[s]]

WindowTypeOK ==
    /\ Protocol!TypeOK
    /\ \A i \in 0..W-1 : [seq |-> outbox[i].seq, state |-> outbox[i].state] \in Stamp
                       /\ outbox[i].payload \in Cell
    /\ threads \in [Threads -> ThreadState]

ProtocolSafety == Protocol!Safety

\* No outcome is reported, or about to be reported, twice.
ReportedOnce ==
    \A s \in Message :
        Cardinality(Reporting(s)) + (IF outcome[s] = "PENDING" THEN 0 ELSE 1) <= 1

\* The outbox holds a message until its outcome is reported: nobody has its place before.
\* So a sender that crashes can ask for it again.
KeptUntilReported == \A s \in Message : outcome[s] = "PENDING" => next <= s + W

\* What is reported with an outcome is the payload of that message.
ReportIntegrity ==
    \A t \in Threads : At(t, {"REPORT"}) => threads[t].payload = Payload(threads[t].seq)

\* A slot has one producer.
OneProducer ==
    \A t, u \in Threads :
        At(t, {"WRITE_PAYLOAD", "WRITE_PENDING"}) /\ At(u, {"WRITE_PAYLOAD", "WRITE_PENDING"})
        /\ threads[t].seq % W = threads[u].seq % W => t = u

\* Who is told that the window is full was in time to find it full: the number that it
\* read was still the next when it found the slot taken.
FullIsTrue ==
    [][\A t \in Threads :
         At(t, {"READ_NEXT_AGAIN"}) /\ threads'[t].at = "IDLE" => threads[t].wasFull]_windowVars

\* Wait-free: resolve tries its exchange a second time only when the message was
\* cancelled meanwhile, and that happens once.
ResolvesInTwo ==
    [][\A t \in Threads :
         At(t, {"EXCHANGE_TO_RESOLVE"}) /\ threads'[t].at = "EXCHANGE_TO_RESOLVE"
         /\ threads'[t] # threads[t] =>
            threads[t].seen.state = "PENDING" /\ threads'[t].seen.state = "SEALING"]_windowVars

\* Lock-free: as long as one thread takes steps, operations are completed.
Completes(t) == ~At(t, {"IDLE"}) /\ threads'[t].at = "IDLE"
LockFree ==
    \A t \in Threads :
        []<><<Step(t)>>_windowVars => []<><<\E u \in Threads : Completes(u)>>_windowVars
=============================================================================
