--------------------------- MODULE RoleOfSessions ---------------------------
(***************************************************************************)
(* The receiver's sessions, and the sender's, of CrashRecovery, without a  *)
(* crash; and with each of its mutants.  What CrashRecovery leaves out is  *)
(* added here: FULL, messages that are still being handled when CLOSE      *)
(* comes (HostedSession), and windows (WindowSize).                        *)
(*                                                                         *)
(* On the wire nonces begin with 0, and so do sessions: 0 is no exception. *)
(* An n of the receiver stands for the pair that opens a session: sender   *)
(* and nonce.  Two of the three share the nonce, two the sender.           *)
(***************************************************************************)
EXTENDS MCCrashRecovery, Role, Sequences

VARIABLE asked        \* the window that the sender asks for

AnyWindow == 1073741824 \* 2^30: OPEN allows any window
Largest   == 2          \* the largest that the sender accepts, and what the receiver chooses itself

\* A receiver with its sessions also says that a handler is running.
StatusesOfRole == {"UNKNOWN", "SEALED", "CLAIMED"}

RoleInit == Init /\ asked = AnyWindow /\ step = [action |-> "Init", input |-> {}]

\* The size of a session's window, which is the smaller one of what both sides want.
SizeOf(i) == IF i = 1 THEN Largest ELSE 1

\* A session as it is written in a frame.
OnWire(i) == IF i = 1 THEN 0 ELSE i

Full(n) == [type |-> "FULL", nonce |-> n]

\* A frame with all its fields, for the sender (as the receiver sees it) that has this nonce.
Written(f, id, nonce) ==
    CASE f.type = "OPEN" ->
            [type |-> "OPEN", sender |-> id, nonce |-> nonce, window |-> f.window]
      [] f.type = "OPENED" ->
            [type |-> "OPENED", sender |-> id, nonce |-> nonce,
             session |-> OnWire(f.session), window |-> f.window]
      [] f.type = "FULL" -> [type |-> "FULL", sender |-> id, nonce |-> nonce]
      [] f.type \in {"CLOSE", "GONE"} -> [type |-> f.type, session |-> OnWire(f.session)]
      [] f.type = "DATA" ->
            [type |-> "DATA", session |-> OnWire(f.session), seq |-> f.seq, payload |-> f.seq]
      [] f.type = "STATUS" ->
            [type |-> "STATUS", session |-> OnWire(f.session), seq |-> f.seq,
             state |-> IF f.state = "CLAIMED" THEN "IN_PROGRESS" ELSE f.state]
      [] OTHER -> [type |-> f.type, session |-> OnWire(f.session), seq |-> f.seq]

-----------------------------------------------------------------------------
(* The receiver.  It has two places for sessions.  The third pair comes    *)
(* only when there is none left; handlers run in the first session.        *)

Places == 2

ToReceiver ==
    {Open(n) : n \in Nonce}
        \cup UNION {{Close(i), Check(i, 0), Seal(i, 0), Data(i, 0, 0)} : i \in Session}

SenderOf(n)  == IF n = 2 THEN 1 ELSE 0
NonceOf(n)   == IF n = 3 THEN 1 ELSE 0

\* What the receiver reads and writes.
AtReceiver(f) ==
    IF "nonce" \notin DOMAIN f THEN Written(f, 0, 0)
    ELSE LET sized == IF f.type = "OPENED"
                      THEN [type |-> "OPENED", session |-> f.session, window |-> SizeOf(f.session)]
                      ELSE f
         IN Written(sized, SenderOf(f.nonce), NonceOf(f.nonce))

OpenWith(n, limit) == Written([type |-> "OPEN", window |-> limit], SenderOf(n), NonceOf(n))

HasSession(n) == \E i \in Session : receiver[i].nonce = n
IsOver(i)     == receiver[i].nonce = NoNonce
OpenSessions         == {i \in Session : ~IsOver(i)}
IsFull        == \E i, j \in OpenSessions : i # j

