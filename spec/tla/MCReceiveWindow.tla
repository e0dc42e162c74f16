--------------------------- MODULE MCReceiveWindow ---------------------------
(***************************************************************************)
(* Bounds for ReceiveWindow, and its mutants: mistakes that a careless     *)
(* implementation of the same protocol might make.                         *)
(***************************************************************************)
EXTENDS ReceiveWindow

\* Threads are interchangeable: of states that differ in their names alone, TLC looks at one.
LOCAL INSTANCE TLC
Interchangeable == Permutations(Threads)

NoMessage    == {}
EveryMessage == Message
SecondMessage == {1}

-----------------------------------------------------------------------------
(* Mutants.                                                                *)

\* The claim is a read and a plain write, so several threads can win it.  The same for the
\* seal.
UnchangedOrNot(t) == TRUE

\* The stamp holds only the state, so one lap looks like another (ABA).
UnchangedState(t) == Slot(threads[t].seq).state = threads[t].seen.state

\* The thread that lost the claim answers IN_PROGRESS without checking who won.
ExchangeToClaimLoserIsBlind(t) ==
    /\ At(t, {"EXCHANGE_TO_CLAIM"})
    /\ LET s == threads[t].seq IN
       IF Unchanged(t)
       THEN /\ SetSlot(s, s, Claim(threads[t].seen))
            /\ Go(t, [at |-> "HANDLE", seq |-> s])
            /\ UNCHANGED net
       ELSE /\ Transmit(Answer(s, "IN_PROGRESS"))
            /\ Go(t, Idle)
            /\ UNCHANGED ring
    /\ UNCHANGED <<next, outbox, effects, outcome, givenUp>>

\* The thread that lost the seal answers SEALED without checking who won.
ExchangeToSealLoserIsBlind(t) ==
    /\ At(t, {"EXCHANGE_TO_SEAL"})
    /\ LET s == threads[t].seq IN
       IF Unchanged(t) THEN SetSlot(s, s, "SEALED") ELSE UNCHANGED ring
    /\ Transmit(Answer(threads[t].seq, "SEALED"))
    /\ Go(t, Idle)
    /\ UNCHANGED <<next, outbox, effects, outcome, givenUp>>

\* The thread that lost the claim reads again.
ExchangeToClaimLoserRetries(t) ==
    /\ At(t, {"EXCHANGE_TO_CLAIM"})
    /\ LET s == threads[t].seq IN
       IF Unchanged(t)
       THEN /\ SetSlot(s, s, Claim(threads[t].seen))
            /\ Go(t, [at |-> "HANDLE", seq |-> s])
       ELSE /\ Go(t, [threads[t] EXCEPT !.seen = Slot(s)])
            /\ UNCHANGED ring
    /\ UNCHANGED <<next, outbox, net, effects, outcome, givenUp>>

\* The thread that lost the claim spins until the winner is done.
ExchangeToClaimLoserWaits(t) ==
    /\ At(t, {"EXCHANGE_TO_CLAIM", "EXCHANGE_TO_SEAL"})
    /\ LET s == threads[t].seq IN
       IF Unchanged(t)
       THEN /\ SetSlot(s, s, Claim(threads[t].seen))
            /\ Go(t, [at |-> "HANDLE", seq |-> s])
       ELSE /\ Go(t, IF IsClaimed(s)
                     THEN [threads[t] EXCEPT !.at = IF @ = "EXCHANGE_TO_CLAIM"
                                                    THEN "EXCHANGE_TO_SEAL"
                                                    ELSE "EXCHANGE_TO_CLAIM"]
                     ELSE Idle)
            /\ UNCHANGED ring
    /\ UNCHANGED <<next, outbox, net, effects, outcome, givenUp>>

\* DELIVERED is published first, and then the handler runs.
HandleLast(t) ==
    /\ At(t, {"HANDLE"})
    /\ LET s == threads[t].seq IN
       IF IsClaimed(s)
       THEN SetSlot(s, s, "DELIVERED") /\ Transmit(Answer(s, "DELIVERED"))
            /\ UNCHANGED <<effects, threads>>
       ELSE RecordEffect(s) /\ Go(t, Idle) /\ UNCHANGED <<ring, net>>
    /\ UNCHANGED <<next, outbox, outcome, givenUp>>

\* A thread that handles a message releases the claim first, "so that the message does not
\* stay in progress if the thread dies".
HandleUnclaimed(t) ==
    /\ At(t, {"HANDLE"})
    /\ LET s == threads[t].seq IN SetSlot(s, s - Slots, Unclaim(Slot(s)))
    /\ RecordEffect(threads[t].seq)
    /\ Go(t, [at |-> "WRITE_DELIVERED", seq |-> threads[t].seq, seen |-> Slot(threads[t].seq)])
    /\ UNCHANGED <<next, outbox, net, outcome, givenUp>>

\* A failed handler leaves behind "s - W was delivered", even if it was sealed.
UnclaimAlwaysDelivered(v) == "DELIVERED"

\* The slot of a failed claim is marked DELIVERED: FailCountsAsDelivered, one access a step.
WriteUnknownAsDelivered(t) ==
    /\ At(t, {"WRITE_UNKNOWN"})
    /\ LET s == threads[t].seq IN SetSlot(s, s, "DELIVERED")
    /\ Go(t, Idle)
    /\ UNCHANGED <<next, outbox, net, effects, outcome, givenUp>>

\* A failed handler leaves its claim behind.
ReadToFailAndForget(t) ==
    /\ At(t, {"FAILED"})
    /\ Go(t, Idle)
    /\ UNCHANGED vars
=============================================================================
