---------------------------- MODULE MCSendWindow ----------------------------
(***************************************************************************)
(* Bounds for SendWindow, and its mutants: mistakes that a careless        *)
(* implementation of the same protocol might make.                         *)
(***************************************************************************)
EXTENDS SendWindow

\* Threads are interchangeable: of states that differ in their names alone, TLC looks at one.
LOCAL INSTANCE TLC
Interchangeable == Permutations(Threads)

NoMessage    == {}
EveryMessage == Message
SecondMessage == {1}

\* Answers that nobody asked for, as if from an old session, are in flight from the start.
ForgedUnknown ==
    /\ next = 0
    /\ outbox = [i \in 0..W-1 |-> [seq |-> i - W, state |-> "DELIVERED", payload |-> NoPayload]]
    /\ ring = [i \in 0..Slots-1 |-> [seq |-> i - Slots, state |-> "DELIVERED"]]
    /\ net = {Status(s, "UNKNOWN") : s \in Message}
    /\ HistoryInit
    /\ threads = [t \in Threads |-> Idle]
SafetyWithForgedUnknown == ForgedUnknown /\ [][WindowNext]_windowVars

-----------------------------------------------------------------------------
(* Mutants of append.                                                      *)

\* The number is read and then written, without a compare-and-exchange.
ExchangeNextByPlainWrite(t) ==
    /\ At(t, {"EXCHANGE_NEXT"})
    /\ next' = threads[t].seq + 1
    /\ Go(t, [at |-> "WRITE_PAYLOAD", seq |-> threads[t].seq])
    /\ UNCHANGED <<outbox, ring, net, effects, outcome, givenUp>>

\* The slot is taken although s - W is open.
ReadSlotNotLooked(t) ==
    /\ At(t, {"READ_SLOT"})
    /\ Go(t, [at |-> "EXCHANGE_NEXT", seq |-> threads[t].seq])
    /\ UNCHANGED <<next, outbox, ring, net, effects, outcome, givenUp>>

\* A slot that cannot be taken is reported as a full window.
ReadNextAgainOmitted(t) ==
    /\ At(t, {"READ_NEXT_AGAIN"})
    /\ Go(t, Idle)
    /\ UNCHANGED <<next, outbox, ring, net, effects, outcome, givenUp>>

\* A producer that finds the slot taken waits for it.
ReadNextAgainWaits(t) ==
    /\ At(t, {"READ_NEXT_AGAIN"})
    /\ Go(t, [at |-> "READ_SLOT", seq |-> threads[t].seq])
    /\ UNCHANGED <<next, outbox, ring, net, effects, outcome, givenUp>>

\* PENDING is published first, and then the payload is written.
WritePayloadAfterPending(t) ==
    /\ At(t, {"WRITE_PAYLOAD"})
    /\ LET s == threads[t].seq IN
       outbox' = [outbox EXCEPT ![s % W].seq = s, ![s % W].state = "PENDING"]
    /\ Go(t, [at |-> "WRITE_PENDING", seq |-> threads[t].seq])
    /\ UNCHANGED <<next, ring, net, effects, outcome, givenUp>>
WritePendingBeforePayload(t) ==
    /\ At(t, {"WRITE_PENDING"})
    /\ LET s == threads[t].seq IN
       /\ outbox' = [outbox EXCEPT ![s % W].payload = Payload(s)]
       /\ Transmit({Data(s, Payload(s))})
    /\ Go(t, Idle)
    /\ UNCHANGED <<next, ring, effects, outcome, givenUp>>

-----------------------------------------------------------------------------
(* Mutants of resolve.                                                     *)

\* No message is delivered: ACK is not taken.
ReadForAckNever(t, s) == FALSE

\* The decision is a read and a plain write.
UnchangedOrNot(t) == TRUE

\* The decision frees the slot, and only then is the payload read and reported.
ExchangeToResolveAtOnce(t) ==
    /\ At(t, {"EXCHANGE_TO_RESOLVE"})
    /\ LET x == threads[t] IN
       IF Unchanged(t)
       THEN /\ SetEntry(x.seq, x.wants)
            /\ Go(t, [at |-> "READ_PAYLOAD", seq |-> x.seq, wants |-> x.wants])
       ELSE Go(t, Idle) /\ UNCHANGED outbox
    /\ UNCHANGED <<next, ring, net, effects, outcome, givenUp>>
ReportLast(t) ==
    /\ At(t, {"REPORT"})
    /\ RecordOutcome(threads[t].seq, threads[t].wants)
    /\ Go(t, Idle)
    /\ UNCHANGED <<next, outbox, ring, net, effects, givenUp>>

\* The payload is cleared after the slot is free.
WriteResolvedBeforeClear(t) ==
    /\ At(t, {"CLEAR_PAYLOAD"})
    /\ SetEntry(threads[t].seq, threads[t].wants)
    /\ Go(t, [threads[t] EXCEPT !.at = "WRITE_RESOLVED"])
    /\ UNCHANGED <<next, ring, net, effects, outcome, givenUp>>
ClearPayloadAfterResolved(t) ==
    /\ At(t, {"WRITE_RESOLVED"})
    /\ outbox' = [outbox EXCEPT ![threads[t].seq % W].payload = NoPayload]
    /\ Go(t, Idle)
    /\ UNCHANGED <<next, ring, net, effects, outcome, givenUp>>

\* A lost exchange is retried, whatever the slot holds now.
ExchangeToResolveInsists(t) ==
    /\ At(t, {"EXCHANGE_TO_RESOLVE"})
    /\ LET x == threads[t] IN
       IF Unchanged(t)
       THEN /\ SetEntry(x.seq, "REPORTING")
            /\ Go(t, [at |-> "READ_PAYLOAD", seq |-> x.seq, wants |-> x.wants])
       ELSE /\ Go(t, [x EXCEPT !.seen = StampOf(x.seq)])
            /\ UNCHANGED outbox
    /\ UNCHANGED <<next, ring, net, effects, outcome, givenUp>>

\* A lost exchange is not retried.
ExchangeToResolveOnce(t) ==
    /\ At(t, {"EXCHANGE_TO_RESOLVE"})
    /\ LET x == threads[t] IN
       IF Unchanged(t)
       THEN /\ SetEntry(x.seq, "REPORTING")
            /\ Go(t, [at |-> "READ_PAYLOAD", seq |-> x.seq, wants |-> x.wants])
       ELSE Go(t, Idle) /\ UNCHANGED outbox
    /\ UNCHANGED <<next, ring, net, effects, outcome, givenUp>>

-----------------------------------------------------------------------------
(* Mutants of payload.                                                     *)

\* The stamp is not read a second time.
StillPendingUnread(s, v) == TRUE

\* The stamp is not read a first time.
ReadToResendUnread(t, s) ==
    /\ At(t, {"IDLE"})
    /\ Status(s, "UNKNOWN") \in net
    /\ Go(t, [at |-> "READ_PAYLOAD_TO_RESEND", seq |-> s])
    /\ UNCHANGED <<next, outbox, ring, net, effects, outcome, givenUp>>
=============================================================================
