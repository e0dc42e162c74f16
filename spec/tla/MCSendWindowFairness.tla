------------------------ MODULE MCSendWindowFairness ------------------------
(***************************************************************************)
(* The fairness of SendWindow is minimal: without any one of its conditions*)
(* TLC finds a message that stays undecided forever; also where a frame has*)
(* to meet an idle thread by chance, though again and again.  And a thread *)
(* that never does its part, which no safety property notices.             *)
(***************************************************************************)
EXTENDS SendWindow

CONSTANTS
    Unfair,     \* the conditions that are left out
    Weak        \* the conditions that are weaker

NoMessage    == {}
EveryMessage == Message

Wanted(condition)     == condition \notin Unfair \cup Weak
WantedWeak(condition) == condition \in Weak

ThreadsBut ==
    \A t \in Threads :
        /\ Wanted("ReadNext")               => WF_windowVars(ReadNext(t))
        /\ Wanted("ReadSlot")               => WF_windowVars(ReadSlot(t))
        /\ Wanted("ReadNextAgain")          => WF_windowVars(ReadNextAgain(t))
        /\ Wanted("ExchangeNext")           => WF_windowVars(ExchangeNext(t))
        /\ Wanted("WritePayload")           => WF_windowVars(WritePayload(t))
        /\ Wanted("WritePending")           => WF_windowVars(WritePending(t))
        /\ Wanted("ExchangeToResolve")      => WF_windowVars(ExchangeToResolve(t))
        /\ Wanted("ReadPayload")            => WF_windowVars(ReadPayload(t))
        /\ Wanted("Report")                 => WF_windowVars(Report(t))
        /\ Wanted("ClearPayload")           => WF_windowVars(ClearPayload(t))
        /\ Wanted("WriteResolved")          => WF_windowVars(WriteResolved(t))
        /\ Wanted("ReadPayloadToResend")    => WF_windowVars(ReadPayloadToResend(t))
        /\ Wanted("ReadAgain")              => WF_windowVars(ReadAgain(t))

FramesBut ==
    /\ Wanted("AckIsTaken")                   => AckIsTaken
    /\ Wanted("SealedIsTaken") /\ MayCancel   => SealedIsTaken
    /\ Wanted("UnknownIsTaken")               => UnknownIsTaken
    /\ WantedWeak("AckIsTaken")               => SF_windowVars(TakeAck)
    /\ WantedWeak("SealedIsTaken")            => SF_windowVars(TakeSealed)
    /\ WantedWeak("UnknownIsTaken")           => SF_windowVars(TakeUnknown)

SpecBut ==
    /\ WindowSafety
    /\ ThreadsBut
    /\ FramesBut
    /\ Wanted("ReadToAsk") => \A s \in Message : WF_windowVars(ReadToAsk(s))
    /\ FairReceiver

-----------------------------------------------------------------------------
(* Mutants.                                                                *)

\* No handler fails.
FailNever(s) == FALSE /\ UNCHANGED vars

\* A message that is unknown is never sent again.
ReadAgainSilent(t) ==
    /\ At(t, {"READ_AGAIN"})
    /\ Go(t, Idle)
    /\ UNCHANGED vars

\* An answer that comes while the message is being cancelled is dropped.
ExchangeToResolveGivesUp(t) ==
    /\ At(t, {"EXCHANGE_TO_RESOLVE"})
    /\ LET x == threads[t] IN
       IF Unchanged(t) /\ x.seen.state = "PENDING"
       THEN /\ SetEntry(x.seq, "REPORTING")
            /\ Go(t, [at |-> "READ_PAYLOAD", seq |-> x.seq, wants |-> x.wants])
       ELSE Go(t, Idle) /\ UNCHANGED outbox
    /\ UNCHANGED <<next, ring, net, effects, outcome, givenUp>>
=============================================================================