HasFailed(i, s) == Slot(i, s).seq < s /\ Slot(i, s).message = s

\* Handlers fail, and messages are sealed, only as long as no other session was opened.
IsAlone  == lastSession = 1
IsMarked == Handles(1, 0, "SEALED") \/ HasFailed(1, 0)

\* The pairs come in this order; later, they come again with any limit.
IsNext(n, limit) ==
    /\ n = lastSession + 1
    /\ n <= Places
    /\ ~IsMarked
    /\ limit = IF n = 1 THEN AnyWindow ELSE 1

\* A repeated OPEN is answered as before: the same session, the same window.
ReceiveOpenAgain(n) == HasSession(n) /\ ReceiveOpen(n)

\* OPEN for a session more than there may be is answered by FULL.
ReceiveOpenWhenFull(n) ==
    /\ IsFull
    /\ ~HasSession(n)
    /\ Receive(Open(n), {Full(n)})
    /\ UNCHANGED <<senderVars, receiverVars, sourceVars, submitted, historyVars>>

\* A session that is over has left its place to another.  No vector goes on from there.
ReceiveOpenInPlace(n) ==
    /\ lastSession = Places
    /\ ~IsFull
    /\ Receive(Open(n), {Opened(Places + 1, n)})
    /\ UNCHANGED <<senderVars, receiverVars, sourceVars, submitted, historyVars>>

\* OPEN that comes when its session was closed: a receiver that remembers takes it as lost.
ReceiveOpenLate(n) == n <= lastSession /\ ~HasSession(n) /\ UNCHANGED vars

IsHandling(i) == i = 1 /\ ~IsOver(i) /\ Handles(i, 0, "CLAIMED")

\* CLOSE while a handler of the session runs is not answered: it comes again.
ReceiveCloseWhileHandling(i) == IsHandling(i) /\ UNCHANGED vars

\* The handler failed, with no effect: its message is unknown again, and nobody is told.  The slot
\* keeps the message only to have a state of its own.
Fail(i, s) ==
    /\ Handles(i, s, "CLAIMED")
    /\ SetSlot(i, s, [Fresh(NoNonce).ring[Index(s)] EXCEPT !.message = s])
    /\ UNCHANGED <<senderVars, receiverDisk, sourceVars, net, submitted, historyVars>>

\* The application drops a session: nobody is told, until its sender asks.
DropSession(i) ==
    /\ ~IsOver(i)
    /\ ~IsHandling(i)
    /\ Forget(i)
    /\ UNCHANGED <<senderVars, sourceVars, net, submitted, historyVars>>

\* There is no session, or one of its handlers runs: it is not dropped.
DropRefused(i) == (OpenSessions = {} \/ IsHandling(i)) /\ UNCHANGED vars

\* DATA and SEAL about a session that the receiver does not know are answered by GONE.
ReceiveInUnknown(i, f) ==
    /\ IsOver(i)
    /\ IF f.type = "DATA" THEN ReceiveData(i, 0) ELSE ReceiveSeal(i, 0)

ByApplication(i) == [input |-> "drop", session |-> OnWire(i)]

OnFrame(f, action, Step) == On(Arrives(AtReceiver(f)), action, Step)

