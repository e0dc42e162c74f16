--------------------------- MODULE MCCrashRecovery ---------------------------
(***************************************************************************)
(* Bounds for CrashRecovery, and its mutants: what happens if a write is   *)
(* left out (a configuration says so with the constant Stable), or if a    *)
(* rule is broken (a configuration replaces it by an operator from here).  *)
(***************************************************************************)
EXTENDS CrashRecovery

NoMessages   == {}
EveryMessage == Message
SecondMessage == {1}

SenderWrites   == {"session", "append", "closing", "ended"}
ReceiverWrites == {"opened", "delivered", "sealed", "over"}

\* The writes that are needed, and no others.
AllWrites == SenderWrites \cup ReceiverWrites
NoWrites  == {}

WithDecisions    == AllWrites \cup {"decision"}
WithoutSession   == AllWrites \ {"session"}
WithoutAppend    == AllWrites \ {"append"}
WithoutClosing   == AllWrites \ {"closing"}
WithoutEnded     == SenderWrites \ {"ended"}
WithoutOpened    == AllWrites \ {"opened"}
WithoutDelivered == AllWrites \ {"delivered"}
WithoutSealed    == AllWrites \ {"sealed"}
WithoutOver      == AllWrites \ {"over"}

\* A state constraint, for models in which a message can take effect any number of times.
FewEffects == \A m \in Message : effects[m] <= 2

\* A history that stays finite, where it is enough to know that there were two effects.
RecordEffectUpToTwo(m) == effects' = [effects EXCEPT ![m] = IF @ < 2 THEN @ + 1 ELSE @]

-----------------------------------------------------------------------------
(* Fairness.                                                               *)

\* Replaces a fairness condition.
Unfair == TRUE

\* Replaces an action that is not taken.
Never == FALSE

\* Where effect and record are separate steps, each is eventually done.
FairHalves ==
    \A i \in Session, s \in Number :
        /\ SF_vars(Deliver(i, s))
        /\ SF_vars(TakeEffect(i, s))
        /\ SF_vars(Record(i, s))

\* Eventually there is no sender left that was replaced and does not know it.
SpecWithCurrentSender == Spec /\ <>[]IsCurrent

-----------------------------------------------------------------------------
(* Mutants of the sender.                                                  *)

\* Senders that share a disk write without reading it first.
IsCurrentAlways == TRUE

\* A second sender takes over a session with an empty outbox of its own.
TakeOverWithOwnOutbox ==
    /\ others = {}
    /\ sender.phase = "OPEN"
    /\ others' = {sender}
    /\ sender' = [Idle EXCEPT !.phase = "OPEN", !.session = sender.session]
    /\ StartTelling
    /\ UNCHANGED <<senderDisk, receiverVars, sourceVars, net, submitted, effects, outcome, givenUp>>

\* The nonce of the last request is used again.
OpenSessionNonceRecurs(n) ==
    /\ sender.phase = "IDLE"
    /\ n = 1
    /\ lastNonce' = n
    /\ sender' = [sender EXCEPT !.phase = "OPENING", !.nonce = n]
    /\ Transmit({Open(n)})
    /\ UNCHANGED <<senderDisk, others, receiverVars, lastSession, submitted, historyVars>>

\* Any OPENED is accepted.
IsAwaitedAny(n) == sender.phase = "OPENING"

\* An OPENED that nobody waits for is ignored.
AnswerToUnexpectedNone(i) == {}

\* An OPENED that nobody waits for is ignored by a sender that is in a session.
AnswerToUnexpectedUnlessOpen(i) == IF sender.phase = "OPEN" THEN {} ELSE {Close(i)}

\* A second OPENED for the session in use is answered by CLOSE as well.
AnswerToUnexpectedAlways(i) == {Close(i)}

\* CLOSE is sent once.
RepeatOpen ==
    /\ sender.phase = "OPENING"
    /\ Transmit({Open(sender.nonce)})
    /\ UNCHANGED <<senderVars, receiverVars, sourceVars, submitted, historyVars>>

\* A session is closed while messages are open.
MayCloseAlways == TRUE

\* The write of CLOSING leaves out the decisions.
CloseSessionForgetsDecisions ==
    /\ sender.phase = "OPEN"
    /\ MayClose
    /\ sender' = [sender EXCEPT !.phase = "CLOSING"]
    /\ senderDisk' = [senderDisk EXCEPT !.phase = "CLOSING"]
    /\ Transmit({Close(sender.session)})
    /\ UNCHANGED <<others, receiverVars, sourceVars, submitted, historyVars>>

\* A message that is decided is decided again.
DecideAgain(i, s, what) ==
    IF IsOurs(i) /\ Entry(s).seq = s
    THEN RecordOutcome({Entry(s).message}, what) /\ UNCHANGED <<sender, senderDisk>>
    ELSE UNCHANGED <<sender, senderDisk, outcome, told>>

