------------------------ MODULE RoleOfCheckBeforeSend ------------------------
(***************************************************************************)
(* The receiver, and the sender, of CheckBeforeSend alone; and with each   *)
(* of its mutants.                                                         *)
(***************************************************************************)
EXTENDS MCCheckBeforeSend, Role

Statuses(s) == {Status(s, state) : state \in {"IN_PROGRESS", "UNKNOWN", "SEALED"}}

RoleInit == Init /\ step = [action |-> "Init", input |-> {}]

-----------------------------------------------------------------------------
(* The receiver.                                                           *)

ToReceiver == UNION {{Data(s, Payload(s)), Check(s), Seal(s)} : s \in Message}

ReceiverNext ==
    \E s \in Message :
        \/ On(Arrives(Data(s, Payload(s))), "ReceiveData", ReceiveData(s))
        \/ On(Handler(s, "succeeds"), "Deliver", Deliver(s))
        \/ On(Handler(s, "fails"), "Fail", Fail(s))
        \/ On(Arrives(Check(s)), "ReceiveCheck", ReceiveCheck(s))
        \/ On(Arrives(Seal(s)), "ReceiveSeal", ReceiveSeal(s))

ReceiverState == ring

Effects == {[output |-> "effect", seq |-> s] : s \in {m \in Message : effects'[m] # effects[m]}}

Remarks ==
    IF step'.input.input # "frame" THEN {}
    ELSE LET s == step'.input.frame.seq IN Unanswered(s, Lookup(s, Slot(s)))

PrintReceiver == Export(ReceiverState, Sent \cup Effects \cup Remarks, ReceiverState')

-----------------------------------------------------------------------------
(* The sender.                                                             *)

ToSender == UNION {{Ack(s)} \cup Statuses(s) : s \in Message}

\* The window is full: nothing is accepted.
WindowFull(s) == s = next /\ ~MaySubmit(s) /\ UNCHANGED vars

\* It is too late to give up on s: that was done before, or s is decided.
TooLate(s) == s < next /\ ~Is(s, {"PENDING"}) /\ UNCHANGED vars

AckWithReply(s) == [type |-> "ACK", seq |-> s, reply |-> "reply"]

\* An ACK with a reply is malformed in a session without replies: it is refused, which is as
\* if it had been lost.
RefuseAck == UNCHANGED vars

SenderNext ==
    \E s \in Message :
        \/ On([input |-> "submit", seq |-> s], "Submit", Submit(s))
        \/ On([input |-> "submit", seq |-> s], "WindowFull", WindowFull(s))
        \/ On([input |-> "cancel", seq |-> s], "TooLate", TooLate(s))
        \/ On([input |-> "timeout", seq |-> s], "TimeOut", TimeOut(s))
        \/ On([input |-> "cancel", seq |-> s], "Cancel", Cancel(s))
        \/ On(Arrives(Ack(s)), "ReceiveAck", ReceiveAck(s))
        \/ On(Arrives(AckWithReply(s)), "RefuseAck", RefuseAck)
        \/ On(Arrives(Status(s, "UNKNOWN")), "ReceiveUnknown", ReceiveUnknown(s))
        \/ On(Arrives(Status(s, "SEALED")), "ReceiveSealed", ReceiveSealed(s))
        \/ On(Arrives(Status(s, "IN_PROGRESS")), "ReceiveInProgress", ReceiveInProgress(s))

SenderState == <<next, outbox>>

Reports ==
    {[output |-> "report", seq |-> s, outcome |-> outcome'[s]] :
        s \in {m \in Message : outcome'[m] # outcome[m]}}

Refusals == IF step'.action \in {"WindowFull", "TooLate"} THEN {[output |-> "refused"]} ELSE {}

PrintSender == Export(SenderState, Sent \cup Reports \cup Refusals, SenderState')
=============================================================================
