------------------------- MODULE TraceCrashRecovery -------------------------
(***************************************************************************)
(* Is a recorded execution with sessions and crashes a behaviour of        *)
(* CrashRecovery, where every write is made?  As in TraceCheckBeforeSend,  *)
(* every event is explained by an action, and the state is kept small:     *)
(* there is no history, the receiver has rings only for the sessions that  *)
(* it knows, and only those frames in flight are kept that the sender's    *)
(* session depends on.  Others may be received at any time; their effect   *)
(* is still checked.                                                       *)
(*                                                                         *)
(* The running code does some things that CrashRecovery leaves out.        *)
(* Handlers fail, and a message that is being handled is answered for.     *)
(* Threads append to the outbox concurrently, so a number may be left out  *)
(* when one of them crashes.  It may be assigned later, or sealed when the *)
(* session is closed; the fact that no more numbers are assigned is        *)
(* written first.  When a session is gone, its messages are reported as in *)
(* doubt one after another.  And a crash cuts steps short, so that nobody  *)
(* can say whether they took place.                                        *)
(***************************************************************************)
EXTENDS CrashRecovery, TraceEvents

VARIABLES
    cursor,    \* for each thread, how many of its events are explained
    draining,  \* the last session in which no more numbers are assigned; on disk
    doubtful   \* of the last session that was gone: the messages that its outbox held, and
               \* those of them that may still be reported as in doubt

traceVars == <<cursor, draining, doubtful>>

\* These replace definitions of CrashRecovery and Network.
AllButDecision      == Write \ {"decision"}
HistoryNotKept      == effects = <<>> /\ outcome = <<>> /\ told = {} /\ givenUp = {}
EffectNotKept(m)    == UNCHANGED effects
OutcomeNotKept(messages, what) == UNCHANGED <<outcome, told>>
GiveUpNotKept(m)    == UNCHANGED givenUp
KnowsSession(i)     == i \in DOMAIN receiver
NumbersIn(states)   == {e.seq : e \in {sender.outbox[k] : k \in {j \in 0..W-1 :
                          sender.outbox[j].seq >= 0 /\ sender.outbox[j].state \in states}}}
OpenInOutbox        == NumbersIn(Undecided)
Without(memory, i)  == [j \in DOMAIN memory \ {i} |-> memory[j]]
With(memory, i, known) == [j \in DOMAIN memory \cup {i} |-> IF j = i THEN known ELSE memory[j]]
ForgetSession(i)    == receiver' = Without(receiver, i) /\ receiverDisk' = Without(receiverDisk, i)

AnswerAlsoInProgress(i, s, found) ==
    CASE found = "DELIVERED"                             -> {Ack(i, s)}
      [] found \in {"UNKNOWN", "SEALED", "IN_PROGRESS"}  -> {Status(i, s, found)}
      [] found = "GONE"                                  -> {Gone(i)}
      [] OTHER                                           -> {}

\* The frames in flight about each slot of the outbox, those that answer the current OPEN of
\* the sender, and the sender's session if GONE is in flight for it.
NetKept ==
    net = [slots |-> [k \in 0..W-1 |-> {}], opened |-> {}, gone |-> NoSession]

IsInOutbox(i, s)  == IsOurs(i) /\ Entry(s).seq = s
PayloadOf(i, s)   == IF IsInOutbox(i, s) THEN Entry(s).message ELSE NoMessage
DataInSlot(i, s)  == {Data(i, s, PayloadOf(i, s))}

TransmitKept(frames) ==
    IF frames = {} THEN UNCHANGED net
    ELSE LET f == CHOOSE f \in frames : TRUE IN
         net' = CASE f.type = "OPENED" ->
                       IF IsAwaited(f.nonce)
                       THEN [net EXCEPT !.opened = {o \in @ : o.nonce = f.nonce} \cup frames]
                       ELSE net
                  [] f.type = "GONE" -> IF IsOurs(f.session) THEN [net EXCEPT !.gone = f.session] ELSE net
                  [] f.type \in {"OPEN", "CLOSE"} -> net
                  [] OTHER ->
                       IF IsOurs(f.session) /\ Entry(f.seq).seq <= f.seq
                       THEN [net EXCEPT !.slots[f.seq % W] =
                               {g \in @ : g.session = f.session /\ g.seq >= f.seq} \cup frames]
                       ELSE net

InFlight(f) ==
    CASE f.type = "OPEN"   -> f.nonce <= lastNonce
      [] f.type = "OPENED" -> IsAwaited(f.nonce) => f \in net.opened
      [] f.type = "CLOSE"  -> IsOurs(f.session) => sender.phase = "CLOSING"
      [] f.type = "GONE"   -> IsOurs(f.session) => net.gone = f.session
      [] OTHER             -> IsOurs(f.session) =>
                                Entry(f.seq).seq > f.seq \/ f \in net.slots[f.seq % W]

ReceiveKept(f, answers) == InFlight(f) /\ TransmitKept(answers)

-----------------------------------------------------------------------------
(* Differences from CrashRecovery: the sender.                             *)

NothingChanges == UNCHANGED vars

\* A sender that waits for a session may give up and ask again, as if it had crashed.  The
\* thread that asks first may crash before it sends, while another repeats the frame.
AskForSession(n) ==
    /\ sender.phase \in {"IDLE", "OPENING"}
    /\ n > lastNonce
    /\ lastNonce' = n
    /\ sender' = [Idle EXCEPT !.phase = "OPENING", !.nonce = n]
    /\ Transmit({Open(n)})
    /\ UNCHANGED <<senderDisk, others, receiverVars, lastSession, submitted, historyVars>>

\* OPEN is repeated, perhaps by a thread that is ahead of the one that asks first.
RepeatOpen(n) == AskForSession(n) \/ (IsAwaited(n) /\ Repeat)
\* CLOSE is repeated.
RepeatClose(i) == sender.phase = "CLOSING" /\ IsOurs(i) /\ Repeat

\* OPENED is accepted, answered by CLOSE, or ignored.
Opens(i, n, result) ==
    CASE result = "ACCEPTED" -> IsAwaited(n) /\ ReceiveOpened(i, n)
      [] result = "CLOSED"   -> ~IsAwaited(n) /\ ~IsOurs(i) /\ ReceiveOpened(i, n)
      [] OTHER               -> NothingChanges     \* to the sender it is lost

\* As Submit, but the event gives the number, which may be one that was left out.  A message
\* is identified by its number: identified by the order of submission, states that differ
\* in the order of two threads' steps would stay different for long.
Append(i, s) ==
    /\ sender.phase = "OPEN"
    /\ IsOurs(i)
    /\ draining # i
    /\ MaySubmit(s)
    /\ \A k \in 0..W-1 : LET e == sender.outbox[k] IN
          e.seq >= 0 /\ e.seq + W < s => e.state \in Decided  \* e.seq + W has its number, too
    /\ LET entry == [seq |-> s, state |-> "PENDING", message |-> s]
           Appended(memory) == [memory EXCEPT !.outbox[s % Entries] = entry]
       IN sender' = Appended(sender) /\ senderDisk' = Appended(senderDisk)
    /\ Transmit({Data(i, s, s)})
    /\ submitted' = submitted + 1
    /\ UNCHANGED <<others, receiverVars, sourceVars, historyVars>>

\* The application closes the session.
Drain(i) ==
    /\ sender.phase = "OPEN"
    /\ IsOurs(i)
    /\ draining # i
    /\ draining' = i
    /\ NothingChanges

\* s was left out and has no message: it is sealed, because an ordered receiver waits for it.
SealLeftOut(i, s) ==
    /\ sender.phase = "OPEN"
    /\ draining = i
    /\ MaySubmit(s)
    /\ \E k \in 0..W-1 : sender.outbox[k].seq > s
    /\ sender' = [sender EXCEPT !.outbox[s % Entries] =
                     [seq |-> s, state |-> "SEALING", message |-> NoMessage]]
    /\ Transmit({Seal(i, s)})
    /\ UNCHANGED <<senderDisk, others, receiverVars, sourceVars, submitted, historyVars>>

