------------------------- MODULE RequestReplyWindow -------------------------
(***************************************************************************)
(* The responder of RequestReply as it runs: any number of threads share   *)
(* the slots, and each step below is one access to one stamp or to one     *)
(* reply.  The requester is that of RequestReply, with one session.        *)
(*                                                                         *)
(*   claim(s)     ReadToClaim, and if s is unknown ExchangeToClaim         *)
(*   check(s)     ReadToCheck                                              *)
(*   seal(s)      ReadToSeal, and if s is unknown ExchangeToSeal           *)
(*   deliver(s)   StoreReply, WriteDelivered                               *)
(*   fail(s)      ReadToFail, WriteUnknown                                 *)
(*   reply(s)     ReadReply, ReadStampAgain; after any access above that   *)
(*                found DELIVERED                                          *)
(*                                                                         *)
(* The next lap may take the slot between the read of the stamp and that   *)
(* of the reply.  So the stamp is read again.  If it has changed, the      *)
(* requester already has its reply, and nothing is owed.                   *)
(*                                                                         *)
(* Accesses are sequentially consistent here.  In Java the reply is stored *)
(* with release and read with acquire: a thread that sees the reply of the *)
(* next lap then also sees its claim when it reads the stamp again.        *)
(***************************************************************************)
EXTENDS RequestReply, FiniteSets

CONSTANT Threads     \* the threads that work for the responder

ASSUME ThereIsAThread    == Threads # {}
ASSUME OneSession        == Cardinality(Sessions) = 1

VARIABLE threads     \* for each thread: where it is, with which message, and what it has read

windowVars == <<vars, threads>>

C == CHOOSE c \in Sessions : TRUE

Stamp(s, state) == [seq |-> s, state |-> state]
Stamps          == [seq : -W..N-1, state : Claimed \cup Resolved]

At(t, places) == threads[t].at \in places
Idle          == [at |-> "IDLE"]
Msg(t)        == threads[t].seq

ThreadState ==
    {Idle}
    \cup [at : {"EXCHANGE_TO_CLAIM", "EXCHANGE_TO_SEAL", "WRITE_UNKNOWN"},
          seq : Message, seen : Stamps]
    \cup [at : {"HANDLE", "FAILED", "READ_REPLY"}, seq : Message]
    \cup [at : {"STORE_REPLY", "WRITE_DELIVERED", "READ_STAMP_AGAIN"},
          seq : Message, reply : Replies]

WindowTypeOK ==
    /\ TypeOK
    /\ threads \in [Threads -> ThreadState]

WindowInit ==
    /\ Init
    /\ threads = [t \in Threads |-> Idle]

Go(t, where) == threads' = [threads EXCEPT ![t] = where]

-----------------------------------------------------------------------------
(* A frame has arrived; the thread takes it from the network with its      *)
(* first access, as in ReceiveWindow.                                      *)

\* Where t goes on, given v, the stamp of s, and what it answers: for DELIVERED it must read
\* the reply first.
GoOnFrom(t, s, v) ==
    Go(t, IF Lookup(s, v) = "DELIVERED" THEN [at |-> "READ_REPLY", seq |-> s] ELSE Idle)
AnswerFrom(s, v) ==
    LET found == Lookup(s, v) IN
    IF found \in {"IN_PROGRESS", "UNKNOWN", "SEALED"} THEN {Status(C, s, found)} ELSE {}

\* DATA has arrived: an unknown request is claimed next, any other is answered.
ReadToClaim(t, s) ==
    /\ At(t, {"IDLE"})
    /\ IF Lookup(s, Slot(C, s)) = "UNKNOWN"
       THEN /\ Go(t, [at |-> "EXCHANGE_TO_CLAIM", seq |-> s, seen |-> Slot(C, s)])
            /\ Receive(Data(C, s), {})
       ELSE GoOnFrom(t, s, Slot(C, s)) /\ Receive(Data(C, s), AnswerFrom(s, Slot(C, s)))
    /\ UNCHANGED <<next, outbox, ring, replies, effects, outcome, taken, got, givenUp>>