ReceiverStep ==
    \/ \E n \in Nonce, limit \in {1, AnyWindow} :
          \/ On(Arrives(OpenWith(n, limit)), "ReceiveOpen", IsNext(n, limit) /\ ReceiveOpen(n))
          \/ On(Arrives(OpenWith(n, limit)), "ReceiveOpenAgain", ReceiveOpenAgain(n))
          \/ On(Arrives(OpenWith(n, limit)), "ReceiveOpenWhenFull",
                n > Places /\ limit = AnyWindow /\ ReceiveOpenWhenFull(n))
          \/ On(Arrives(OpenWith(n, limit)), "ReceiveOpenInPlace",
                n > Places /\ limit = 1 /\ ReceiveOpenInPlace(n))
          \/ On(Arrives(OpenWith(n, limit)), "ReceiveOpenLate", limit = AnyWindow /\ ReceiveOpenLate(n))
    \/ \E i \in Session :
          \/ OnFrame(Close(i), "ReceiveCloseWhileHandling", ReceiveCloseWhileHandling(i))
          \/ OnFrame(Close(i), "ReceiveClose", ~IsHandling(i) /\ ReceiveClose(i))
          \/ OnFrame(Check(i, 0), "ReceiveCheck", ReceiveCheck(i, 0))
          \/ \E f \in {Data(i, 0, 0), Seal(i, 0)} :
                OnFrame(f, "ReceiveInUnknown", ReceiveInUnknown(i, f))
    \/ OnFrame(Data(1, 0, 0), "ReceiveData", ~IsOver(1) /\ ReceiveData(1, 0))
    \/ OnFrame(Seal(1, 0), "ReceiveSeal", ~IsOver(1) /\ IsAlone /\ ReceiveSeal(1, 0))
    \/ On(Handler(0, "succeeds"), "Deliver", Deliver(1, 0))
    \/ On(Handler(0, "fails"), "Fail", IsAlone /\ Fail(1, 0))
    \/ \E i \in 1..Places :
          \/ On(ByApplication(i), "DropSession", DropSession(i))
          \/ On(ByApplication(i), "DropRefused", DropRefused(i))

ReceiverNext == ReceiverStep /\ UNCHANGED asked

StateOf(i) ==
    CASE i > lastSession                -> "unopened"
      [] IsOver(i)                      -> "closed"
      [] OTHER                          -> CASE Handles(i, 0, "CLAIMED")   -> "handling"
                                             [] Handles(i, 0, "DELIVERED") -> "used"
                                             [] Handles(i, 0, "SEALED")    -> "sealed"
                                             [] HasFailed(i, 0)            -> "failed"
                                             [] OTHER                      -> "open"

ReceiverState == [i \in 1..Places |-> ToString(OnWire(i)) \o " " \o StateOf(i)]

\* A mutant may open one session after the other.
FewSessions == lastSession <= Places

SentByReceiver == {[output |-> "frame", frame |-> AtReceiver(out.frame)] : out \in Sent}

