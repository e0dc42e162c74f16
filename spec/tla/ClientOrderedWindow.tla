------------------------- MODULE ClientOrderedWindow -------------------------
(***************************************************************************)
(* The clients of OrderedWindow, with the replies of OrderedReplyWindow.   *)
(* A copy whose handler fails has a payload of its own: it may be another  *)
(* thread that handles it.                                                 *)
(***************************************************************************)
EXTENDS MCOrderedReplyWindow, Client

VARIABLE order    \* history: the messages by their effects, as digits from 1 on

reply(s) == <<"reply", s>>    \* the rest of a call that has found s delivered

OrderedClients == [
    HandOver |-> Program(2, <<>>, << <<data(0)>>, <<data(1)>> >>, <<end>>),
    HandOverOfThree |-> Program(4, <<>>, << <<data(0)>>, <<data(1)>>, <<data(2)>> >>, <<end>>),
    HandOverAfterSeal |-> Program(2, <<>>, << <<seal(0)>>, <<data(1)>> >>, <<end>>),
    HandOverOfSealed |-> Program(2, <<>>, << <<data(0)>>, <<seal(1)>> >>, <<data(2), end>>),
    HandOverAcrossSealed |->
        Program(4, <<>>, << <<data(0)>>, <<seal(1)>>, <<data(2)>> >>, <<end>>),
    HandOverAcrossFailure |->
        Program(4, <<>>, << <<data(0)>>, <<failingData(1)>>, <<data(2)>> >>, <<data(1), end>>),
    SealSealHandOver |-> Program(2, <<>>, << <<seal(0)>>, <<seal(0)>>, <<data(1)>> >>, <<end>>),
    OrderedDataData |-> Program(2, <<>>, << <<data(0)>>, <<data(0)>> >>, <<end>>),
    OrderedDataSeal |-> Program(2, <<>>, << <<data(0)>>, <<seal(0)>> >>, <<data(1), end>>),
    OrderedCheck |-> Program(2, <<>>, << <<data(0)>>, <<check(0)>> >>, <<>>),
    OrderedSealCheck |->
        Program(2, <<>>, << <<seal(0)>>, <<check(0), check(0)>> >>, <<data(1), end>>),
    OrderedFailure |-> Program(2, <<>>, << <<failingData(0)>>, <<data(1)>> >>, <<data(0), end>>),
    OrderedFailureAgainstCopy |->
        Program(2, <<>>, << <<failingData(0)>>, <<data(0)>> >>, <<data(0), end>>),
    OrderedFailureAgainstSeal |->
        Program(2, <<>>, << <<failingData(0)>>, <<seal(0)>> >>, <<seal(0), data(1), end>>),
    OrderedNextLap |-> Program(1, <<>>, << <<data(0)>>, <<data(1)>> >>, <<data(1), end>>),
    OrderedNextLapAgainstDuplicate |->
        Program(1, <<data(0)>>, << <<data(1)>>, <<data(0)>>, <<check(0)>> >>, <<end>>),
    OrderedNextLapAfterSeal |->
        Program(1, <<>>, << <<data(0)>>, <<seal(0)>>, <<failingData(1)>> >>, <<data(1), end>>),
    OrderedSealSeesEffect |-> Program(2, <<>>, << <<data(0)>>, <<seal(0)>> >>, <<>>),
    ClaimAfterFailure |->
        Program(2, <<>>, << <<failingData(1)>>, <<data(0)>>, <<data(1)>> >>, <<data(1), end>>),
    ClaimAfterFailureOfOne |->
        Program(1, <<>>, << <<data(0)>>, <<failingData(1)>>, <<data(1)>> >>, <<data(1), end>>),
    PassedByNextLap |->
        Program(2, <<>>, << <<data(0)>>, <<data(1)>>, <<data(2)>> >>, <<data(2), end>>),
    PassedBySealedNextLap |->
        Program(2, <<>>, << <<data(0)>>, <<data(1)>>, <<seal(2)>> >>, <<end>>)
  ]

\* For runs with late stores.
HandOverOnly == [HandOver |-> OrderedClients.HandOver]

\* In the other sessions an ACK carries null.
HasReplies == client \in {"OrderedDataData", "OrderedCheck"}

FailingPayload(s) == N + s

DataOfCalls(s) == {Protocol!Data(s, Protocol!Payload(s)), Protocol!Data(s, FailingPayload(s))}

