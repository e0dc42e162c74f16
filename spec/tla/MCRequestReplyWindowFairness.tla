-------------------- MODULE MCRequestReplyWindowFairness --------------------
(***************************************************************************)
(* The fairness of RequestReplyWindow: without any one of its conditions,  *)
(* and with any of the strong ones made weak, TLC finds a request that never*)
(* gets its reply.  And a thread that never does its part, which no safety *)
(* property notices.                                                       *)
(***************************************************************************)
EXTENDS RequestReplyWindow

CONSTANTS
    Unfair,     \* the conditions that are left out
    Weak        \* the conditions that are weaker

NoMessage    == {}
EveryMessage == Message

Wanted(condition)     == condition \notin Unfair \cup Weak
WantedWeak(condition) == condition \in Weak

ThreadsBut ==
    \A t \in Threads :
        /\ Wanted("ExchangeToClaim")        => WF_windowVars(ExchangeToClaim(t))
        /\ Wanted("ExchangeToSeal")         => WF_windowVars(ExchangeToSeal(t))
        /\ Wanted("StoreReply")             => WF_windowVars(StoreReply(t))
        /\ Wanted("WriteDelivered")         => WF_windowVars(WriteDelivered(t))
        /\ Wanted("ReadToFail")             => WF_windowVars(ReadToFail(t))
        /\ Wanted("WriteUnknown")           => WF_windowVars(WriteUnknown(t))
        /\ Wanted("ReadReply")              => WF_windowVars(ReadReply(t))
        /\ Wanted("ReadStampAgain")         => WF_windowVars(ReadStampAgain(t))

FramesBut ==
    /\ Wanted("DataIsTaken")                => DataIsTaken
    /\ Wanted("CheckIsTaken")               => CheckIsTaken
    /\ Wanted("SealIsTaken") /\ MayCancel   => SealIsTaken
    /\ Wanted("SomeSucceed")                => SF_windowVars(SomeSucceed)
    /\ WantedWeak("DataIsTaken")            => WF_windowVars(TakeData)
    /\ WantedWeak("CheckIsTaken")           => WF_windowVars(TakeCheck)
    /\ WantedWeak("SealIsTaken")            => WF_windowVars(TakeSeal)
    /\ WantedWeak("SomeSucceed")            => WF_windowVars(SomeSucceed)

SpecBut == WindowSafety /\ ThreadsBut /\ FramesBut /\ FairRequester

-----------------------------------------------------------------------------
(* Mutants.                                                                *)

\* SEAL is answered only by the thread that seals.
ReadToSealSilent(t, s) ==
    /\ At(t, {"IDLE"})
    /\ Receive(Seal(C, s), {})
    /\ IF Lookup(s, Slot(C, s)) = "UNKNOWN"
       THEN Go(t, [at |-> "EXCHANGE_TO_SEAL", seq |-> s, seen |-> Slot(C, s)])
       ELSE UNCHANGED threads
    /\ UNCHANGED <<next, outbox, ring, replies, effects, outcome, taken, got, givenUp>>

\* A reply that was lost is never sent again.
ReadStampAgainSilent(t) ==
    /\ At(t, {"READ_STAMP_AGAIN"})
    /\ Go(t, Idle)
    /\ UNCHANGED vars
=============================================================================
