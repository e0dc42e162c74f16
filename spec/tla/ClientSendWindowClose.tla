------------------------ MODULE ClientSendWindowClose ------------------------
(***************************************************************************)
(* The clients of SendWindowClose.  In those that begin after a restart,   *)
(* message 1 is in the outbox and 0 is not.                                *)
(***************************************************************************)
EXTENDS SendWindowClose, Client

VARIABLE made    \* history: the name of what was submitted as s

append(name)     == <<"append", name>>
resolve(s, what) == <<"resolve", s, what>>
state(s)         == <<"state", s>>
close            == <<"close">>
gone             == <<"gone">>
nextNumber       == <<"next">>
isGone           == <<"isGone">>
allDecided       == <<"allDecided">>

SendWindowCloseClients == [
    AllDecided |->
        Program(2, <<append("a")>>, << <<resolve(0, "DELIVERED")>>, <<allDecided>> >>, <<>>),
    CloseAgainstAppend |-> Program(2, <<>>,
        << <<close, append("a"), nextNumber>>, <<append("b")>> >>, <<nextNumber>>),
    GoneAgainstAppend |-> Program(2, <<>>,
        << <<gone, nextNumber, resolve(0, "IN_DOUBT")>>, <<append("b")>> >>,
        <<isGone, append("c")>>),
    CloseAgainstGone |->
        Program(2, <<>>, << <<close>>, <<gone>>, <<append("a")>> >>, <<isGone, append("c")>>),
    GoneBeforeClosed |->
        Program(2, <<>>, << <<gone>>, <<close>>, <<append("a")>> >>, <<>>),
    ClosedBeforeGap |->
        Program(2, <<>>, << <<close>>, <<allDecided>>, <<append("a")>> >>, <<>>),
    GapSealedTwice |-> Program(2, <<close>>,
        << <<allDecided, resolve(0, "NOT_DELIVERED")>>, <<allDecided>> >>,
        <<state(0), nextNumber>>),
    GapAgainstAppend |->
        Program(2, <<>>, << <<close, allDecided>>, <<append("a")>> >>, <<state(0)>>)
  ]

IsRestarted == client \in {"ClosedBeforeGap", "GapSealedTwice", "GapAgainstAppend"}

\* The specification has no step for a first read that finds nothing to do.
Reading(t, Read) ==
    \/ Read
    \/ At(t, "IDLE") /\ ~ENABLED Read /\ UNCHANGED vars

\* An append that finds the window closed or gone ends with its read of next.
StepOf(t) ==
    LET call == Call(t)[1] IN
    CASE call = "append" ->
            \/ ReadNext(t) \/ ReadSlot(t) \/ Help(t) \/ ReadNextAgain(t)
            \/ ExchangeNext(t) \/ WritePayload(t) \/ WritePending(t)
      [] call = "resolve" ->
            \/ Reading(t, ReadToResolve(t, Call(t)[2], Call(t)[3]))
            \/ ExchangeToResolve(t) \/ Report(t) \/ ClearPayload(t) \/ WriteResolved(t)
      [] call = "allDecided" ->
            \/ ReadNextToSeal(t) \/ ReadSlotToSeal(t) \/ ExchangeToSeal(t) \/ WriteSealing(t)
            \/ ReadEnd(t) \/ ReadSlotToCheck(t)
      [] call = "close" -> SetClosed
      [] call = "gone"  -> SetGone
      [] OTHER          -> UNCHANGED vars    \* it reads next, or the slot of a message

IsReported(s) == IF outcome[s] = "PENDING" THEN 0 ELSE 1

StateNote(s) ==
    CASE Slot(s).seq < s           -> <<"UNSENT">>
      [] Slot(s).seq > s           -> <<"FORGOTTEN">>
      [] Slot(s).state \in Decided -> <<Slot(s).state, "reported", IsReported(s)>>
      [] OTHER                     -> <<Slot(s).state>>

YesOrNo(is) == IF is THEN "true" ELSE "false"

NotesOf(t) ==
    LET call == Call(t)[1]  ends == threads'[t] = Idle IN
    CASE At(t, "WRITE_PENDING") -> << <<"number", threads[t].seq>> >>
      [] At(t, "READ_NEXT_AGAIN") /\ ends -> << <<"WINDOW_FULL">> >>
      [] call = "append" /\ ends          -> << <<IF next.gone THEN "GONE" ELSE "CLOSED">> >>
      [] At(t, "REPORT") /\ outcome' # outcome ->
            << <<"report", threads[t].seq, made[payloads[threads[t].seq % W]]>> >>
      [] call = "resolve" /\ ends -> << <<"decided", YesOrNo(At(t, "WRITE_RESOLVED"))>> >>
      [] At(t, "READ_SLOT_TO_CHECK") /\ ends ->
            << <<YesOrNo(IsDecided(threads[t].seq))>> >>
            \o IF IsDecided(threads[t].seq) THEN << <<"reported", IsReported(0)>> >> ELSE <<>>
      [] call = "next"   -> << <<next.number>> >>
      [] call = "isGone" -> << <<YesOrNo(next.gone)>> >>
      [] call = "state"  -> << StateNote(Call(t)[2]) >>
      [] OTHER           -> <<>>

Steps ==
    \/ \E t \in Threads :
          /\ MayGoOn(t)
          /\ StepOf(t)
          /\ Noted(t, threads[t] = Idle, Rest(t, threads'[t] = Idle), NotesOf(t))
          /\ made' = IF given' # given THEN [made EXCEPT ![next.number] = Call(t)[2]] ELSE made
          /\ UNCHANGED net
    \/ Ended(<<vars, made, net>>)

Start ==
    /\ Init
    /\ ClientInit(W)
    /\ IF IsRestarted THEN restored = 2 /\ given = {1} ELSE restored = 0
    /\ made = [s \in Message |-> "none"]
    /\ NetworkInit
=============================================================================