\* CHECK has arrived, and is answered.
ReadToCheck(t, s) ==
    /\ At(t, {"IDLE"})
    /\ GoOnFrom(t, s, Slot(C, s))
    /\ Receive(Check(C, s), AnswerFrom(s, Slot(C, s)))
    /\ UNCHANGED <<next, outbox, ring, replies, effects, outcome, taken, got, givenUp>>

\* SEAL has arrived: an unknown request is sealed next, any other is answered.
ReadToSeal(t, s) ==
    /\ At(t, {"IDLE"})
    /\ IF Lookup(s, Slot(C, s)) = "UNKNOWN"
       THEN /\ Go(t, [at |-> "EXCHANGE_TO_SEAL", seq |-> s, seen |-> Slot(C, s)])
            /\ Receive(Seal(C, s), {})
       ELSE GoOnFrom(t, s, Slot(C, s)) /\ Receive(Seal(C, s), AnswerFrom(s, Slot(C, s)))
    /\ UNCHANGED <<next, outbox, ring, replies, effects, outcome, taken, got, givenUp>>

\* The exchange succeeds when the slot still holds what was read.
Unchanged(t) == Slot(C, Msg(t)) = threads[t].seen

\* The winner runs the handler; the loser answers with what it finds.
ExchangeToClaim(t) ==
    /\ At(t, {"EXCHANGE_TO_CLAIM"})
    /\ LET s == Msg(t) IN
       IF Unchanged(t)
       THEN /\ SetSlot(C, s, s, Claim(threads[t].seen))
            /\ Go(t, [at |-> "HANDLE", seq |-> s])
            /\ UNCHANGED net
       ELSE /\ GoOnFrom(t, s, Slot(C, s))
            /\ Transmit(AnswerFrom(s, Slot(C, s)))
            /\ UNCHANGED ring
    /\ UNCHANGED <<next, outbox, replies, effects, outcome, taken, got, givenUp>>

\* The winner answers SEALED; the loser answers with what it finds.
ExchangeToSeal(t) ==
    /\ At(t, {"EXCHANGE_TO_SEAL"})
    /\ LET s == Msg(t) IN
       IF Unchanged(t)
       THEN /\ SetSlot(C, s, s, "SEALED")
            /\ Go(t, Idle)
            /\ Transmit({Status(C, s, "SEALED")})
       ELSE /\ GoOnFrom(t, s, Slot(C, s))
            /\ Transmit(AnswerFrom(s, Slot(C, s)))
            /\ UNCHANGED ring
    /\ UNCHANGED <<next, outbox, replies, effects, outcome, taken, got, givenUp>>

\* Reads whatever the reply slot holds, between the two reads of the stamp.
ReadReply(t) ==
    /\ At(t, {"READ_REPLY"})
    /\ Go(t, [at |-> "READ_STAMP_AGAIN", seq |-> Msg(t), reply |-> replies[C, ReplySlot(Msg(t))]])
    /\ UNCHANGED vars

\* The stamp has not changed: the reply that was read is that of s.
IsConfirmed(t) == Slot(C, Msg(t)) = Stamp(Msg(t), "DELIVERED")

\* Only if the stamp has not changed is the reply sent.
ReadStampAgain(t) ==
    /\ At(t, {"READ_STAMP_AGAIN"})
    /\ Transmit(IF IsConfirmed(t) THEN {Ack(C, Msg(t), threads[t].reply)} ELSE {})
    /\ Go(t, Idle)
    /\ UNCHANGED <<next, outbox, ring, replies, effects, outcome, taken, got, givenUp>>

-----------------------------------------------------------------------------
(* The handler, and the end of the claim.                                  *)

