---------------------- MODULE ClientRequestReplyWindow ----------------------
(***************************************************************************)
(* The clients of RequestReplyWindow.  A rejection is a reply: see         *)
(* spec/README.md.  In a session without replies, whatever else a handler  *)
(* returns is null.                                                        *)
(***************************************************************************)
EXTENDS RequestReplyWindow, Client

rejectedData(s) == <<"rejectedData", s>>

RequestReplyClients == [
    ReplyToDuplicate |-> Program(2, <<>>, << <<data(0)>>, <<data(0)>> >>, <<end>>),
    ReplyToCheck |-> Program(1, <<>>, << <<data(0)>>, <<check(0)>> >>, <<>>),
    ReplyAgainstSeal |-> Program(1, <<>>, << <<data(0)>>, <<seal(0)>> >>, <<end>>),
    ReplyAgainstNextLap |-> Program(1, <<data(0)>>, << <<data(1)>>, <<data(0)>> >>, <<>>),
    ReplyAgainstTwoLaps |->
        Program(1, <<data(0)>>, << <<data(1)>>, <<data(2)>>, <<check(0)>> >>, <<>>),
    ReplyOfNextLap |-> Program(1, <<>>, << <<data(0)>>, <<data(1)>>, <<check(1)>> >>, <<>>),
    FailureThenCopy |-> Program(2, <<>>, << <<failingData(0)>>, <<data(0)>> >>, <<end>>),
    RejectedTwice |->
        Program(2, <<>>, << <<rejectedData(0)>>, <<rejectedData(1)>> >>, <<check(0), check(1)>>),
    RejectedDuplicate |-> Program(2, <<>>, << <<rejectedData(0)>>, <<check(0)>> >>, <<>>),
    RejectedThenNextLap |->
        Program(1, <<>>, << <<rejectedData(0)>>, <<data(1)>> >>, <<check(1)>>),
    RejectedAgainstNextLap |->
        Program(1, <<rejectedData(0)>>, << <<data(1)>>, <<check(0)>> >>, <<>>)
  ]

\* The messages that the handler rejects; where there are any, the session has no replies.
Rejected ==
    LET own == Clients[client]
        all == {own.before} \cup {own.threads[i] : i \in DOMAIN own.threads} IN
    {s \in Message : \E calls \in all : \E i \in DOMAIN calls : calls[i] = rejectedData(s)}

\* The steps of thread t that belong to its call.
StepOf(t) ==
    LET call == Call(t)[1]  s == Call(t)[2] IN
    CASE call = "end" -> UNCHANGED windowVars
      [] call = "check" -> ReadToCheck(t, s) \/ ReadReply(t) \/ ReadStampAgain(t)
      [] call = "seal" ->
            ReadToSeal(t, s) \/ ExchangeToSeal(t) \/ ReadReply(t) \/ ReadStampAgain(t)
      [] OTHER ->
            \/ ReadToClaim(t, s) \/ ExchangeToClaim(t)
            \/ call # "failingData" /\ Handle(t)
            \/ call = "failingData" /\ HandlerFails(t)
            \/ StoreReply(t) \/ WriteDelivered(t) \/ ReadToFail(t) \/ WriteUnknown(t)
            \/ ReadReply(t) \/ ReadStampAgain(t)

\* A frame, as the thread that sends it notes it.
FrameNote(f) ==
    IF f.type = "STATUS" THEN <<"status", f.seq, f.state>>
    ELSE LET of == f.reply[2] IN     \* the message whose reply this is
         IF of \in Rejected THEN <<"rejected", f.seq, "reason", of>>
         ELSE IF Rejected = {} THEN <<"ack", f.seq, "reply", of, "sees", effects[C, f.seq]>>
         ELSE <<"ack", f.seq, "null", "sees", effects[C, f.seq]>>

\* What is found when the specification says nothing about s.
Unanswered(s) == IF Lookup(s, Slot(C, s)) = "REFUSED" THEN "REFUSED" ELSE "FORGOTTEN"

NotesOf(t) ==
    LET s == Call(t)[2] IN
    CASE Call(t) = end     -> << <<"effects", effects[C, 0], effects[C, 1], effects[C, 2]>> >>
      [] At(t, {"HANDLE"}) -> << <<"handle", s>> >>
      [] Sent # {}         -> << FrameNote(CHOOSE f \in Sent : TRUE) >>
      [] At(t, {"IDLE", "EXCHANGE_TO_CLAIM", "EXCHANGE_TO_SEAL"}) /\ threads'[t] = Idle ->
            << <<"status", s, Unanswered(s)>> >>
      [] OTHER -> <<>>

Steps ==
    \/ \E t \in Threads :
          /\ MayGoOn(t)
          /\ StepOf(t)
          /\ Noted(t, threads[t] = Idle, Rest(t, threads'[t] = Idle), NotesOf(t))
    \/ Ended(windowVars)

Start == WindowInit /\ ClientInit(W)
=============================================================================