\* A thread may still ask about a session that another thread has found to be gone.
Asks(i, s, result) ==
    IF IsOurs(i)
    THEN \/ TimeOut(s) /\ result = IF Is(s, {"PENDING"}) THEN "CHECK" ELSE "SEAL"
         \/ SealLeftOut(i, s) /\ result = "SEAL"
    ELSE NothingChanges

\* Nothing is reported for a number without a message.
Decision(i, s)  == IF IsOurs(i) /\ Is(s, Undecided) /\ Entry(s).message # NoMessage
                   THEN "DECIDED" ELSE "IGNORED"
Resending(i, s) == IF IsOurs(i) /\ Is(s, {"PENDING"}) THEN "RESENT" ELSE "IGNORED"

\* After a crash of the sender, everything that its outbox held is reported.
Ends(i) ==
    /\ IsOurs(i)
    /\ ReceiveGone(i)
    /\ doubtful' = [session |-> i,
                    held    |-> NumbersIn(Undecided \cup Decided),
                    left    |-> IF sender.phase = "CLOSING" THEN {} ELSE OpenNumbers]

\* One message is reported as in doubt.
Doubt(i, s) ==
    /\ doubtful.session = i
    /\ s \in doubtful.left
    /\ doubtful' = [doubtful EXCEPT !.left = @ \ {s}]
    /\ NothingChanges

