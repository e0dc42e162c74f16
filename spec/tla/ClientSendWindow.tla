-------------------------- MODULE ClientSendWindow --------------------------
(***************************************************************************)
(* The clients of SendWindow.  What is submitted has a name here, and the  *)
(* payload s of the specification is what was submitted as s.              *)
(***************************************************************************)
EXTENDS MCSendWindow, Client

VARIABLE made    \* history: the name of what was submitted as s

append(name)           == <<"append", name>>
appendAfterFirst(name) == <<"appendAfterFirst", name>>
resolve(s, what)       == <<"resolve", s, what>>
cancel(s)              == <<"cancel", s>>
resend(s)              == <<"payload", s>>
state(s)               == <<"state", s>>

SendWindowClients == [
    LastSlot |-> Program(1, <<>>, << <<append("a")>>, <<append("b")>> >>, <<resend(0)>>),
    TwoSlots |->
        Program(2, <<>>, << <<append("a")>>, <<append("b")>> >>, <<resend(0), resend(1)>>),
    ResolveResolve |-> Program(1, <<append("a")>>,
        << <<resolve(0, "DELIVERED")>>, <<resolve(0, "NOT_DELIVERED")>> >>, <<>>),
    ResolveResolveCancel |-> Program(1, <<append("a")>>,
        << <<resolve(0, "DELIVERED")>>, <<resolve(0, "NOT_DELIVERED")>>, <<cancel(0)>> >>, <<>>),
    AppendResolve |-> Program(1, <<>>, << <<append("a")>>, <<resolve(0, "DELIVERED")>> >>, <<>>),
    AppendCancelResolve |-> Program(1, <<>>,
        << <<append("a")>>, <<cancel(0)>>, <<resolve(0, "NOT_DELIVERED")>> >>, <<>>),
    AppendResend |-> Program(1, <<>>, << <<append("a")>>, <<resend(0)>> >>, <<>>),
    ResendAgainstNext |-> Program(1, <<append("a")>>,
        << <<resolve(0, "DELIVERED"), append("b")>>, <<resend(0)>> >>, <<>>),
    ResendAgainstResolveAndNext |-> Program(1, <<append("a")>>,
        << <<resolve(0, "DELIVERED")>>, <<append("b")>>, <<resend(0)>> >>, <<>>),
    ResendOfNext |-> Program(1, <<append("a")>>,
        << <<resolve(0, "DELIVERED")>>, <<append("b")>>, <<resend(1)>> >>, <<>>),
    NothingToResend |->
        Program(1, <<append("a")>>, << <<resolve(0, "DELIVERED")>>, <<resend(0), state(0)>> >>, <<>>),
    CancelOfAppended |-> Program(1, <<>>, << <<append("a")>>, <<cancel(0)>> >>, <<>>),
    CancelAgainstResend |->
        Program(1, <<append("a")>>, << <<cancel(0)>>, <<state(0), resend(0)>> >>, <<>>),
    ReportBeforeNext |-> Program(1, <<append("a")>>,
        << <<resolve(0, "DELIVERED")>>, <<appendAfterFirst("b")>> >>, <<>>),
    ReportBeforeNextOfTwo |-> Program(1, <<append("a")>>,
        << <<resolve(0, "DELIVERED")>>, <<appendAfterFirst("b")>>, <<appendAfterFirst("c")>> >>,
        <<>>),
    StateAfterReport |->
        Program(1, <<append("a")>>, << <<resolve(0, "DELIVERED")>>, <<state(0)>> >>, <<>>)
  ]

Answering(t, s, what) == IF what = "DELIVERED" THEN ReadForAck(t, s) ELSE ReadForSealed(t, s)

\* The specification has no step for a first read that finds nothing to do.
Reading(Read, isIdle) ==
    \/ Read
    \/ isIdle /\ ~ENABLED Read /\ UNCHANGED windowVars

\* The steps of thread t that belong to its call.
StepOf(t) ==
    LET call == Call(t)[1]  s == Call(t)[2] IN
    CASE call \in {"append", "appendAfterFirst"} ->
            \/ ReadNext(t) \/ ReadSlot(t) \/ ReadNextAgain(t) \/ ExchangeNext(t)
            \/ WritePayload(t) \/ WritePending(t)
      [] call = "resolve" ->
            \/ Reading(Answering(t, s, Call(t)[3]), At(t, {"IDLE"}))
            \/ ExchangeToResolve(t) \/ ReadPayload(t) \/ Report(t) \/ ClearPayload(t)
            \/ WriteResolved(t)
      [] call = "payload" ->
            \/ Reading(ReadToResend(t, s), At(t, {"IDLE"}))
            \/ ReadPayloadToResend(t) \/ ReadAgain(t)
      [] call = "cancel" -> Reading(ExchangeToCancel(s), TRUE)
      [] call = "state"  -> UNCHANGED windowVars    \* it reads the slot of s

IsReported(s) == IF outcome[s] = "PENDING" THEN 0 ELSE 1

StateNote(s) ==
    CASE Is(s, Decided)   -> <<Entry(s).state, "reported", IsReported(s)>>
      [] Entry(s).seq < s -> <<"UNSENT">>
      [] Entry(s).seq > s -> <<"FORGOTTEN">>
      [] OTHER            -> <<Entry(s).state>>

NotesOf(t) ==
    LET call == Call(t)[1]  s == Call(t)[2]  ends == threads'[t] = Idle IN
    CASE At(t, {"WRITE_PENDING"}) ->
            << <<"number", threads[t].seq>> >>
            \o IF call = "appendAfterFirst" THEN << <<"afterReport", IsReported(0)>> >> ELSE <<>>
      [] At(t, {"READ_NEXT_AGAIN"}) /\ ends -> << <<"WINDOW_FULL">> >>
      [] At(t, {"REPORT"})                  -> << <<"report", s, made[threads[t].payload]>> >>
      [] call = "resolve" /\ ends           ->
            << <<"decided", IF At(t, {"WRITE_RESOLVED"}) THEN "true" ELSE "false">> >>
      [] call = "payload" /\ ends           ->
            << <<IF Sent = {} THEN "null" ELSE made[(CHOOSE f \in Sent : TRUE).payload]>> >>
      [] call = "cancel" -> << <<"cancelled", IF outbox' # outbox THEN "true" ELSE "false">> >>
      [] call = "state"  -> << StateNote(s) >>
      [] OTHER           -> <<>>

Steps ==
    \/ \E t \in Threads :
          /\ MayGoOn(t)
          /\ StepOf(t)
          /\ Noted(t, threads[t] = Idle, Rest(t, threads'[t] = Idle), NotesOf(t))
          /\ made' = IF next' # next THEN [made EXCEPT ![next] = Call(t)[2]] ELSE made
    \/ Ended(<<windowVars, made>>)

Start == WindowInit /\ ClientInit(W) /\ made = [s \in Message |-> "none"]
=============================================================================
