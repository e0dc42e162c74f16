-------------------------- MODULE MCCheckBeforeSend --------------------------
(***************************************************************************)
(* Bounds for CheckBeforeSend, and its mutants: each breaks one rule of    *)
(* the protocol, and a configuration substitutes it for the rule.  That    *)
(* TLC then finds a counterexample shows that the rule is needed.          *)
(***************************************************************************)
EXTENDS CheckBeforeSend

NoMessage    == {}
EveryMessage == Message
SecondMessage == {1}

(***************************************************************************)
(* Fairness by kind of step instead of message by message.  It assumes     *)
(* less, so what holds under it holds under Fairness.  It also keeps the   *)
(* number of cases that TLC distinguishes small; that number doubles with  *)
(* every strongly fair action.  Enough where no frame is duplicated.       *)
(***************************************************************************)
FairByKind ==
    /\ \A s \in Message : WF_vars(Submit(s)) /\ WF_vars(TimeOut(s))
    /\ SF_vars(\E s \in Message : ReceiveAck(s))
    /\ SF_vars(\E s \in Message : ReceiveUnknown(s))
    /\ SF_vars(\E s \in Message : ReceiveData(s))
    /\ SF_vars(\E s \in Message : Deliver(s))
    /\ SF_vars(\E s \in Message : ReceiveCheck(s))
SpecFairByKind == Safety /\ FairByKind

\* The network may lose every copy of a frame: it is not fair-lossy.
FairButForTheNetwork ==
    \A s \in Message :
        /\ WF_vars(Submit(s))
        /\ WF_vars(TimeOut(s))
        /\ WF_vars(ReceiveAck(s))
        /\ WF_vars(ReceiveUnknown(s))
        /\ WF_vars(ReceiveSealed(s))
        /\ WF_vars(ReceiveData(s))
        /\ WF_vars(Deliver(s))
        /\ WF_vars(ReceiveCheck(s))
        /\ WF_vars(ReceiveSeal(s))
SpecUnfairNetwork == Safety /\ FairButForTheNetwork

-----------------------------------------------------------------------------
(* Mutants of the sender.                                                  *)

\* The window is not respected.
MaySubmitAlways(s) == TRUE

\* ACK or STATUS for s decides whatever message is in the slot of s now.
DecideWhateverIsThere(s, what) ==
    IF Entry(s).state \in Undecided
    THEN SetEntry(s, what) /\ RecordOutcome(Entry(s).seq, what)
    ELSE UNCHANGED <<outbox, outcome>>

\* A decided message is decided again by the next answer.
DecideAgain(s, what) ==
    IF Entry(s).seq = s
    THEN SetEntry(s, what) /\ RecordOutcome(s, what)
    ELSE UNCHANGED <<outbox, outcome>>

\* A denied message is denied again by the next answer.
DenyAgain(s, what) ==
    IF Is(s, Undecided) \/ (Is(s, {"NOT_DELIVERED"}) /\ what = "NOT_DELIVERED")
    THEN SetEntry(s, what) /\ RecordOutcome(s, what)
    ELSE UNCHANGED <<outbox, outcome>>

\* A message is sent as soon as the one before it took effect, which a sender cannot know.
MaySubmitAfterEffect(s) == Is(s - W, Decided) /\ \A k \in 0..s-1 : effects[k] > 0

\* UNKNOWN is taken as final: the message goes to a second receiver, which handles it at
\* once.
ReceiveUnknownReroutes(s) ==
    /\ Receive(Status(s, "UNKNOWN"), {})
    /\ IF Is(s, Undecided)
       THEN SetEntry(s, "DELIVERED") /\ RecordOutcome(s, "DELIVERED") /\ RecordEffect(s)
       ELSE UNCHANGED <<outbox, outcome, effects>>
    /\ UNCHANGED <<next, ring, givenUp>>

\* Not a mutant but the correct way: the same, after SEALED.
ReceiveSealedReroutes(s) ==
    /\ Receive(Status(s, "SEALED"), {})
    /\ IF Is(s, Undecided)
       THEN SetEntry(s, "DELIVERED") /\ RecordOutcome(s, "DELIVERED") /\ RecordEffect(s)
       ELSE UNCHANGED <<outbox, outcome, effects>>
    /\ UNCHANGED <<next, ring, givenUp>>