\* The sender restarts.  Of the messages on disk, s was decided if s + W was assigned, which
\* it was if a greater number is there.  (s + W itself is missing if its producer crashed.)
SenderStartsAgain ==
    /\ LET entries == senderDisk.outbox
           Was(entry) == IF entry.seq >= 0 /\ \E k \in 0..W-1 : entries[k].seq > entry.seq + W
                         THEN [entry EXCEPT !.state = "DELIVERED"]   \* or not: nobody asks
                         ELSE entry
       IN sender' = [senderDisk EXCEPT !.outbox = [k \in 0..W-1 |-> Was(entries[k])]]
    /\ doubtful' = [doubtful EXCEPT !.left = doubtful.held]
    /\ UNCHANGED <<senderDisk, others, receiverVars, sourceVars, net, submitted, historyVars>>

-----------------------------------------------------------------------------
(* Differences from CrashRecovery: the receiver.                           *)

\* OPEN opens the session that the event names, or is answered with it.
AnswerOpen(i, n) ==
    /\ Receive(Open(n), {Opened(i, n)})
    /\ LET known == {j \in DOMAIN receiver : receiver[j].nonce = n} IN
       IF known # {}
       THEN known = {i} /\ UNCHANGED <<receiverVars, lastSession>>
       ELSE /\ i > lastSession
            /\ lastSession' = i
            /\ receiver' = With(receiver, i, Fresh(n))
            /\ receiverDisk' = With(receiverDisk, i, Fresh(n))
    /\ UNCHANGED <<senderVars, lastNonce, submitted, historyVars>>

\* A failed message returns to its state before the claim, which is on disk.
Fail(i, s) ==
    /\ IF Knows(i)
       THEN Handles(i, s, "CLAIMED") /\ SetSlot(i, s, receiverDisk[i].ring[Index(s)])
       ELSE UNCHANGED receiver
    /\ UNCHANGED <<senderVars, receiverDisk, sourceVars, net, submitted, historyVars>>

\* A SEAL that meets an untouched session while it is being dropped counts as lost.
IgnoresSeal(i, s, result) ==
    /\ result \in {"NOTHING_OWED", "NO_ANSWER"}
    /\ Knows(i)
    /\ receiverDisk[i].ring = Fresh(NoNonce).ring
    /\ InFlight(Seal(i, s))
    /\ NothingChanges

Finds(i, s, instead) == IF Found(i, s) = "UNKNOWN" THEN instead ELSE Found(i, s)

\* A claim.  A step that a crash cut short may or may not have taken place.
Claims(i, s, result) ==
    \/ result = "CRASHED" /\ NothingChanges
    \/ /\ result = "CRASHED" => Found(i, s) = "UNKNOWN"
       /\ ReceiveData(i, s)
       /\ result # "CRASHED" => result = Finds(i, s, "CLAIMED")

\* The same for a seal.
Seals(i, s, result) ==
    \/ result = "CRASHED" /\ NothingChanges
    \/ IgnoresSeal(i, s, result)
    \/ /\ result = "CRASHED" => Found(i, s) = "UNKNOWN"
       /\ ReceiveSeal(i, s)
       /\ result # "CRASHED" => result = Finds(i, s, "SEALED")