\* A decision is written first, and reported by a later step, unless the sender crashes.
DecideBeforeReport(i, s, what) ==
    IF IsOurs(i) /\ Is(s, Undecided)
    THEN LET With(memory) == [memory EXCEPT !.outbox[s % Entries].state = what]
         IN IF senderDisk = With(senderDisk)
            THEN /\ sender' = With(sender)
                 /\ RecordOutcome({Entry(s).message}, what)
                 /\ UNCHANGED senderDisk
            ELSE /\ senderDisk' = With(senderDisk)
                 /\ UNCHANGED <<sender, outcome, told>>
    ELSE UNCHANGED <<sender, senderDisk, outcome, told>>

\* A sender that was replaced cannot write, but reports what it is told.
DecideThoughReplaced(i, s, what) ==
    IF IsOurs(i) /\ Is(s, Undecided)
    THEN /\ sender' = [sender EXCEPT !.outbox[s % Entries].state = what]
         /\ RecordOutcome({Entry(s).message}, what)
         /\ UNCHANGED senderDisk
    ELSE UNCHANGED <<sender, senderDisk, outcome, told>>

\* On disk, every message is appended at the first place.
SubmitAtFirstPlace(m) ==
    /\ m = submitted
    /\ sender.phase = "OPEN"
    /\ MaySubmit(sender.next)
    /\ LET s     == sender.next
           entry == [seq |-> s, state |-> "PENDING", message |-> m]
           With(memory, k) == [memory EXCEPT !.next = s + 1, !.outbox[k] = entry]
       IN /\ sender' = With(sender, s % Entries)
          /\ senderDisk' = With(senderDisk, 0)
          /\ Transmit({Data(sender.session, s, m)})
    /\ submitted' = m + 1
    /\ UNCHANGED <<others, receiverVars, sourceVars, historyVars>>

\* The window is not respected.
MaySubmitAlways(s) == TRUE

\* A message is cancelled that the application did not give up on.
CancelAnything(s) ==
    /\ Is(s, {"PENDING"})
    /\ sender' = [sender EXCEPT !.outbox[s % Entries].state = "SEALING"]
    /\ Transmit({Seal(sender.session, s)})
    /\ UNCHANGED <<senderDisk, others, receiverVars, sourceVars, submitted, historyVars>>

\* Answers are applied to whatever session the sender is in now.
IsOursAny(i) == sender.session # NoSession

\* GONE is applied to whatever session the sender is in now.
ReceiveGoneForAnother(i) ==
    /\ Receive(Gone(i), {})
    /\ RecordOutcome({Entry(s).message : s \in OpenNumbers}, "IN_DOUBT")
    /\ sender' = Idle
    /\ senderDisk' = Idle
    /\ UNCHANGED <<others, receiverVars, sourceVars, submitted, effects, givenUp>>

\* UNKNOWN puts a message in doubt, although the session is known.
ReceiveUnknownDoubts(i, s) ==
    /\ Receive(Status(i, s, "UNKNOWN"), {})
    /\ Decide(i, s, "IN_DOUBT")
    /\ UNCHANGED <<others, receiverVars, sourceVars, submitted, effects, givenUp>>

\* Only the oldest message is put in doubt.
ReceiveGoneDoubtsOne(i) ==
    /\ Receive(Gone(i), {})
    /\ IF IsOurs(i)
       THEN /\ RecordOutcome({Entry(s).message : s \in
                  {s \in OpenNumbers : \A other \in OpenNumbers : s <= other}}, "IN_DOUBT")
            /\ sender' = Idle
            /\ senderDisk' = Idle
       ELSE UNCHANGED <<sender, senderDisk, outcome, told>>
    /\ UNCHANGED <<others, receiverVars, sourceVars, submitted, effects, givenUp>>

(***************************************************************************)
(* The message s is taken out of its session and handed over again, like a *)
(* new one, in the next session.  That may be a session at a second        *)
(* receiver, because the first session still exists.  With a window of 1   *)
(* there is no other open message.                                         *)
(***************************************************************************)
HandOverAgain(s) ==
    /\ sender' = Idle
    /\ senderDisk' = Idle
    /\ submitted' = Entry(s).message

\* After GONE an undecided message is sent in a new session.
ReceiveGoneResends(i) ==
    /\ Receive(Gone(i), {})
    /\ IF IsOurs(i) /\ OpenNumbers # {}
       THEN \E s \in OpenNumbers : HandOverAgain(s)
       ELSE UNCHANGED <<sender, senderDisk, submitted>>
    /\ UNCHANGED <<others, receiverVars, sourceVars, historyVars>>

\* UNKNOWN is taken as final: the message goes to a second receiver.
ReceiveUnknownFailsOver(i, s) ==
    /\ Receive(Status(i, s, "UNKNOWN"), {})
    /\ IF IsOurs(i) /\ Is(s, Undecided)
       THEN HandOverAgain(s)
       ELSE UNCHANGED <<sender, senderDisk, submitted>>
    /\ UNCHANGED <<others, receiverVars, sourceVars, historyVars>>