\* The handler succeeds: its effect is complete, and it returns the reply.
Handle(t) ==
    /\ At(t, {"HANDLE"})
    /\ RecordEffect(C, Msg(t))
    /\ Go(t, [at |-> "STORE_REPLY", seq |-> Msg(t),
              reply |-> Reply(C, Msg(t), effects[C, Msg(t)] + 1)])
    /\ UNCHANGED <<next, outbox, ring, replies, net, outcome, taken, got, givenUp>>

\* The handler fails, and has had no effect and no reply.
HandlerFails(t) ==
    /\ At(t, {"HANDLE"})
    /\ Go(t, [at |-> "FAILED", seq |-> Msg(t)])
    /\ UNCHANGED vars

\* First the reply is stored,
StoreReply(t) ==
    /\ At(t, {"STORE_REPLY"})
    /\ SetReply(C, Msg(t), threads[t].reply)
    /\ Go(t, [threads[t] EXCEPT !.at = "WRITE_DELIVERED"])
    /\ UNCHANGED <<next, outbox, ring, net, effects, outcome, taken, got, givenUp>>

\* then the stamp that announces it is published, with release.
WriteDelivered(t) ==
    /\ At(t, {"WRITE_DELIVERED"})
    /\ SetSlot(C, Msg(t), Msg(t), "DELIVERED")
    /\ Transmit({Ack(C, Msg(t), threads[t].reply)})
    /\ Go(t, Idle)
    /\ UNCHANGED <<next, outbox, replies, effects, outcome, taken, got, givenUp>>

\* Its own claim tells it how the previous lap ended.
ReadToFail(t) ==
    /\ At(t, {"FAILED"})
    /\ Go(t, [at |-> "WRITE_UNKNOWN", seq |-> Msg(t), seen |-> Slot(C, Msg(t))])
    /\ UNCHANGED vars

\* The stamp is what it was before the claim; the reply of the previous lap is still there.
WriteUnknown(t) ==
    /\ At(t, {"WRITE_UNKNOWN"})
    /\ SetSlot(C, Msg(t), Msg(t) - W, Unclaim(threads[t].seen))
    /\ Go(t, Idle)
    /\ UNCHANGED <<next, outbox, replies, net, effects, outcome, taken, got, givenUp>>

-----------------------------------------------------------------------------
\* A frame is lost.
LoseFrame == Lose /\ UNCHANGED threads

\* The requester does what it does in RequestReply.
RequesterStep(s) ==
    /\ \/ Submit(C, s) \/ TimeOut(C, s) \/ Cancel(C, s)
       \/ ReceiveAck(C, s) \/ ReceiveUnknown(C, s) \/ ReceiveSealed(C, s)
    /\ UNCHANGED threads

\* A step of thread t.
Step(t) ==
    \/ \E s \in Message : ReadToClaim(t, s) \/ ReadToCheck(t, s) \/ ReadToSeal(t, s)
    \/ ExchangeToClaim(t) \/ ExchangeToSeal(t)
    \/ ReadReply(t) \/ ReadStampAgain(t)
    \/ Handle(t) \/ HandlerFails(t)
    \/ StoreReply(t) \/ WriteDelivered(t)
    \/ ReadToFail(t) \/ WriteUnknown(t)

WindowNext ==
    \/ \E s \in Message : RequesterStep(s)
    \/ \E t \in Threads : Step(t)
    \/ LoseFrame

WindowSafety == WindowInit /\ [][WindowNext]_windowVars

(***************************************************************************)
(* What threads must do, as in ReceiveWindow.  But a thread that answers   *)
(* with a reply takes several steps, so all threads may be busy with       *)
(* duplicates whenever a frame is there.  So a frame that is in flight     *)
(* again and again, and threads that are idle again and again, eventually  *)
(* meet, as in SendWindow.  The requester is as fair as in RequestReply.   *)
(***************************************************************************)
\* SEAL and its answer matter only where messages may be cancelled.
MayCancel == Cancellable # {}

SomeThreadIsIdle == \E t \in Threads : At(t, {"IDLE"})
DataWaits        == \E s \in Message : Data(C, s) \in net
CheckWaits       == \E s \in Message : Check(C, s) \in net
SealWaits        == \E s \in Message : Seal(C, s) \in net