Effects == {[output |-> "effect", seq |-> s] : s \in {m \in Message : effects'[m] # effects[m]}}

\* A receiver that remembers no opening takes a late OPEN for a new one.
AnswersToLateOpen ==
    IF step'.action # "ReceiveOpenLate" THEN {}
    ELSE LET f == step'.input.frame IN
         {[output |-> "frame", requirement |-> "MAY", frame |-> answer] :
             answer \in {Written(Full(0), f.sender, f.nonce)}
                \cup {Written([type |-> "OPENED", session |-> i, window |-> Largest],
                           f.sender, f.nonce) : i \in {Places + 1, Places + 2}}}

RefusedDrop == IF step'.action = "DropRefused" THEN {[output |-> "refused"]} ELSE {}

PrintReceiver ==
    Export(ReceiverState, SentByReceiver \cup Effects \cup AnswersToLateOpen \cup RefusedDrop,
           ReceiverState')

-----------------------------------------------------------------------------
(* The sender.  It asks for two sessions, and submits a message in each.   *)

Requests == 2

\* The frames that may come.  A receiver that was restarted may open a second session for a nonce.
Offers == {<<1, 1>>, <<2, 2>>, <<3, 1>>}

ToSender ==
    {Opened(offer[1], offer[2]) : offer \in Offers}
        \cup UNION {{Gone(i), Ack(i, 0)} : i \in 1..Requests}

AtSender(f) ==
    IF "nonce" \notin DOMAIN f THEN Written(f, 0, 0)
    ELSE LET sized == CASE f.type = "OPENED" ->
                              [type |-> "OPENED", session |-> f.session, window |-> SizeOf(f.session)]
                        [] f.type = "OPEN" -> [type |-> "OPEN", window |-> asked']
                        [] OTHER           -> f
         IN Written(sized, 0, f.nonce - 1)

TooLarge(i, n) == Written([type |-> "OPENED", session |-> i, window |-> 2 * Largest], 0, n - 1)

Command(what) == [input |-> what]

\* The session in use, whatever the sender does with it.
Uses(i) == sender.session = i

\* The application no longer wants the session that it has asked for: the answer is not awaited.
CloseWhileOpening ==
    /\ sender.phase \in {"OPENING", "REPLACING"}
    /\ sender' = Idle
    /\ UNCHANGED <<senderDisk, others, receiverVars, sourceVars, net, submitted, historyVars>>

\* The application closes the session while a message is open: it is decided first.
CloseWhileUndecided ==
    /\ sender.phase = "OPEN"
    /\ ~(OpenNumbers = {})
    /\ sender' = [sender EXCEPT !.phase = "DRAINING"]
    /\ UNCHANGED <<senderDisk, others, receiverVars, sourceVars, net, submitted, historyVars>>

IsLast(i, s) == sender.phase = "DRAINING" /\ IsOurs(i) /\ OpenNumbers = {s}

\* The last message of a session that the application has closed is decided: it is closed now.
ReceiveLastAck(i, s) ==
    /\ Receive(Ack(i, s), {Close(i)})
    /\ RecordOutcome({Entry(s).message}, "DELIVERED")
    /\ sender' = [sender EXCEPT !.phase = "CLOSING", !.outbox[s % Entries].state = "DELIVERED"]
    /\ UNCHANGED <<senderDisk, others, receiverVars, sourceVars, submitted, effects, givenUp>>

\* A session whose window is too large is closed, before another is asked for.
ReceiveTooLarge(i, n) ==
    /\ sender' = [Idle EXCEPT !.phase = "REPLACING", !.session = i]
    /\ Transmit({Close(i)})
    /\ UNCHANGED <<senderDisk, others, receiverVars, sourceVars, submitted, historyVars>>

\* A window that is too large again: the session is closed, and asked for again after a timeout.
ReceiveTooLargeAgain(i, n) ==
    /\ Transmit({Close(i)})
    /\ UNCHANGED <<senderVars, receiverVars, sourceVars, submitted, historyVars>>

\* The session with the large window is closed: another is asked for, which says the largest window.
ReceiveGoneReplaces(i, n) ==
    /\ sender' = [Idle EXCEPT !.phase = "OPENING", !.nonce = n]
    /\ lastNonce' = n
    /\ Transmit({Open(n)})
    /\ UNCHANGED <<senderDisk, others, receiverVars, lastSession, submitted, historyVars>>

\* CLOSE is repeated, too, for a session whose window is too large.
RepeatCloseOfTooLarge ==
    /\ sender.phase = "REPLACING"
    /\ Transmit({Close(sender.session)})
    /\ UNCHANGED <<senderVars, receiverVars, sourceVars, submitted, historyVars>>

\* An OPENED that nobody waits for is answered by CLOSE, unless its session is in use.
ReceiveUnexpected(i, n) == ReceiveOpened(i, n)

\* What is about another session or sender, or not for this phase, changes nothing.
Ignore == UNCHANGED vars

Keep == asked' = asked

\* A session with a window that is no larger is offered.
SenderOffered(i, n) ==
    LET input == Arrives(AtSender(Opened(i, n))) IN
    \/ On(input, "ReceiveOpened", sender.phase = "OPENING" /\ i = n /\ n = lastNonce
            /\ ReceiveOpened(i, n))
    \/ On(input, "ReceiveUnexpected",
            ~(sender.phase = "OPENING" /\ n = lastNonce) /\ ReceiveUnexpected(i, n))

\* A session with a window that is too large is offered.
SenderOfferedTooLarge(n) ==
    LET input == Arrives(TooLarge(n, n)) IN
    /\ sender.phase = "OPENING"
    /\ n = lastNonce
    /\ \/ n < Requests /\ asked = AnyWindow /\ asked' = Largest
            /\ On(input, "ReceiveTooLarge", ReceiveTooLarge(n, n))
       \/ asked = Largest /\ Keep
            /\ On(input, "ReceiveTooLargeAgain", ReceiveTooLargeAgain(n, n))

SenderGone(i) ==
    LET input == Arrives(AtSender(Gone(i))) IN
    IF sender.phase = "REPLACING" /\ Uses(i)
    THEN On(input, "ReceiveGoneReplaces", ReceiveGoneReplaces(i, lastNonce + 1))
    ELSE On(input, IF Uses(i) THEN "ReceiveGone" ELSE "Ignore", ReceiveGone(i))

SenderAck(i) ==
    LET input == Arrives(AtSender(Ack(i, 0))) IN
    IF IsLast(i, 0) THEN On(input, "ReceiveLastAck", ReceiveLastAck(i, 0))
    ELSE On(input, IF Uses(i) /\ Is(0, Undecided) THEN "ReceiveAck" ELSE "Ignore", ReceiveAck(i, 0))

SenderIgnores ==
    \/ On(Command("open"), "Ignore", sender.phase # "IDLE" /\ Ignore)
    \/ On(Command("close"), "Ignore", sender.phase \in {"IDLE", "DRAINING", "CLOSING"} /\ Ignore)
    \/ On(Arrives(AtSender(Full(lastNonce))), "Ignore", lastNonce # NoNonce /\ Ignore)
    \/ On(Arrives([AtSender(Opened(lastNonce, lastNonce)) EXCEPT !.sender = 1]), "Ignore",
          sender.phase = "OPENING" /\ Ignore)

SenderStep ==
    \/ \E n \in 1..Requests : On(Command("open"), "OpenSession", OpenSession(n))
    \/ On(Command("close"), "CloseWhileOpening", CloseWhileOpening)
    \/ On(Command("close"), "CloseWhileUndecided", CloseWhileUndecided)
    \/ On(Command("close"), "CloseSession", CloseSession)
    \/ On(Command("timeout"), "Repeat", Repeat)
    \/ On(Command("timeout"), "RepeatCloseOfTooLarge", RepeatCloseOfTooLarge)
    \/ On([input |-> "timeout", seq |-> 0], "TimeOut", TimeOut(0))
    \/ On([input |-> "submit", seq |-> 0], "Submit", sender.next = 0 /\ Submit(submitted))
    \/ \E offer \in Offers : SenderOffered(offer[1], offer[2])
    \/ \E i \in 1..Requests : SenderGone(i) \/ SenderAck(i)
    \/ SenderIgnores

SenderNext ==
    \/ SenderStep /\ Keep
    \/ \E n \in 1..Requests : SenderOfferedTooLarge(n)

Text(i) == ToString(OnWire(i))

SenderState ==
    CASE sender.phase = "IDLE" ->
            <<"IDLE after " \o ToString(lastNonce),
              IF lastNonce < Requests /\ asked = Largest THEN "limited" ELSE "any window">>
      [] sender.phase = "OPENING" ->
            <<"OPENING " \o ToString(sender.nonce - 1),
              IF asked = Largest THEN "limited" ELSE "any window">>
      [] sender.phase \in {"CLOSING", "REPLACING"} ->
            <<sender.phase \o " " \o Text(sender.session)>>
      [] OTHER ->
            <<sender.phase \o " " \o Text(sender.session),
              CASE Is(0, Undecided) -> "0 PENDING"
                [] sender.next = 0  -> "nothing submitted"
                [] OTHER            -> "0 decided">>

SentBySender == {[output |-> "frame", frame |-> AtSender(out.frame)] : out \in Sent}

Reports ==
    {[output |-> "report", seq |-> 0, outcome |-> outcome'[m]] :
        m \in {any \in Message : outcome'[any] # outcome[any]}}

PrintSender == Export(SenderState, SentBySender \cup Reports, SenderState')
=============================================================================
