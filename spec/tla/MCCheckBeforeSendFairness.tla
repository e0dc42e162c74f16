---------------------- MODULE MCCheckBeforeSendFairness ----------------------
(***************************************************************************)
(* The fairness of CheckBeforeSend is minimal: without any one of its      *)
(* conditions, and with any of the strong ones made weak, TLC finds a      *)
(* message that stays undecided (or unsent) forever.                       *)
(***************************************************************************)
EXTENDS CheckBeforeSend

CONSTANTS
    Unfair,     \* the actions whose fairness is left out
    Weak        \* the actions that are weakly fair instead of strongly

NoMessage    == {}
EveryMessage == Message

Wanted(action)     == action \notin Unfair \cup Weak
WantedWeak(action) == action \in Weak

FairnessBut ==
    \A s \in Message :
        /\ Wanted("Submit")         => WF_vars(Submit(s))
        /\ Wanted("TimeOut")        => WF_vars(TimeOut(s))
        /\ Wanted("ReceiveAck")     => SF_vars(ReceiveAck(s))
        /\ Wanted("ReceiveUnknown") => SF_vars(ReceiveUnknown(s))
        /\ Wanted("ReceiveSealed")  => SF_vars(ReceiveSealed(s))
        /\ Wanted("ReceiveData")    => SF_vars(ReceiveData(s))
        /\ Wanted("Deliver")        => SF_vars(Deliver(s))
        /\ Wanted("ReceiveCheck")   => SF_vars(ReceiveCheck(s))
        /\ Wanted("ReceiveSeal")    => SF_vars(ReceiveSeal(s))

FairnessWeak ==
    \A s \in Message :
        /\ WantedWeak("ReceiveAck")     => WF_vars(ReceiveAck(s))
        /\ WantedWeak("ReceiveUnknown") => WF_vars(ReceiveUnknown(s))
        /\ WantedWeak("ReceiveSealed")  => WF_vars(ReceiveSealed(s))
        /\ WantedWeak("ReceiveData")    => WF_vars(ReceiveData(s))
        /\ WantedWeak("Deliver")        => WF_vars(Deliver(s))
        /\ WantedWeak("ReceiveCheck")   => WF_vars(ReceiveCheck(s))
        /\ WantedWeak("ReceiveSeal")    => WF_vars(ReceiveSeal(s))

SpecBut == Safety /\ FairnessBut /\ FairnessWeak
=============================================================================