\* Any reply confirms.
ReceiveUnknownConfirms(s) ==
    /\ Receive(Status(s, "UNKNOWN"), {})
    /\ Decide(s, "DELIVERED")
    /\ UNCHANGED <<next, ring, effects, givenUp>>

\* A handler that is still running is taken as a delivery.
ReceiveInProgressConfirms(s) ==
    /\ Receive(Status(s, "IN_PROGRESS"), {})
    /\ Decide(s, "DELIVERED")
    /\ UNCHANGED <<next, ring, effects, givenUp>>

\* UNKNOWN is taken as final: nobody asks for a SEAL.
ReceiveUnknownDenies(s) ==
    /\ Receive(Status(s, "UNKNOWN"), {})
    /\ Decide(s, "NOT_DELIVERED")
    /\ UNCHANGED <<next, ring, effects, givenUp>>

\* A stale UNKNOWN makes the sender send again what it no longer has.
ReceiveUnknownAlwaysResends(s) ==
    /\ Receive(Status(s, "UNKNOWN"), {Data(s, Entry(s).payload)})
    /\ UNCHANGED <<next, outbox, ring, effects, outcome, givenUp>>

\* UNKNOWN makes the sender send a message again that the application gave up on.
ReceiveUnknownResendsGivenUp(s) ==
    /\ Receive(Status(s, "UNKNOWN"), IF Is(s, Undecided) THEN {Data(s, Entry(s).payload)} ELSE {})
    /\ UNCHANGED <<next, outbox, ring, effects, outcome, givenUp>>

\* UNKNOWN is ignored: nothing is ever sent again.
ReceiveUnknownIgnored(s) ==
    /\ Receive(Status(s, "UNKNOWN"), {})
    /\ UNCHANGED <<next, outbox, ring, effects, outcome, givenUp>>

\* A timeout sends again without asking.
TimeOutResends(s) ==
    /\ Is(s, Undecided)
    /\ Transmit({IF Is(s, {"PENDING"}) THEN Data(s, Entry(s).payload) ELSE Seal(s)})
    /\ UNCHANGED <<next, outbox, ring, effects, outcome, givenUp>>

\* What may be given up is sealed, although nobody gave up.
TimeOutSeals(s) ==
    /\ Is(s, Undecided)
    /\ Transmit({IF s \in Cancellable THEN Seal(s) ELSE Check(s)})
    /\ UNCHANGED <<next, outbox, ring, effects, outcome, givenUp>>
CancelNever(s) == FALSE

\* The sender never asks.
TimeOutNever(s) == FALSE

\* The thread that decided s clears its payload afterwards, when s + W may already be there.
ClearPayload(s) ==
    /\ outcome[s] # "PENDING"
    /\ outbox' = [outbox EXCEPT ![s % W].payload = NoPayload]
    /\ UNCHANGED <<next, ring, net, effects, outcome, givenUp>>
SafetyWithClearPayload == Init /\ [][Next \/ \E s \in Message : ClearPayload(s)]_vars

-----------------------------------------------------------------------------
(* Mutants of the receiver.                                                *)

\* The receiver treats what it no longer remembers as unknown.
LookupForgottenIsUnknown(s, v) ==
    CASE v.seq = s /\ v.state \in Claimed         -> "IN_PROGRESS"
      [] v.seq = s /\ v.state \in Resolved        -> v.state
      [] v.seq # s /\ v.state \in Resolved        -> "UNKNOWN"
      [] OTHER                                    -> "REFUSED"

\* Nothing is refused: a slot is taken by any later message.
LookupNothingRefused(s, v) ==
    CASE v.seq > s                          -> "NOTHING_OWED"
      [] v.seq = s /\ v.state \in Claimed   -> "IN_PROGRESS"
      [] v.seq = s /\ v.state \in Resolved  -> v.state
      [] OTHER                              -> "UNKNOWN"

\* SEAL is not final.
LookupSealedIsUnknown(s, v) ==
    CASE v.seq > s                                -> "NOTHING_OWED"
      [] v.seq = s /\ v.state \in Claimed         -> "IN_PROGRESS"
      [] v.seq = s /\ v.state = "DELIVERED"       -> "DELIVERED"
      [] v.seq = s /\ v.state = "SEALED"          -> "UNKNOWN"
      [] v.seq = s - Slots /\ v.state \in Resolved -> "UNKNOWN"
      [] OTHER                                    -> "REFUSED"

