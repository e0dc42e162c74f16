------------------------- MODULE ClientReceiveWindow -------------------------
(***************************************************************************)
(* The clients of ReceiveWindow.                                           *)
(***************************************************************************)
EXTENDS MCReceiveWindow, Client

ReceiveWindowClients == [
    DataData |-> Program(2, <<>>, << <<data(0)>>, <<data(0)>> >>, <<end>>),
    DataDataData |-> Program(2, <<>>, << <<data(0)>>, <<data(0)>>, <<data(0)>> >>, <<end>>),
    DataSeal |-> Program(2, <<>>, << <<data(0)>>, <<seal(0)>> >>, <<end>>),
    DataSealSeal |-> Program(2, <<>>, << <<data(0)>>, <<seal(0)>>, <<seal(0)>> >>, <<end>>),
    DataCheck |-> Program(2, <<>>, << <<data(0)>>, <<check(0)>> >>, <<>>),
    SealCheck |-> Program(2, <<>>, << <<seal(0)>>, <<check(0), check(0)>> >>, <<>>),
    CheckCheck |-> Program(2, <<>>, << <<data(0)>>, <<check(0), check(0)>> >>, <<>>),
    NextLapAfterData |-> Program(1, <<>>, << <<data(0)>>, <<data(1)>> >>, <<>>),
    NextLapAgainstDuplicate |->
        Program(1, <<data(0)>>, << <<data(1)>>, <<data(0)>>, <<check(0)>> >>, <<end>>),
    NextLapAfterSeal |-> Program(1, <<>>, << <<data(0)>>, <<seal(1)>>, <<data(2)>> >>, <<>>),
    FailureAgainstDuplicate |-> Program(2, <<>>, << <<failingData(0)>>, <<data(0)>> >>, <<end>>),
    FailureAgainstCheck |->
        Program(2, <<>>, << <<failingData(0)>>, <<check(0), check(0)>> >>, <<end>>),
    FailureAgainstSeal |-> Program(2, <<>>, << <<failingData(0)>>, <<seal(0)>> >>, <<end>>),
    FailureAfterSealed |-> Program(1, <<seal(0)>>, << <<failingData(1)>>, <<data(1)>> >>, <<>>),
    FailureSealNextLap |->
        Program(1, <<>>, << <<failingData(0)>>, <<seal(0)>>, <<data(1)>> >>, <<>>)
  ]

\* The steps of thread t that belong to its call.
StepOf(t) ==
    LET call == Call(t)[1]  s == Call(t)[2] IN
    CASE call \in {"data", "failingData"} ->
            \/ ReadToClaim(t, s) \/ ExchangeToClaim(t)
            \/ call = "data" /\ Handle(t)
            \/ call = "failingData" /\ HandlerFails(t)
            \/ ReadToDeliver(t) \/ WriteDelivered(t) \/ ReadToFail(t) \/ WriteUnknown(t)
      [] call = "check" -> ReadToCheck(t, s)
      [] call = "seal"  -> ReadToSeal(t, s) \/ ExchangeToSeal(t)
      [] call = "end"   -> UNCHANGED windowVars

\* What the sender is told about s; where it is told nothing, what was found.
Answered(s) ==
    IF Sent = {} THEN Lookup(s, Slot(s))
    ELSE LET f == CHOOSE f \in Sent : TRUE IN IF f.type = "ACK" THEN "DELIVERED" ELSE f.state

\* The effects of the messages before s in its slot, the latest first.
Before(s) == [i \in 1..s \div W |-> <<"before", s - i * W, effects[s - i * W]>>]

NotesOf(t) ==
    LET s == Call(t)[2] IN
    CASE Call(t) = end             -> << <<"effects", effects[0]>> >>
      [] At(t, {"HANDLE"})         -> Before(s)
      [] At(t, {"WRITE_DELIVERED"}) -> << <<"CLAIMED">> >>
      [] At(t, {"WRITE_UNKNOWN"})  -> << <<"FAILED">> >>
      [] OTHER -> IF threads'[t] # Idle THEN <<>>
                  ELSE IF Answered(s) = "DELIVERED" THEN << <<"DELIVERED", "sees", effects[s]>> >>
                  ELSE << <<Answered(s)>> >>

Steps ==
    \/ \E t \in Threads :
          /\ MayGoOn(t)
          /\ StepOf(t)
          /\ Noted(t, threads[t] = Idle, Rest(t, threads'[t] = Idle), NotesOf(t))
    \/ Ended(windowVars)

Start == WindowInit /\ ClientInit(W)

DataOfCalls(s) == {Data(s, Payload(s))}
=============================================================================
