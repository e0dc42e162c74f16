---------------------- MODULE MCReceiveWindowFairness -----------------------
(***************************************************************************)
(* The fairness of ReceiveWindow is minimal: without any one of its        *)
(* conditions, and with any of the strong ones made weak, TLC finds a      *)
(* message that stays undecided forever.  And a thread that never does its *)
(* part, which no safety property notices.                                 *)
(***************************************************************************)
EXTENDS ReceiveWindow

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
        /\ Wanted("ReadToDeliver")          => WF_windowVars(ReadToDeliver(t))
        /\ Wanted("WriteDelivered")         => WF_windowVars(WriteDelivered(t))
        /\ Wanted("ReadToFail")             => WF_windowVars(ReadToFail(t))
        /\ Wanted("WriteUnknown")           => WF_windowVars(WriteUnknown(t))

HandlersBut ==
    /\ Wanted("SomeSucceeds")     => SF_windowVars(SomeSucceeds)
    /\ WantedWeak("SomeSucceeds") => WF_windowVars(SomeSucceeds)

MessagesBut ==
    \A s \in Message :
        /\ Wanted("SomeClaims")                     => SF_windowVars(SomeClaims(s))
        /\ Wanted("SomeChecks")                     => SF_windowVars(SomeChecks(s))
        /\ Wanted("SomeSeals") /\ MayCancel         => SF_windowVars(SomeSeals(s))
        /\ WantedWeak("SomeClaims")                 => WF_windowVars(SomeClaims(s))
        /\ WantedWeak("SomeChecks")                 => WF_windowVars(SomeChecks(s))
        /\ WantedWeak("SomeSeals")                  => WF_windowVars(SomeSeals(s))

SpecBut ==
    /\ WindowSafety
    /\ ThreadsBut
    /\ HandlersBut
    /\ MessagesBut
    /\ \A s \in Message : FairSender(s)

-----------------------------------------------------------------------------
(* Mutants.                                                                *)

\* CHECK is not answered.
ReadToCheckSilent(t, s) ==
    /\ Receive(Check(s), {})
    /\ UNCHANGED <<next, outbox, ring, effects, outcome, givenUp, threads>>

\* SEAL is answered only by the thread that seals.
ReadToSealSilent(t, s) ==
    /\ At(t, {"IDLE"})
    /\ Receive(Seal(s), {})
    /\ IF Lookup(s, Slot(s)) = "UNKNOWN"
       THEN Go(t, [at |-> "EXCHANGE_TO_SEAL", seq |-> s, seen |-> Slot(s)])
       ELSE UNCHANGED threads
    /\ UNCHANGED <<next, outbox, ring, effects, outcome, givenUp>>
=============================================================================