\* ACK as soon as the frame arrives, before the handler has run.
AcknowledgeClaim(s) == {Ack(s)}

\* A duplicate of a message that is still being handled gets an ACK.
AnswerInProgressByAck(s, found) ==
    CASE found \in {"DELIVERED", "IN_PROGRESS"} -> {Ack(s)}
      [] found \in {"UNKNOWN", "SEALED"}        -> {Status(s, found)}
      [] OTHER                                  -> {}

\* The answer is the receiver's own name of the state.
AnswerAsStored(s, found) ==
    CASE found = "DELIVERED"            -> {Ack(s)}
      [] found = "IN_PROGRESS"          -> {Status(s, Slot(s).state)}
      [] found \in {"UNKNOWN", "SEALED"} -> {Status(s, found)}
      [] OTHER                          -> {}

\* The ACK names the next message.
AnswerForTheNext(s, found) ==
    CASE found = "DELIVERED" /\ s + 1 \in Message           -> {Ack(s + 1)}
      [] found = "DELIVERED" /\ s + 1 \notin Message        -> {}
      [] found \in {"IN_PROGRESS", "UNKNOWN", "SEALED"} -> {Status(s, found)}
      [] OTHER                                          -> {}

\* A thread that lost the race for the slot answers IN_PROGRESS without checking who won.
ReceiveDataLoserIsBlind(s) ==
    /\ \E f \in DataInFlight(s) :
             IF Lookup(s, Slot(s)) = "UNKNOWN"
             THEN Receive(f, AnswerToClaim(s)) /\ SetSlot(s, s, Claim(Slot(s)))
             ELSE Receive(f, Answer(s, "IN_PROGRESS")) /\ UNCHANGED ring
    /\ UNCHANGED <<next, outbox, effects, outcome, givenUp>>

\* The receiver seals what it is asked about.
ReceiveCheckSeals(s) ==
    /\ LET found == Lookup(s, Slot(s)) IN
       IF found = "UNKNOWN"
       THEN Receive(Check(s), Answer(s, "SEALED")) /\ SetSlot(s, s, "SEALED")
       ELSE Receive(Check(s), Answer(s, found)) /\ UNCHANGED ring
    /\ UNCHANGED <<next, outbox, effects, outcome, givenUp>>

\* SEAL takes a message away from its handler.
ReceiveSealTakesClaimed(s) ==
    /\ LET found == Lookup(s, Slot(s)) IN
       IF found \in {"UNKNOWN", "IN_PROGRESS"}
       THEN /\ Receive(Seal(s), Answer(s, "SEALED"))
            /\ SetSlot(s, s, "SEALED")
            /\ effects' = [effects EXCEPT ![s] = IF found = "IN_PROGRESS" THEN 1 ELSE @]
       ELSE /\ Receive(Seal(s), Answer(s, found))
            /\ UNCHANGED <<ring, effects>>
    /\ UNCHANGED <<next, outbox, outcome, givenUp>>

\* A thread handles s without having claimed it.
IsClaimedOrNot(s) == Slot(s).seq = s

\* The effect is not recorded, so a duplicate is not recognised.
DeliverUnrecorded(s) ==
    /\ IsClaimed(s)
    /\ SetSlot(s, s - Slots, Unclaim(Slot(s)))
    /\ RecordEffect(s)
    /\ Transmit(Answer(s, "DELIVERED"))
    /\ UNCHANGED <<next, outbox, outcome, givenUp>>

\* A failed handler counts as a delivery.
FailCountsAsDelivered(s) ==
    /\ IsClaimed(s)
    /\ SetSlot(s, s, "DELIVERED")
    /\ UNCHANGED <<next, outbox, net, effects, outcome, givenUp>>

\* A failed handler tells the sender so, and the sender never asks.
FailTellsSender(s) ==
    /\ IsClaimed(s)
    /\ SetSlot(s, s - Slots, Unclaim(Slot(s)))
    /\ Transmit({Status(s, "UNKNOWN")})
    /\ UNCHANGED <<next, outbox, effects, outcome, givenUp>>

\* A failed handler leaves behind "s - W was delivered", even if it was sealed.
UnclaimAlwaysDelivered(v) == "DELIVERED"
=============================================================================
