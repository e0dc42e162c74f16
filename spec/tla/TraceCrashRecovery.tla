------------------------- MODULE TraceCrashRecovery -------------------------
(***************************************************************************)
(* Is a recorded execution with sessions and crashes a behaviour of        *)
(* CrashRecovery, where every write is made?  As in TraceCheckBeforeSend   *)
(* every event is explained by an action, and the state is kept small:     *)
(* there is no history, the receiver has a ring for no more sessions than  *)
(* it knows, and of the frames in flight those are kept that the sender's  *)
(* session depends on.  Others may be received at any time; what they then *)
(* do is still checked.                                                    *)
(*                                                                         *)
(* The running code does some things that CrashRecovery leaves out.        *)
(* Handlers fail, and a message that is being handled is answered for.     *)
(* Threads append to the outbox side by side, so that a number may be left *)
(* out when one of them crashes, and be given later, or, if the session is *)
(* closed, be sealed: that no more are given is written before.  Of a      *)
(* session that is gone, one message after the other is reported as in     *)
(* doubt.  And a crash cuts steps short, so that nobody can say whether    *)
(* they took place.                                                        *)
(***************************************************************************)
EXTENDS CrashRecovery, TraceEvents

VARIABLES
    cursor,    \* for each thread, how many of its events are explained
    draining,  \* the last session in which no more numbers are given; on disk
    doubtful   \* of the last session that was gone: which messages its outbox held, and
               \* which of them may still be reported as in doubt

traceVars == <<cursor, draining, doubtful>>

\* These take the place of the definitions in CrashRecovery and Network.
AllButDecision      == Write \ {"decision"}
HistoryNotKept      == effects = <<>> /\ outcome = <<>> /\ told = {}
EffectNotKept(m)    == UNCHANGED effects
OutcomeNotKept(messages, what) == UNCHANGED <<outcome, told>>
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

\* The frames in flight about each slot of the outbox, those that answer the OPEN for which
\* the sender waits, and the session for which GONE is in flight, if that is the sender's.
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
(* What differs from CrashRecovery: the sender.                            *)

NothingChanges == UNCHANGED vars

\* A sender that waits for a session may give up and ask anew, as if it had crashed.  The
\* thread that asks first may crash before it does, while another repeats the frame.
AskForSession(n) ==
    /\ sender.phase \in {"IDLE", "OPENING"}
    /\ n > lastNonce
    /\ lastNonce' = n
    /\ sender' = [Idle EXCEPT !.phase = "OPENING", !.nonce = n]
    /\ Transmit({Open(n)})
    /\ UNCHANGED <<senderDisk, others, receiverVars, lastSession, submitted, historyVars>>

RepeatOpen(n) == AskForSession(n) \/ (IsAwaited(n) /\ Repeat)
RepeatClose(i) == sender.phase = "CLOSING" /\ IsOurs(i) /\ Repeat

Opens(i, n, result) ==
    CASE result = "ACCEPTED" -> IsAwaited(n) /\ ReceiveOpened(i, n)
      [] result = "CLOSED"   -> ~IsAwaited(n) /\ ~IsOurs(i) /\ ReceiveOpened(i, n)
      [] OTHER               -> NothingChanges     \* for the sender it is lost

\* As Submit, but the number is the event's, and may be one that was left out.  A message is
\* known by its number: were it by the order of submission, states that differ in the order
\* of two threads' steps would differ for long.
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

\* s was left out, and has no message: it is sealed, for an ordered receiver waits for it.
SealLeftOut(i, s) ==
    /\ sender.phase = "OPEN"
    /\ draining = i
    /\ MaySubmit(s)
    /\ \E k \in 0..W-1 : sender.outbox[k].seq > s
    /\ sender' = [sender EXCEPT !.outbox[s % Entries] =
                     [seq |-> s, state |-> "SEALING", message |-> NoMessage]]
    /\ Transmit({Seal(i, s)})
    /\ UNCHANGED <<senderDisk, others, receiverVars, sourceVars, submitted, historyVars>>

