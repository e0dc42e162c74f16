------------------------- MODULE TraceCrashRecovery -------------------------
(***************************************************************************)
(* Is a recorded execution with sessions and crashes a behaviour of        *)
(* CrashRecovery, where every write is made?  As in TraceCheckBeforeSend,  *)
(* every event is explained by an action, and the state is kept small:     *)
(* there is no history, the receiver has rings only for the sessions that  *)
(* it knows, and only those frames in flight are kept that the sender's    *)
(* session depends on.  Of any other, TraceSteps checks that it was sent,  *)
(* or may have been by a step that was cut short.                          *)
(*                                                                         *)
(* The running code does some things that CrashRecovery leaves out.        *)
(* Handlers fail, and a message that is being handled is answered for.     *)
(* Threads append to the outbox concurrently, so a number may be left out  *)
(* when one of them crashes.  It may be assigned later, or sealed when the *)
(* session is closed; the fact that no more numbers are assigned is        *)
(* written first.  When a session is gone, its messages are reported as in *)
(* doubt one after another.  And a crash cuts steps short, so that nobody  *)
(* can say whether they took place: then either is explained.              *)
(***************************************************************************)
EXTENDS CrashRecovery, TraceSteps

VARIABLES
    draining,  \* the last session in which no more numbers are assigned; on disk
    leftOut,   \* the numbers that were left out since the sender started: the threads that had
               \* been given them will crash
    doubtful,  \* of the last session that was gone: the messages that a sender reports as in
               \* doubt if it starts now, and those that this one still has to report
    late,      \* what threads may still ask about sessions that were gone since the sender
               \* started: they may not have noticed
    stopped    \* the threads of which a step was cut short, until their side has crashed

traceVars == <<stepVars, draining, leftOut, doubtful, late, stopped>>

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
NoDoubts            == [session |-> NoSession, held |-> {}, left |-> {}]
Without(memory, i)  == [j \in DOMAIN memory \ {i} |-> memory[j]]
With(memory, i, known) == [j \in DOMAIN memory \cup {i} |-> IF j = i THEN known ELSE memory[j]]
ForgetSession(i)    == receiver' = Without(receiver, i) /\ receiverDisk' = Without(receiverDisk, i)

\* A trace has the answer IN_PROGRESS, too.
Told(found) == IF found \in Claimed THEN "IN_PROGRESS" ELSE found

AnswerAlsoInProgress(i, s, found) ==
    CASE found = "DELIVERED"                                  -> {Ack(i, s)}
      [] Told(found) \in {"UNKNOWN", "SEALED", "IN_PROGRESS"} -> {Status(i, s, Told(found))}
      [] found = "GONE"                                       -> {Gone(i)}
      [] OTHER                                                -> {}

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

WasOpened(i) == i <= lastSession

\* There are no frames about messages in a session that the receiver knows and the sender has
\* not accepted.  One that the sender has left is gone, and so the receiver does not know it.
InFlight(f) ==
    CASE f.type = "OPEN"   -> f.nonce <= lastNonce
      [] f.type = "OPENED" -> IF IsAwaited(f.nonce) THEN f \in net.opened ELSE WasOpened(f.session)
      [] f.type = "CLOSE"  -> IF IsOurs(f.session)
                              THEN sender.phase = "CLOSING"
                              ELSE WasOpened(f.session)
      [] IsOurs(f.session) -> IF f.type = "GONE"
                              THEN net.gone = f.session
                              ELSE Entry(f.seq).seq > f.seq \/ f \in net.slots[f.seq % W]
      [] OTHER             -> WasOpened(f.session) /\ ~Knows(f.session)

ReceiveKept(f, answers) == InFlight(f) /\ TransmitKept(answers)

-----------------------------------------------------------------------------
(* Differences from CrashRecovery: the sender.                             *)

NothingChanges == UNCHANGED vars

\* A crash cut the step short.  If it took place, it had one of its results.
IsCut(e)           == e.result = "CRASHED"
MayBe(e, result)   == e.result \in {result, "CRASHED"}
DidNotTakePlace(e) ==
    /\ IsCut(e)
    /\ NothingChanges
    /\ UNCHANGED <<draining, leftOut, doubtful, late>>

\* A thread of which a step was cut short does nothing until its side has crashed, except steps
\* that are cut short as well.  It may be the one that restarts the side, and then it reads from
\* the disk which commits were made before the crash.
OfReceiver ==
    {"ReceiveOpen", "ReceiveClose", "Drop", "ReceiveData", "ReceiveCheck", "ReceiveSeal",
     "StartHandler", "Deliver", "Fail", "CommitUnknown"}
SideOf(action) == IF action \in OfReceiver THEN "receiver" ELSE "sender"
ThreadOf(e)    == [thread |-> e.thread, side |-> SideOf(e.action)]
ReadsCommit(e) == e.action = "Deliver" /\ UnknownCommit(e) \in handlers
Still(side)    == {t \in stopped : t.side # side}

ThreadsStop(e) ==
    CASE e.action = "SenderCrash"   -> stopped' = Still("sender")
      [] e.action = "ReceiverCrash" -> stopped' = Still("receiver")
      [] e.action = "End"           -> stopped = {} /\ UNCHANGED stopped
      [] OTHER                      -> /\ ThreadOf(e) \in stopped => IsCut(e) \/ ReadsCommit(e)
                                       /\ stopped' = IF IsCut(e) THEN stopped \cup {ThreadOf(e)}
                                                     ELSE stopped

\* A sender that waits for a session may give up and ask again, as if it had crashed.  The
\* thread that asks first may crash before it sends, while another repeats the frame.
\* Before that, all that was in doubt has been reported and erased from the disk.
AskForSession(n) ==
    /\ sender.phase \in {"IDLE", "OPENING"}
    /\ doubtful.left = {}
    /\ leftOut = {}
    /\ doubtful' = NoDoubts
    /\ n > lastNonce
    /\ lastNonce' = n
    /\ sender' = [Idle EXCEPT !.phase = "OPENING", !.nonce = n]
    /\ Transmit({Open(n)})
    /\ UNCHANGED <<senderDisk, others, receiverVars, lastSession, submitted, historyVars>>

\* OPEN is repeated, perhaps by a thread that is ahead of the one that asks first.
RepeatOpen(n) == AskForSession(n) \/ (IsAwaited(n) /\ Repeat /\ UNCHANGED doubtful)
\* CLOSE is repeated.
RepeatClose(i) == sender.phase = "CLOSING" /\ IsOurs(i) /\ Repeat

\* OPENED is accepted, answered by CLOSE, or ignored.
Opens(i, n, result) ==
    CASE result \in {"ACCEPTED", "CRASHED"} -> IsAwaited(n) /\ ReceiveOpened(i, n)
      [] result = "CLOSED"   -> ~IsAwaited(n) /\ ~IsOurs(i) /\ ReceiveOpened(i, n)
      [] OTHER               -> ~IsAwaited(n) /\ NothingChanges

\* The numbers below s that no message has.
Unassigned(s) ==
    {sender.outbox[k].seq + W : k \in {j \in 0..W-1 : sender.outbox[j].seq + W < s}}

\* As Submit, but the event gives the number, which may be one that was left out before a
\* crash.  If smaller numbers have no message, their threads will crash.  A message is
\* identified by its number: identified by the order of submission, states that differ
\* in the order of two threads' steps would stay different for long.
Append(i, s) ==
    /\ sender.phase = "OPEN"
    /\ IsOurs(i)
    /\ draining # i
    /\ s \notin leftOut
    /\ MaySubmit(s)
    /\ \A k \in Unassigned(s) : k >= W => Is(k - W, Decided)   \* k was given to a thread
    /\ leftOut' = leftOut \cup Unassigned(s)
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
    /\ s \notin leftOut
    /\ MaySubmit(s)
    /\ \E k \in 0..W-1 : sender.outbox[k].seq > s
    /\ sender' = [sender EXCEPT !.outbox[s % Entries] =
                     [seq |-> s, state |-> "SEALING", message |-> NoMessage]]
    /\ Transmit({Seal(i, s)})
    /\ UNCHANGED <<senderDisk, others, receiverVars, sourceVars, submitted, historyVars>>

Question(i, s, frame) == [session |-> i, seq |-> s, frame |-> frame]
Asked(s)              == IF Is(s, {"PENDING"}) THEN "CHECK" ELSE "SEAL"

\* A thread may still ask about a session that another thread has found to be gone.
Asks(i, s, result) ==
    IF IsOurs(i)
    THEN \/ TimeOut(s) /\ result = Asked(s)
         \/ SealLeftOut(i, s) /\ result = "SEAL"
    ELSE Question(i, s, result) \in late /\ NothingChanges

\* No number is left without a message and unsealed.
Closes(i) ==
    /\ draining = i
    /\ IsOurs(i)
    /\ \A k \in 0..W-1 : Unassigned(sender.outbox[k].seq) = {}
    /\ CloseSession

\* Nothing is reported for a number without a message.
Decision(i, s)  == IF IsOurs(i) /\ Is(s, Undecided) /\ Entry(s).message # NoMessage
                   THEN "DECIDED" ELSE "IGNORED"
Resending(i, s) == IF IsOurs(i) /\ Is(s, {"PENDING"}) THEN "RESENT" ELSE "IGNORED"

\* The numbers of the open messages; a number without a message is not reported.
OpenMessages == {s \in OpenNumbers : Entry(s).message # NoMessage}

\* The numbers that are open again in a sender that starts now.
OpenAgain ==
    LET entries == senderDisk.outbox IN
    {entries[k].seq : k \in {j \in 0..W-1 :
        /\ entries[j].seq >= 0
        /\ \A l \in 0..W-1 : entries[l].seq <= entries[j].seq + W}}

\* What a thread may ask about session i, which is ours.
Questions(i) ==
    LET numbers == {sender.outbox[k].seq : k \in 0..W-1}
        gaps    == IF sender.phase = "OPEN" /\ draining = i
                   THEN UNION {Unassigned(s) : s \in numbers} \ leftOut
                   ELSE {}
    IN {Question(i, s, Asked(s)) : s \in OpenNumbers} \cup {Question(i, s, "SEAL") : s \in gaps}

\* The session is over.  If it was not closed, its open messages are in doubt.
Ends(i) ==
    /\ IsOurs(i)
    /\ ReceiveGone(i)
    /\ late' = late \cup Questions(i)
    /\ doubtful' = IF sender.phase = "CLOSING" \/ OpenAgain = {}
                   THEN NoDoubts
                   ELSE [session |-> i, held |-> OpenAgain, left |-> OpenMessages]

\* One message is reported as in doubt.
Doubt(i, s) ==
    /\ doubtful.session = i
    /\ s \in doubtful.left
    /\ doubtful' = [doubtful EXCEPT !.left = @ \ {s}]
    /\ NothingChanges

\* The run is over: no thread is about to use its number, or to report a message.
NothingIsMissing ==
    /\ leftOut = {}
    /\ doubtful.left = {}
    /\ NothingChanges

\* The sender restarts.  Of the messages on disk, s was decided if s + W was assigned, which
\* it was if a greater number is there.  (s + W itself is missing if its producer crashed.)
\* What was in doubt is reported again, unless all of it had been reported and erased.
SenderStartsAgain ==
    /\ LET entries == senderDisk.outbox
           Was(entry) == IF entry.seq >= 0 /\ \E k \in 0..W-1 : entries[k].seq > entry.seq + W
                         THEN [entry EXCEPT !.state = "DELIVERED"]   \* or not: nobody asks
                         ELSE entry
       IN sender' = [senderDisk EXCEPT !.outbox = [k \in 0..W-1 |-> Was(entries[k])]]
    /\ \/ doubtful' = [doubtful EXCEPT !.left = doubtful.held]
       \/ doubtful.left = {} /\ doubtful' = NoDoubts
    /\ leftOut' = {}
    /\ late' = {}
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

Finds(i, s, instead) == IF Found(i, s) = "UNKNOWN" THEN instead ELSE Told(Found(i, s))

\* A claim.  Any other answer changes nothing, so that a crash cannot have cut it short.
Claims(i, s, result) ==
    /\ result = "CRASHED" => Found(i, s) = "UNKNOWN"
    /\ ReceiveData(i, s)
    /\ result # "CRASHED" => result = Finds(i, s, "CLAIMED")

\* The same for a seal.
Seals(i, s, result) ==
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
    CASE e.action = "ReceiveOpened"     -> Opens(i, n, e.result)
      [] e.action = "TimeOut"           -> Asks(i, s, e.result)
      [] e.action = "Cancel"            -> IsOurs(i) /\ Cancel(s)
      [] e.action = "ReceiveAck"        -> ReceiveAck(i, s) /\ MayBe(e, Decision(i, s))
      [] e.action = "ReceiveUnknown"    -> ReceiveUnknown(i, s) /\ e.result = Resending(i, s)
      [] e.action = "ReceiveSealed"     -> ReceiveSealed(i, s) /\ MayBe(e, Decision(i, s))
      [] e.action = "ReceiveInProgress" -> /\ Receive(Status(i, s, "IN_PROGRESS"), {})
                                           /\ UNCHANGED <<senderVars, receiverVars, sourceVars,
                                                          submitted, historyVars>>
      [] e.action = "CommitUnknown"     -> NothingChanges     \* the message stays claimed
      [] e.action = "CloseSession"      -> Closes(i)
      [] e.action = "RepeatClose"       -> RepeatClose(i)
      [] e.action = "ReceiveOpen"       -> AnswerOpen(i, n)
      [] e.action = "ReceiveClose"      -> ReceiveClose(i)
      [] e.action = "Drop"              -> Knows(i) /\ Drop(i)
      [] e.action = "ReceiveData"       -> Claims(i, s, e.result)
      [] e.action = "Deliver"           -> Knows(i) /\ Deliver(i, s)
      [] e.action = "Fail"              -> Fail(i, s)
      [] e.action = "ReceiveCheck"      -> ReceiveCheck(i, s) /\ e.result = Told(Found(i, s))
      [] e.action = "ReceiveSeal"       -> Seals(i, s, e.result)
      [] e.action = "ReceiverCrash"     -> ReceiverStartsAgain(e.result)
      [] e.action = "Resend"            -> FALSE     \* only ReceiveUnknown sends DATA again

ExplainsOfCrashes(e) ==
    CASE e.action = "Drain"       -> Drain(e.session) /\ UNCHANGED <<leftOut, doubtful, late>>
      [] e.action = "OpenSession" -> AskForSession(e.nonce) /\ UNCHANGED <<draining, leftOut, late>>
      [] e.action = "RepeatOpen"  -> RepeatOpen(e.nonce) /\ UNCHANGED <<draining, leftOut, late>>
      [] e.action = "Submit"      -> /\ Append(e.session, e.seq)
                                     /\ UNCHANGED <<draining, doubtful, late>>
      [] e.action = "ReceiveGone" ->
            /\ \/ MayBe(e, "ENDED") /\ Ends(e.session)
               \/ /\ e.result = "IGNORED"
                  /\ ~IsOurs(e.session)
                  /\ ReceiveGone(e.session)
                  /\ UNCHANGED <<doubtful, late>>
            /\ UNCHANGED <<draining, leftOut>>
      [] e.action = "Doubt"       -> /\ Doubt(e.session, e.seq)
                                     /\ UNCHANGED <<draining, leftOut, late>>
      [] e.action = "SenderCrash" -> SenderStartsAgain /\ UNCHANGED draining
      [] e.action = "End"         -> /\ NothingIsMissing
                                     /\ UNCHANGED <<draining, leftOut, doubtful, late>>
      [] OTHER ->
            ExplainsOfSession(e) /\ UNCHANGED <<draining, leftOut, doubtful, late>>

TraceInit ==
    /\ Init
    /\ StepsInit
    /\ draining = NoSession
    /\ leftOut = {}
    /\ doubtful = NoDoubts
    /\ late = {}
    /\ stopped = {}

TraceNext ==
    \E t \in Ready(cursor) :
        /\ ThreadsStop(NextStep(t))
        /\ \/ Follows(t) /\ ExplainsOfCrashes(NextStep(t))
           \/ FollowsCut(t) /\ DidNotTakePlace(NextStep(t))

TraceSpec == TraceInit /\ [][TraceNext]_<<vars, traceVars>>

\* The parts of the memory that a verdict shows.
Memory ==
    [phase    |-> sender.phase,
     session  |-> sender.session,
     outbox   |-> sender.outbox,
     ring     |-> IF Knows(sender.session) THEN receiver[sender.session].ring ELSE "not known",
     handlers |-> handlers,
     replies  |-> replies,
     leftOut  |-> leftOut,
     inDoubt  |-> doubtful.left,
     stopped  |-> stopped]

Explained == Reached(cursor, Memory)
=============================================================================