PayloadOf(call) == IF call[1] = "failingData" THEN FailingPayload(call[2]) ELSE call[2]

Fails(t) == cells[Msg(t) % W] = FailingPayload(Msg(t))

\* The steps of thread t in the window that belong to its call.
WindowStepOf(t) ==
    LET call == Call(t)[1]  s == Call(t)[2] IN
    \/ call \in {"data", "failingData"} /\ ReceiveData(t, s)
       /\ (threads'[t].at = "fill" => threads'[t].payload = PayloadOf(Call(t)))
    \/ call = "check" /\ ReceiveCheck(s)
    \/ call = "seal" /\ ReceiveSeal(t, s)
    \/ call # "reply" /\ Continue(t)
       /\ (At(t, "handle") => (threads'[t].at = "fail" <=> Fails(t)))
       /\ (At(t, "deliver") => MayPublish(t))

ReplyStepOf(t) ==
    LET s == Call(t)[2] IN
    \/ At(t, "deliver") /\ ~MayPublish(t) /\ StoreReply(t)
    \/ /\ Call(t)[1] = "reply"
       /\ CASE readers[t] # NotReading -> ReadReply(t) \/ ReadStampAgain(t)
            [] ENABLED ReadStamp(t, s) -> ReadStamp(t, s)
            [] OTHER                   -> UNCHANGED replyVars

StepOf(t) ==
    IF Call(t) = end THEN UNCHANGED replyVars
    ELSE \/ WindowStepOf(t) /\ UNCHANGED <<replies, readers, answer>>
         \/ ReplyStepOf(t)

\* A message that is found delivered has its reply read next, and its stamp again; by the Java code
\* also in sessions without replies.  So if the next lap has come, no ACK is sent.
OwesReply(t) == ~At(t, "deliver") /\ \E f \in Sent : f.type = "ACK"

IsOver(t) == threads'[t] = Idle /\ readers'[t] = NotReading

RestOf(t) ==
    IF OwesReply(t) THEN <<reply(Call(t)[2])>> \o Tail(todo[t]) ELSE Rest(t, IsOver(t))

AckNote(s, kept) ==
    IF HasReplies THEN <<"ack", s, "reply", kept[1], "sees", effects[s]>>
                  ELSE <<"ack", s, "null", "sees", effects[s]>>

\* A frame, as the thread that sends it notes it.
FrameNote(f) ==
    IF f.type = "ACK" THEN AckNote(f.seq, replies[f.seq % W]) ELSE <<"status", f.seq, f.state>>

\* What the thread notes when the specification says nothing about s.
Unanswered(s) ==
    CASE Lookup(s, Slot(s)) = "REFUSED"      -> << <<"status", s, "REFUSED">> >>
      [] Lookup(s, Slot(s)) = "NOTHING_OWED" -> << <<"status", s, "FORGOTTEN">> >>
      [] OTHER                               -> <<>>

NotesOf(t) ==
    LET s == Call(t)[2] IN
    CASE Call(t) = end ->
            << <<"effects", effects[0], effects[1], effects[2]>>, <<"order", order>> >>
      [] At(t, "handle") -> << <<"handle", Msg(t)>> >>
      [] Call(t) = reply(s) ->
            IF readers[t].at = "stamp" /\ IsConfirmed(s)
            THEN <<AckNote(s, readers[t].reply)>> ELSE <<>>
      [] OwesReply(t) -> <<>>
      [] Sent # {}    -> << FrameNote(CHOOSE f \in Sent : TRUE) >>
      [] threads[t].at \in {"idle", "fill", "seal"} /\ IsOver(t) -> Unanswered(s)
      [] OTHER -> <<>>

\* Who makes the calls after sees what the threads have done, late stores included.
SeesAll(t) == t = Last /\ IsAfter => \A other \in Threads : stores[other] = <<>>

Steps ==
    \/ \E t \in Threads :
          /\ MayGoOn(t)
          /\ SeesAll(t)
          /\ StepOf(t)
          /\ Noted(t, threads[t] = Idle /\ Call(t)[1] # "reply", RestOf(t), NotesOf(t))
          /\ order' = IF effects' # effects THEN 10 * order + Msg(t) + 1 ELSE order
    \/ \E t \in Threads : Flush(t) /\ UNCHANGED <<replies, readers, answer, order, clientVars>>
    \/ Ended(<<replyVars, order>>)

Start == Init /\ ReplyInit /\ ClientInit(W) /\ order = 0
=============================================================================