\* A thread may still ask about a session that another has found to be gone.
Asks(i, s, result) ==
    IF IsOurs(i)
    THEN \/ TimeOut(s) /\ result = IF Is(s, {"PENDING"}) THEN "CHECK" ELSE "SEAL"
         \/ SealLeftOut(i, s) /\ result = "SEAL"
    ELSE NothingChanges

\* Of a number without a message nothing is reported.
Decision(i, s)  == IF IsOurs(i) /\ Is(s, Undecided) /\ Entry(s).message # NoMessage
                   THEN "DECIDED" ELSE "IGNORED"
Resending(i, s) == IF IsOurs(i) /\ Is(s, {"PENDING"}) THEN "RESENT" ELSE "IGNORED"

\* After a crash of the sender all that its outbox held is reported.
Ends(i) ==
    /\ IsOurs(i)
    /\ ReceiveGone(i)
    /\ doubtful' = [session |-> i,
                    held    |-> NumbersIn(Undecided \cup Decided),
                    left    |-> IF sender.phase = "CLOSING" THEN {} ELSE OpenNumbers]

Doubt(i, s) ==
    /\ doubtful.session = i
    /\ s \in doubtful.left
    /\ doubtful' = [doubtful EXCEPT !.left = @ \ {s}]
    /\ NothingChanges

\* Of what is found on disk, s was decided if s + W had its number, and it had if a greater
\* one is there.  (s + W itself is not, if its producer crashed.)
SenderStartsAgain ==
    /\ LET entries == senderDisk.outbox
           Was(entry) == IF entry.seq >= 0 /\ \E k \in 0..W-1 : entries[k].seq > entry.seq + W
                         THEN [entry EXCEPT !.state = "DELIVERED"]   \* or not: nobody asks
                         ELSE entry
       IN sender' = [senderDisk EXCEPT !.outbox = [k \in 0..W-1 |-> Was(entries[k])]]
    /\ doubtful' = [doubtful EXCEPT !.left = doubtful.held]
    /\ UNCHANGED <<senderDisk, others, receiverVars, sourceVars, net, submitted, historyVars>>

-----------------------------------------------------------------------------
(* What differs from CrashRecovery: the receiver.                          *)

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

\* A failed message is what it was before it was claimed, which is on disk.
Fail(i, s) ==
    /\ IF Knows(i)
       THEN Handles(i, s, "CLAIMED") /\ SetSlot(i, s, receiverDisk[i].ring[Index(s)])
       ELSE UNCHANGED receiver
    /\ UNCHANGED <<senderVars, receiverDisk, sourceVars, net, submitted, historyVars>>

\* A seal that meets a session while it is being dropped untouched is as good as lost.
IgnoresSeal(i, s, result) ==
    /\ result \in {"NOTHING_OWED", "NO_ANSWER"}
    /\ Knows(i)
    /\ receiverDisk[i].ring = Fresh(NoNonce).ring
    /\ InFlight(Seal(i, s))
    /\ NothingChanges

Finds(i, s, instead) == IF Found(i, s) = "UNKNOWN" THEN instead ELSE Found(i, s)

\* A step that a crash cut short may have taken place or not.
Claims(i, s, result) ==
    \/ result = "CRASHED" /\ NothingChanges
    \/ /\ result = "CRASHED" => Found(i, s) = "UNKNOWN"
       /\ ReceiveData(i, s)
       /\ result # "CRASHED" => result = Finds(i, s, "CLAIMED")

Seals(i, s, result) ==
    \/ result = "CRASHED" /\ NothingChanges
    \/ IgnoresSeal(i, s, result)
    \/ /\ result = "CRASHED" => Found(i, s) = "UNKNOWN"
       /\ ReceiveSeal(i, s)
       /\ result # "CRASHED" => result = Finds(i, s, "SEALED")

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
