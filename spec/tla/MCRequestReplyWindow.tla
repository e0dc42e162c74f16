------------------------ MODULE MCRequestReplyWindow ------------------------
(***************************************************************************)
(* Bounds for RequestReplyWindow, and its mutants: mistakes that a         *)
(* careless implementation of the same protocol might make with the reply. *)
(***************************************************************************)
EXTENDS RequestReplyWindow

\* Threads are interchangeable: of states that differ in their names alone, TLC looks at one.
LOCAL INSTANCE TLC
Interchangeable == Permutations(Threads)

NoMessage    == {}
EveryMessage == Message
SecondMessage == {1}

-----------------------------------------------------------------------------
(* Mutants.                                                                *)

\* The stamp is not read again.
IsConfirmedAnyway(t) == TRUE

\* DATA for a known request is not answered.
ReadToClaimSilent(t, s) ==
    /\ At(t, {"IDLE"})
    /\ Lookup(s, Slot(C, s)) = "UNKNOWN"
    /\ Go(t, [at |-> "EXCHANGE_TO_CLAIM", seq |-> s, seen |-> Slot(C, s)])
    /\ Receive(Data(C, s), {})
    /\ UNCHANGED <<next, outbox, ring, replies, effects, outcome, taken, got, givenUp>>

\* A failed handler leaves behind "s - W was delivered", even if it was sealed.
UnclaimAlwaysDelivered(v) == "DELIVERED"

\* The reply is not stored.
StoreReplyNot(t) ==
    /\ At(t, {"STORE_REPLY"})
    /\ Go(t, [threads[t] EXCEPT !.at = "WRITE_DELIVERED"])
    /\ UNCHANGED vars

\* The stamp is published first, and then the reply is stored.
StoreReplyLater(t) ==
    /\ At(t, {"STORE_REPLY"})
    /\ SetSlot(C, Msg(t), Msg(t), "DELIVERED")
    /\ Transmit({Ack(C, Msg(t), threads[t].reply)})
    /\ Go(t, [threads[t] EXCEPT !.at = "WRITE_DELIVERED"])
    /\ UNCHANGED <<next, outbox, replies, effects, outcome, taken, got, givenUp>>
WriteDeliveredEarlier(t) ==
    /\ At(t, {"WRITE_DELIVERED"})
    /\ SetReply(C, Msg(t), threads[t].reply)
    /\ Go(t, Idle)
    /\ UNCHANGED <<next, outbox, ring, net, effects, outcome, taken, got, givenUp>>

\* The reply is stored before the handler has succeeded; it may still fail.
HandlerFailsAfterReply(t) ==
    /\ At(t, {"HANDLE"})
    /\ SetReply(C, Msg(t), Reply(C, Msg(t), effects[C, Msg(t)] + 1))
    /\ Go(t, [at |-> "FAILED", seq |-> Msg(t)])
    /\ UNCHANGED <<next, outbox, ring, net, effects, outcome, taken, got, givenUp>>

\* The claim is a read and a plain write.  The same for the seal.
UnchangedOrNot(t) == TRUE

\* A thread that finds a different stamp reads the reply again, and again.
ReadStampAgainRetries(t) ==
    /\ At(t, {"READ_STAMP_AGAIN"})
    /\ IF IsConfirmed(t)
       THEN Transmit({Ack(C, Msg(t), threads[t].reply)}) /\ Go(t, Idle)
       ELSE Go(t, [at |-> "READ_REPLY", seq |-> Msg(t)]) /\ UNCHANGED net
    /\ UNCHANGED <<next, outbox, ring, replies, effects, outcome, taken, got, givenUp>>
=============================================================================