TakeData    == \E t \in Threads : \E s \in Message : ReadToClaim(t, s)
TakeCheck   == \E t \in Threads : \E s \in Message : ReadToCheck(t, s)
TakeSeal    == \E t \in Threads : \E s \in Message : ReadToSeal(t, s)
SomeSucceed == \E t \in Threads : Handle(t)

DataIsTaken  == []<>DataWaits /\ []<>SomeThreadIsIdle => []<><<TakeData>>_windowVars
CheckIsTaken == []<>CheckWaits /\ []<>SomeThreadIsIdle => []<><<TakeCheck>>_windowVars
SealIsTaken  == []<>SealWaits /\ []<>SomeThreadIsIdle => []<><<TakeSeal>>_windowVars

FairRequester ==
    /\ \A s \in Message : WF_windowVars(Submit(C, s) /\ UNCHANGED threads)
    /\ \A s \in Message : WF_windowVars(TimeOut(C, s) /\ UNCHANGED threads)
    /\ SF_windowVars(\E s \in Message : ReceiveAck(C, s) /\ UNCHANGED threads)
    /\ SF_windowVars(\E s \in Message : ReceiveUnknown(C, s) /\ UNCHANGED threads)
    /\ MayCancel => SF_windowVars(\E s \in Message : ReceiveSealed(C, s) /\ UNCHANGED threads)

FairThreads ==
    \A t \in Threads :
        /\ WF_windowVars(ExchangeToClaim(t))
        /\ WF_windowVars(ExchangeToSeal(t))
        /\ WF_windowVars(StoreReply(t))
        /\ WF_windowVars(WriteDelivered(t))
        /\ WF_windowVars(ReadToFail(t))
        /\ WF_windowVars(WriteUnknown(t))
        /\ WF_windowVars(ReadReply(t))
        /\ WF_windowVars(ReadStampAgain(t))

WindowFairness ==
    /\ FairThreads
    /\ DataIsTaken
    /\ CheckIsTaken
    /\ MayCancel => SealIsTaken
    /\ SF_windowVars(SomeSucceed)
    /\ FairRequester

WindowSpec == WindowSafety /\ WindowFairness

-----------------------------------------------------------------------------
(* The properties.  Every step is a step of RequestReply or leaves it      *)
(* unchanged.  Effect, reply and record are one step there; here they      *)
(* count when the stamp is published.  Until then the reply in the slot is *)
(* that of the previous lap.  The frame that a thread has taken is not     *)
(* counted, so this is for a network in which frames always stay.          *)

Unpublished == {Msg(t) : t \in {u \in Threads : At(u, {"STORE_REPLY", "WRITE_DELIVERED"})}}

Published ==
    [x \in Sessions \X Message |-> IF x[2] \in Unpublished THEN effects[x] - 1 ELSE effects[x]]

ReplyBefore(s) ==
    LET before == {k \in Message : k < s /\ k % W = s % W /\ effects[C, k] > 0} IN
    IF before = {} THEN NoReply
                   ELSE Reply(C, CHOOSE k \in before : \A j \in before : j <= k, 1)

PublishedReplies ==
    [x \in Sessions \X (0..W-1) |->
        LET late == {s \in Unpublished : s % W = x[2]} IN
        IF late = {} THEN replies[x] ELSE ReplyBefore(CHOOSE s \in late : TRUE)]

Protocol == INSTANCE RequestReply WITH
    effects <- Published, replies <- PublishedReplies

ProtocolSafety == Protocol!Safety

\* Every request is submitted, and gets its reply.
EveryRequestIsReplied == \A s \in Message : <>(taken[C, s] > 0)

\* Lock-free: as long as one thread takes steps, some thread completes operations.
LockFree ==
    \A t \in Threads :
        []<><<Step(t)>>_windowVars =>
            \E u \in Threads : []<><<threads'[u].at = "IDLE">>_(threads[u])
=============================================================================