\* The receiver restarts, with its sessions or without.
ReceiverStartsAgain(result) ==
    IF result = "KEPT"
    THEN ReceiverCrash
    ELSE /\ receiver' = [i \in {} |-> Fresh(NoNonce)]
         /\ receiverDisk' = receiver'
         /\ UNCHANGED <<senderVars, sourceVars, net, submitted, historyVars>>

-----------------------------------------------------------------------------
ExplainsOfSession(e) ==
    LET i == e.session
        s == e.seq
        n == e.nonce
    IN
    CASE e.action = "OpenSession"       -> AskForSession(n)
      [] e.action = "RepeatOpen"        -> RepeatOpen(n)
      [] e.action = "ReceiveOpened"     -> Opens(i, n, e.result)
      [] e.action = "Submit"            -> Append(i, s)
      [] e.action = "TimeOut"           -> Asks(i, s, e.result)
      [] e.action = "Cancel"            -> IsOurs(i) /\ Cancel(s)
      [] e.action = "ReceiveAck"        -> ReceiveAck(i, s) /\ e.result = Decision(i, s)
      [] e.action = "ReceiveUnknown"    -> ReceiveUnknown(i, s) /\ e.result = Resending(i, s)
      [] e.action = "ReceiveSealed"     -> ReceiveSealed(i, s) /\ e.result = Decision(i, s)
      [] e.action = "ReceiveInProgress" -> /\ Receive(Status(i, s, "IN_PROGRESS"), {})
                                           /\ UNCHANGED <<senderVars, receiverVars, sourceVars,
                                                          submitted, historyVars>>
      [] e.action = "CloseSession"      -> draining = i /\ IsOurs(i) /\ CloseSession
      [] e.action = "RepeatClose"       -> RepeatClose(i)
      [] e.action = "ReceiveOpen"       -> AnswerOpen(i, n)
      [] e.action = "ReceiveClose"      -> ReceiveClose(i)
      [] e.action = "Drop"              -> Knows(i) /\ Drop(i)
      [] e.action = "ReceiveData"       -> Claims(i, s, e.result)
      [] e.action = "Deliver"           -> Knows(i) /\ Deliver(i, s)
      [] e.action = "Fail"              -> Fail(i, s)
      [] e.action = "ReceiveCheck"      -> ReceiveCheck(i, s) /\ e.result = Found(i, s)
      [] e.action = "ReceiveSeal"       -> Seals(i, s, e.result)
      [] e.action = "ReceiverCrash"     -> ReceiverStartsAgain(e.result)

ExplainsOfCrashes(e) ==
    CASE e.action = "Drain"       -> Drain(e.session) /\ UNCHANGED doubtful
      [] e.action = "ReceiveGone" -> /\ \/ e.result = "ENDED" /\ Ends(e.session)
                                        \/ e.result = "IGNORED" /\ NothingChanges /\ UNCHANGED doubtful
                                     /\ UNCHANGED draining
      [] e.action = "Doubt"       -> Doubt(e.session, e.seq) /\ UNCHANGED draining
      [] e.action = "SenderCrash" -> SenderStartsAgain /\ UNCHANGED draining
      [] OTHER                    -> ExplainsOfSession(e) /\ UNCHANGED <<draining, doubtful>>

TraceInit ==
    /\ Init
    /\ cursor = [t \in 1..Threads |-> 0]
    /\ draining = NoSession
    /\ doubtful = [session |-> NoSession, held |-> {}, left |-> {}]

TraceNext ==
    \E t \in Ready(cursor) :
        /\ ExplainsOfCrashes(Event(t, cursor[t] + 1))
        /\ cursor' = [cursor EXCEPT ![t] = @ + 1]

TraceSpec == TraceInit /\ [][TraceNext]_<<vars, traceVars>>

Explained ==
    Reached(cursor, [phase   |-> sender.phase,
                     session |-> sender.session,
                     outbox  |-> sender.outbox,
                     ring    |-> IF Knows(sender.session) THEN receiver[sender.session].ring
                                                          ELSE "not known"])
=============================================================================
