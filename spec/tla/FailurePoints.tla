--------------------------- MODULE FailurePoints ---------------------------
(***************************************************************************)
(* What can go wrong when one message is sent over a network that loses    *)
(* frames, for each way to retry and each way to treat duplicates.  One    *)
(* message, one sender, one receiver.                                      *)
(*                                                                         *)
(* The constants span a matrix of 3 x 3 x 4 x 2 = 72 cells.  Every cell is *)
(* a model, and `matrix` prints the verdicts as one table.  The lesson is  *)
(* in the last row: on a synchronous network a sender that checks before   *)
(* it sends again needs no help from the receiver.  As soon as frames can  *)
(* be delayed, a "no" can be out of date when it arrives, and only a       *)
(* receiver that recognises duplicates repairs that.                       *)
(***************************************************************************)
EXTENDS Naturals

CONSTANTS
    Retry,        \* what a timeout sends: "never" | "blind" | "check"
    OnDuplicate,  \* a second copy of the message: "accept" | "reject" | "acknowledge"
    Loss,         \* frames the network may lose: "none" | "request" | "reply" | "both"
    Network       \* "synchronous" | "asynchronous"

ASSUME RetryIsKnown       == Retry \in {"never", "blind", "check"}
ASSUME OnDuplicateIsKnown == OnDuplicate \in {"accept", "reject", "acknowledge"}
ASSUME LossIsKnown        == Loss \in {"none", "request", "reply", "both"}
ASSUME NetworkIsKnown     == Network \in {"synchronous", "asynchronous"}

Request == {"send", "check"}                   \* sender to receiver
Reply   == {"ok", "error", "known", "unknown"} \* receiver to sender
Frame   == Request \cup Reply

\* The frames that the network may lose.
Losable == CASE Loss = "none"    -> {}
             [] Loss = "request" -> Request
             [] Loss = "reply"   -> Reply
             [] Loss = "both"    -> Frame

\* The number of copies of one frame that can be in flight at once; a further one is dropped.
Capacity == 2

VARIABLES
    sender,   \* "idle", "waiting" for a reply, or "confirmed"
    effects,  \* how often the message took effect at the receiver (2 means "twice or more")
    net       \* for each frame, the number of its copies in flight

vars == <<sender, effects, net>>

TypeOK ==
    /\ sender \in {"idle", "waiting", "confirmed"}
    /\ effects \in 0..2
    /\ net \in [Frame -> 0..Capacity]

Init ==
    /\ sender = "idle"
    /\ effects = 0
    /\ net = [f \in Frame |-> 0]

Empty == \A f \in Frame : net[f] = 0

\* The network with one more copy of f.
Put(n, f) == [n EXCEPT ![f] = IF @ < Capacity THEN @ + 1 ELSE @]

\* The network with one copy of f less.
Take(n, f) == [n EXCEPT ![f] = @ - 1]

-----------------------------------------------------------------------------
(* The sender.                                                             *)

\* Send the message for the first time.
Send ==
    /\ sender = "idle"
    /\ sender' = "waiting"
    /\ net' = Put(net, "send")
    /\ UNCHANGED effects

\* No reply yet.  On a synchronous network a timeout never fires too early: nothing is in
\* flight.  A timeout only sends: the message again, or the question whether it arrived.
TimeOut ==
    /\ sender = "waiting"
    /\ Retry # "never"
    /\ Network = "synchronous" => Empty
    /\ net' = Put(net, IF Retry = "blind" THEN "send" ELSE "check")
    /\ UNCHANGED <<sender, effects>>

\* The replies that confirm the message.
Confirms(f) == f \in {"ok", "known"}

\* A confirming reply confirms, and "unknown" makes a waiting sender send again.  "error",
\* and anything that arrives after the confirmation, is ignored.
ReceiveReply(f) ==
    /\ f \in Reply
    /\ net[f] > 0
    /\ sender' = IF Confirms(f) THEN "confirmed" ELSE sender
    /\ net' = IF sender = "waiting" /\ f = "unknown" THEN Put(Take(net, f), "send")
                                                     ELSE Take(net, f)
    /\ UNCHANGED effects

-----------------------------------------------------------------------------
(* The receiver.                                                           *)

\* The first copy takes effect; for a second one, OnDuplicate decides.
ReceiveSend ==
    /\ net["send"] > 0
    /\ effects' = IF effects = 0 THEN 1 ELSE IF OnDuplicate = "accept" THEN 2 ELSE effects
    /\ net' = Put(Take(net, "send"),
                  IF effects > 0 /\ OnDuplicate = "reject" THEN "error" ELSE "ok")
    /\ UNCHANGED sender

\* The sender asks: do you have the message?
ReceiveCheck ==
    /\ net["check"] > 0
    /\ net' = Put(Take(net, "check"), IF effects > 0 THEN "known" ELSE "unknown")
    /\ UNCHANGED <<sender, effects>>

-----------------------------------------------------------------------------
(* The network.                                                            *)

\* The network loses one copy of f.
Lose(f) ==
    /\ f \in Losable
    /\ net[f] > 0
    /\ net' = Take(net, f)
    /\ UNCHANGED <<sender, effects>>

Next ==
    \/ Send
    \/ TimeOut
    \/ ReceiveSend
    \/ ReceiveCheck
    \/ \E f \in Frame : ReceiveReply(f)
    \/ \E f \in Frame : Lose(f)

(***************************************************************************)
(* The first send is weakly fair: it stays possible until it happens.      *)
(* Timeouts and receipts are strongly fair, for each frame: a frame that   *)
(* is in flight again and again is eventually received, however often the  *)
(* network loses it in between (a fair-lossy network).                     *)
(***************************************************************************)
Fairness ==
    /\ WF_vars(Send)
    /\ SF_vars(TimeOut)
    /\ SF_vars(ReceiveSend)
    /\ SF_vars(ReceiveCheck)
    /\ \A f \in Reply : SF_vars(ReceiveReply(f))

Spec == Init /\ [][Next]_vars /\ Fairness

-----------------------------------------------------------------------------
(* The properties.                                                         *)

NoDuplicate           == effects <= 1
NoFalseConfirm        == sender = "confirmed" => effects > 0
EveryMessageArrives   == <>(effects > 0)
EveryMessageConfirmed == <>(sender = "confirmed")

\* A sender that has its confirmation does not send the message again.
SilentOnceConfirmed   == [][sender = "confirmed" => net'["send"] <= net["send"]]_vars
=============================================================================
