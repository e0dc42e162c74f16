------------------------- MODULE RoleOfCrashRecovery -------------------------
(***************************************************************************)
(* The receiver, and the sender, of CrashRecovery alone, in a session that *)
(* is open and stored; and with each of its mutants.  A side may crash at  *)
(* any time.  What changes nothing is left to the roles that do not crash, *)
(* except the questions that show what a side knows.                       *)
(***************************************************************************)
EXTENDS MCCrashRecovery, Role

TheSession == 1

RoleInit ==
    /\ sender = [Idle EXCEPT !.phase = "OPEN", !.session = TheSession]
    /\ senderDisk = sender
    /\ others = {}
    /\ receiver = [i \in Session |-> Fresh(1)]
    /\ receiverDisk = receiver
    /\ lastNonce = 1
    /\ lastSession = TheSession
    /\ submitted = 0
    /\ NetworkInit
    /\ HistoryInit
    /\ step = [action |-> "Init", input |-> {}]

Crash == [input |-> "crash"]

-----------------------------------------------------------------------------
(* The receiver.                                                           *)

ToReceiver ==
    UNION {{Data(TheSession, s, s), Check(TheSession, s), Seal(TheSession, s)} : s \in Number}

\* As Lookup, but a side that is alone is also asked while a handler runs.
LookupInProgress(s, v) ==
    CASE v.seq > s                              -> "NOTHING_OWED"
      [] v.seq = s /\ v.state \in Claimed       -> "IN_PROGRESS"
      [] v.seq = s                              -> v.state
      [] v.seq = s - W /\ v.state \in Resolved  -> "UNKNOWN"
      [] OTHER                                  -> "REFUSED"

StatusesInProgress == {"UNKNOWN", "SEALED", "IN_PROGRESS"}

Changes(Step) == Step /\ receiver' # receiver

ReceiverNext ==
    \/ \E s \in Number :
        LET i == TheSession IN
        \/ On(Arrives(Data(i, s, s)), "ReceiveData", Changes(ReceiveData(i, s)))
        \/ On(Handler(s, "succeeds"), "Deliver", Deliver(i, s))
        \/ On(Arrives(Check(i, s)), "ReceiveCheck", ReceiveCheck(i, s))
        \/ On(Arrives(Seal(i, s)), "ReceiveSeal", Changes(ReceiveSeal(i, s)))
    \/ On(Crash, "ReceiverCrash", ReceiverCrash)

ReceiverState == [memory |-> receiver[TheSession].ring, disk |-> receiverDisk[TheSession].ring]

Effects == {[output |-> "effect", seq |-> s] : s \in {m \in Message : effects'[m] # effects[m]}}

Remarks ==
    IF step'.input.input # "frame" THEN {}
    ELSE LET s == step'.input.frame.seq IN Unanswered(s, Lookup(s, Slot(TheSession, s)))

PrintReceiver == Export(ReceiverState, Sent \cup Effects \cup Remarks, ReceiverState')

-----------------------------------------------------------------------------
(* The sender.                                                             *)

ToSender ==
    UNION {{Ack(TheSession, s), Status(TheSession, s, "UNKNOWN"), Status(TheSession, s, "SEALED")} :
              s \in Number}

\* Cancel, which is written before the receiver is told: a restarted sender does not do it again.
CancelIsWritten(s) ==
    /\ Is(s, {"PENDING"})
    /\ LET With(memory) == [memory EXCEPT !.outbox[s % Entries].state = "SEALING"]
       IN sender' = With(sender) /\ senderDisk' = With(senderDisk)
    /\ RecordGiveUp(Entry(s).message)
    /\ Transmit({Seal(sender.session, s)})
    /\ UNCHANGED <<others, receiverVars, sourceVars, submitted, effects, outcome, told>>

\* The window is full: nothing is accepted.
WindowFull(s) == s = sender.next /\ s = submitted /\ ~MaySubmit(s) /\ UNCHANGED vars

SenderNext ==
    \/ \E s \in Number :
        LET i == TheSession IN
        \/ On([input |-> "submit", seq |-> s], "Submit", s = sender.next /\ Submit(s))
        \/ On([input |-> "submit", seq |-> s], "WindowFull", WindowFull(s))
        \/ On([input |-> "timeout", seq |-> s], "TimeOut", TimeOut(s))
        \/ On([input |-> "cancel", seq |-> s], "CancelIsWritten", CancelIsWritten(s))
        \/ On(Arrives(Ack(i, s)), "ReceiveAck", ReceiveAck(i, s) /\ sender' # sender)
        \/ On(Arrives(Status(i, s, "UNKNOWN")), "ReceiveUnknown",
              Is(s, {"PENDING"}) /\ ReceiveUnknown(i, s))
        \/ On(Arrives(Status(i, s, "SEALED")), "ReceiveSealed",
              ReceiveSealed(i, s) /\ sender' # sender)
    \/ On(Crash, "SenderCrash", SenderCrash)

\* How a message was decided is no longer asked.
Outbox(memory) ==
    [k \in 0..W-1 |-> LET e == memory.outbox[k] IN
        [seq |-> e.seq, state |-> IF e.state \in Decided THEN "DECIDED" ELSE e.state]]

\* The application, too, knows what it has submitted only from the sender.
SenderState ==
    [memory |-> <<sender.next, Outbox(sender)>>, disk |-> <<senderDisk.next, Outbox(senderDisk)>>]

Reports ==
    {[output |-> "report", seq |-> s, outcome |-> told'[s].what] :
        s \in {m \in Message : told'[m].times > told[m].times}}

Refusals == IF step'.action = "WindowFull" THEN {[output |-> "refused"]} ELSE {}

PrintSender == Export(SenderState, Sent \cup Reports \cup Refusals, SenderState')
=============================================================================