\* Not a mutant but the correct way: the same, after SEALED.
ReceiveSealedFailsOver(i, s) ==
    /\ Receive(Status(i, s, "SEALED"), {})
    /\ IF IsOurs(i) /\ Is(s, Undecided)
       THEN HandOverAgain(s)
       ELSE UNCHANGED <<sender, senderDisk, submitted>>
    /\ UNCHANGED <<others, receiverVars, sourceVars, historyVars>>

-----------------------------------------------------------------------------
(* Mutants of the receiver.                                                *)

\* The receiver seals what it is asked about.
ReceiveCheckSeals(i, s) ==
    /\ IF Found(i, s) = "UNKNOWN"
       THEN /\ Receive(Check(i, s), Answer(i, s, "SEALED"))
            /\ SetSlot(i, s, Stamp(s, "SEALED"))
            /\ StoreSlot("sealed", i, s, Stamp(s, "SEALED"))
       ELSE /\ Receive(Check(i, s), Answer(i, s, Found(i, s)))
            /\ UNCHANGED receiverVars
    /\ UNCHANGED <<senderVars, sourceVars, submitted, historyVars>>

\* An unknown session is treated as a new one.
KnowsEverySession(i) == TRUE

\* An id that is not in use now, but may have been.
NextIdRecurs == CHOOSE i \in 1..Sessions+1 :
    /\ i <= Sessions => ~Knows(i)
    /\ \A j \in 1..i-1 : Knows(j)

\* Every OPEN opens a session.
ReceiveOpenAlwaysOpens(n) ==
    /\ NextId \in Session
    /\ Receive(Open(n), {Opened(NextId, n)})
    /\ receiver' = [receiver EXCEPT ![NextId] = Fresh(n)]
    /\ receiverDisk' = [receiverDisk EXCEPT ![NextId] = Fresh(n)]
    /\ lastSession' = NextId
    /\ UNCHANGED <<senderVars, lastNonce, submitted, historyVars>>

\* After some time the receiver forgets a message instead of a session.
DropMessage(i) ==
    /\ \E s \in Number :
          /\ Handles(i, s, "DELIVERED")
          /\ SetSlot(i, s, Stamp(s - W, "DELIVERED"))
          /\ receiverDisk' = [receiverDisk EXCEPT ![i].ring[Index(s)] = Stamp(s - W, "DELIVERED")]
    /\ UNCHANGED <<senderVars, sourceVars, net, submitted, historyVars>>

\* A late write is made, whatever is on disk.
MayStoreAlways(i, s) == TRUE

\* A late write is made in a session that is over.
MayStoreWhenOver(i, s) == receiverDisk[i].ring[Index(s)].seq < s

\* The ring has one slot fewer than the window, ...
IndexTooFew(s) == s % (W - 1)

\* ... and what was overwritten is treated as unknown.
LookupForgottenIsUnknown(s, v) ==
    CASE v.seq = s                          -> v.state
      [] v.seq # s /\ v.state \in Resolved  -> "UNKNOWN"
      [] OTHER                              -> "REFUSED"

\* Any later message takes the place of an earlier one.
LookupNothingRefused(s, v) ==
    CASE v.seq > s -> "NOTHING_OWED"
      [] v.seq = s -> v.state
      [] OTHER     -> "UNKNOWN"

(***************************************************************************)
(* Epochs: DATA says which sender sent it, the first or the second, and    *)
(* the receiver ignores the first one once it has heard from the second.   *)
(***************************************************************************)
Epoch == IF "epoch" \in DOMAIN sender THEN sender.epoch ELSE 1

TakeOverWithOwnOutboxAndEpoch ==
    /\ others = {}
    /\ sender.phase = "OPEN"
    /\ others' = {sender}
    /\ sender' = [phase |-> "OPEN", nonce |-> NoNonce, session |-> sender.session, next |-> 0,
                  outbox |-> Idle.outbox, epoch |-> 2]
    /\ StartTelling
    /\ UNCHANGED <<senderDisk, receiverVars, sourceVars, net, submitted, effects, outcome, givenUp>>

DataWithEpoch(i, s, payload) ==
    [type |-> "DATA", session |-> i, seq |-> s, payload |-> payload, epoch |-> Epoch]

FreshWithEpoch(n) ==
    [nonce |-> n,
     ring  |-> [k \in 0..W-1 |-> [seq |-> k - W, state |-> "DELIVERED", message |-> NoMessage]],
     epoch |-> 1]

ReceiveDataChecksEpoch(i, s) ==
    /\ \E f \in DataInFlight(i, s) :
          LET heard == [receiver EXCEPT ![i].epoch = f.epoch] IN
          IF Knows(i) /\ f.epoch < receiver[i].epoch
          THEN Receive(f, {}) /\ UNCHANGED receiver
          ELSE IF Found(i, s) = "UNKNOWN"
               THEN /\ Receive(f, {})
                    /\ receiver' = [heard EXCEPT ![i].ring[Index(s)] =
                                      [seq |-> s, state |-> "CLAIMED", message |-> f.payload]]
               ELSE /\ Receive(f, Answer(i, s, Found(i, s)))
                    /\ receiver' = heard
    /\ UNCHANGED <<senderVars, receiverDisk, sourceVars, submitted, historyVars>>
=============================================================================
