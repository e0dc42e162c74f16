------------------------- MODULE RoleOfRequestReply -------------------------
(***************************************************************************)
(* The responder, and the requester, of one session of RequestReply alone; *)
(* and with each of its mutants.                                           *)
(***************************************************************************)
EXTENDS MCRequestReply, Role

RoleInit == Init /\ step = [action |-> "Init", input |-> {}]

-----------------------------------------------------------------------------
(* The responder.                                                          *)

ToReceiver ==
    UNION {{Data(c, s), Check(c, s), Seal(c, s)} : c \in Sessions, s \in Message}

\* The handler of s returns its reply.
HandlerReplies(c, s) ==
    [input |-> "handler", seq |-> s, result |-> "succeeds", reply |-> Reply(c, s, effects[c, s] + 1)]

ReceiverNext ==
    \E c \in Sessions, s \in Message :
        \/ On(Arrives(Data(c, s)), "ReceiveData", ReceiveData(c, s))
        \/ On(HandlerReplies(c, s), "Deliver", Deliver(c, s))
        \/ On(Handler(s, "fails"), "Fail", Fail(c, s))
        \/ On(Arrives(Check(c, s)), "ReceiveCheck", ReceiveCheck(c, s))
        \/ On(Arrives(Seal(c, s)), "ReceiveSeal", ReceiveSeal(c, s))

ReceiverState == <<ring, replies>>

\* A mutant may handle a request again and again, with another reply each time: twice is enough.
HandledTwice == \A x \in Sessions \X Message : effects[x] <= 2

Effects ==
    {[output |-> "effect", seq |-> x[2]] :
        x \in {y \in Sessions \X Message : effects'[y] # effects[y]}}

Remarks ==
    IF step'.input.input # "frame" THEN {}
    ELSE LET c == step'.input.frame.session
             s == step'.input.frame.seq IN Unanswered(s, Lookup(s, Slot(c, s)))

PrintReceiver == Export(ReceiverState, Sent \cup Effects \cup Remarks, ReceiverState')

-----------------------------------------------------------------------------
(* The requester.                                                          *)

ToSender ==
    UNION {{Ack(c, s, Reply(c, s, 1)), Ack(c, s, NoReply)}
            \cup {Status(c, s, state) : state \in {"IN_PROGRESS", "UNKNOWN", "SEALED"}} :
              c \in Sessions, s \in Message}

\* The window is full: nothing is accepted.
WindowFull(c, s) == s = next[c] /\ ~MaySubmit(c, s) /\ UNCHANGED vars

\* It is too late to give up on s: that was done before, or s is decided.
TooLate(c, s) == s < next[c] /\ ~Is(c, s, {"PENDING"}) /\ UNCHANGED vars

\* An ACK without its reply is malformed: it is refused, which is as if it had been lost.
RefuseAck(c, s) == ~IsAck(Ack(c, s, NoReply), s) /\ UNCHANGED vars

SenderNext ==
    \E c \in Sessions, s \in Message :
        \/ On([input |-> "submit", seq |-> s], "Submit", Submit(c, s))
        \/ On([input |-> "submit", seq |-> s], "WindowFull", WindowFull(c, s))
        \/ On([input |-> "cancel", seq |-> s], "TooLate", TooLate(c, s))
        \/ On([input |-> "timeout", seq |-> s], "TimeOut", TimeOut(c, s))
        \/ On([input |-> "cancel", seq |-> s], "Cancel", Cancel(c, s))
        \/ On(Arrives(Ack(c, s, Reply(c, s, 1))), "ReceiveAck", ReceiveAck(c, s))
        \/ On(Arrives(Ack(c, s, NoReply)), "RefuseAck", RefuseAck(c, s))
        \/ On(Arrives(Status(c, s, "UNKNOWN")), "ReceiveUnknown", ReceiveUnknown(c, s))
        \/ On(Arrives(Status(c, s, "SEALED")), "ReceiveSealed", ReceiveSealed(c, s))
        \/ On(Arrives(Status(c, s, "IN_PROGRESS")), "ReceiveInProgress", ReceiveInProgress(c, s))

SenderState == <<next, outbox>>

Reports ==
    {[output |-> "report", seq |-> x[2], outcome |-> outcome'[x], reply |-> got'[x]] :
        x \in {y \in Sessions \X Message : outcome'[y] # outcome[y]}}

Refusals == IF step'.action \in {"WindowFull", "TooLate"} THEN {[output |-> "refused"]} ELSE {}

PrintSender == Export(SenderState, Sent \cup Reports \cup Refusals, SenderState')
=============================================================================
