--------------------------- MODULE CheckBeforeSend ---------------------------
(***************************************************************************)
(* The protocol for one session.  A sender numbers its messages 0, 1, 2,   *)
(* ..., keeps the last W of them in its outbox, and sends each one.  When  *)
(* no answer comes it asks (CHECK), and sends again only on UNKNOWN.  The  *)
(* receiver remembers W sequence numbers and nothing else.  An application *)
(* that gives up on a message has it sealed: a "no" to a CHECK may be out  *)
(* of date when it arrives, a "no" to a SEAL is final.                     *)
(*                                                                         *)
(* Frames: DATA, CHECK and SEAL go to the receiver, ACK and STATUS to the  *)
(* sender.  Which Java method performs an action is said in the table of   *)
(* spec/docs/specification-to-code.md.                                     *)
(***************************************************************************)
EXTENDS Integers, Network

CONSTANTS
    N,            \* messages 0 .. N-1
    W,            \* the window: at most W messages are undecided at a time
    Slots,        \* sequence numbers that the receiver remembers; W are enough, W-1 are not
    Cancellable   \* the messages that the application may give up on

ASSUME NIsNatural           == N \in Nat
ASSUME WIsPositive          == W \in Nat \ {0}
ASSUME SlotsIsPositive      == Slots \in Nat \ {0}
ASSUME CancellableAreSeqs   == Cancellable \subseteq 0..N-1

Message == 0..N-1

Data(s, payload) == [type |-> "DATA", seq |-> s, payload |-> payload]
Check(s)         == [type |-> "CHECK", seq |-> s]
Seal(s)          == [type |-> "SEAL", seq |-> s]
Ack(s)           == [type |-> "ACK", seq |-> s]
Status(s, state) == [type |-> "STATUS", seq |-> s, state |-> state]

\* The payload submitted as message s.
Payload(s) == s
NoPayload  == -1
Cell       == Message \cup {NoPayload}

Frame ==
    [type : {"DATA"}, seq : Message, payload : Cell]
        \cup [type : {"CHECK", "SEAL", "ACK"}, seq : Message]
        \cup [type : {"STATUS"}, seq : Message, state : {"IN_PROGRESS", "UNKNOWN", "SEALED"}]

VARIABLES
    next,     \* the next sequence number to be assigned
    outbox,   \* the sender's ring of W slots: which message, its state, its payload
    ring,     \* the receiver's ring of slots: which message, its state
    effects,  \* history, for the properties only: how often each message took effect
    outcome,  \* history, for the properties only: what the sender's application was told
    givenUp   \* history, for the properties only: the messages that it gave up on

vars == <<next, outbox, ring, net, effects, outcome, givenUp>>

Undecided == {"PENDING", "SEALING"}          \* SEALING: the application gave up
Decided   == {"DELIVERED", "NOT_DELIVERED"}
Claimed   == {"CLAIMED", "CLAIMED_AFTER_SEALED"}
Resolved  == {"DELIVERED", "SEALED"}

TypeOK ==
    /\ next \in Nat
    /\ outbox \in [0..W-1 -> [seq : Int, state : Undecided \cup Decided, payload : Cell]]
    /\ ring \in [0..Slots-1 -> [seq : Int, state : Claimed \cup Resolved]]
    /\ net \subseteq Frame
    /\ effects \in [Message -> Nat]
    /\ outcome \in [Message -> {"PENDING", "REPORTED_TWICE"} \cup Decided]
    /\ givenUp \subseteq Cancellable

\* The history is written here and read only by the properties.
HistoryInit ==
    /\ effects = [s \in Message |-> 0]
    /\ outcome = [s \in Message |-> "PENDING"]
    /\ givenUp = {}

RecordEffect(s) == effects' = [effects EXCEPT ![s] = @ + 1]

RecordOutcome(s, what) ==
    outcome' = [outcome EXCEPT ![s] = IF @ = "PENDING" THEN what ELSE "REPORTED_TWICE"]

RecordGiveUp(s) == givenUp' = givenUp \cup {s}

Init ==
    /\ next = 0
    /\ outbox = [i \in 0..W-1 |-> [seq |-> i - W, state |-> "DELIVERED", payload |-> NoPayload]]
    /\ ring = [i \in 0..Slots-1 |-> [seq |-> i - Slots, state |-> "DELIVERED"]]
    /\ NetworkInit
    /\ HistoryInit

-----------------------------------------------------------------------------
(* The sender.                                                             *)

Entry(s) == outbox[s % W]
Is(s, states) == Entry(s).seq = s /\ Entry(s).state \in states

SetEntry(s, state) == outbox' = [outbox EXCEPT ![s % W].state = state]

\* The window rule: s may be sent when s - W is decided, because the receiver
\* then no longer needs that slot.
MaySubmit(s) == Is(s - W, Decided)

\* The application hands over the next message.
Submit(s) ==
    /\ s = next
    /\ MaySubmit(s)
    /\ next' = s + 1
    /\ outbox' = [outbox EXCEPT ![s % W] =
                    [seq |-> s, state |-> "PENDING", payload |-> Payload(s)]]
    /\ Transmit({Data(s, Payload(s))})
    /\ UNCHANGED <<ring, effects, outcome, givenUp>>

\* No answer yet: ask.  A timeout only sends a frame, so it may fire too early.
TimeOut(s) ==
    /\ Is(s, Undecided)
    /\ Transmit({IF Is(s, {"PENDING"}) THEN Check(s) ELSE Seal(s)})
    /\ UNCHANGED <<next, outbox, ring, effects, outcome, givenUp>>

\* The application gives up on s.
Cancel(s) ==
    /\ s \in Cancellable
    /\ Is(s, {"PENDING"})
    /\ SetEntry(s, "SEALING")
    /\ RecordGiveUp(s)
    /\ Transmit({Seal(s)})
    /\ UNCHANGED <<next, ring, effects, outcome>>

\* An undecided message is decided and reported; a decided one stays as it is.
Decide(s, what) ==
    IF Is(s, Undecided)
    THEN SetEntry(s, what) /\ RecordOutcome(s, what)
    ELSE UNCHANGED <<outbox, outcome>>

\* The message was delivered.
ReceiveAck(s) ==
    /\ Receive(Ack(s), {})
    /\ Decide(s, "DELIVERED")
    /\ UNCHANGED <<next, ring, effects, givenUp>>

\* UNKNOWN makes the sender send the message again if it is still pending.
ReceiveUnknown(s) ==
    /\ Receive(Status(s, "UNKNOWN"),
               IF Is(s, {"PENDING"}) THEN {Data(s, Entry(s).payload)} ELSE {})
    /\ UNCHANGED <<next, outbox, ring, effects, outcome, givenUp>>

\* The message is sealed: it will never be delivered.
ReceiveSealed(s) ==
    /\ Receive(Status(s, "SEALED"), {})
    /\ Decide(s, "NOT_DELIVERED")
    /\ UNCHANGED <<next, ring, effects, givenUp>>

\* The handler is still running: the next timeout asks again.
ReceiveInProgress(s) ==
    /\ Receive(Status(s, "IN_PROGRESS"), {})
    /\ UNCHANGED <<next, outbox, ring, effects, outcome, givenUp>>

-----------------------------------------------------------------------------
(* The receiver.                                                           *)

Slot(s) == ring[s % Slots]
SetSlot(s, seq, state) == ring' = [ring EXCEPT ![s % Slots] = [seq |-> seq, state |-> state]]

\* What the receiver knows about s, given v, the content of its slot.
Lookup(s, v) ==
    CASE v.seq > s                                -> "NOTHING_OWED"  \* decided long ago
      [] v.seq = s /\ v.state \in Claimed         -> "IN_PROGRESS"
      [] v.seq = s /\ v.state \in Resolved        -> v.state
      [] v.seq = s - Slots /\ v.state \in Resolved -> "UNKNOWN"
      [] OTHER                                    -> "REFUSED"       \* outside the window

\* The frames that tell the sender what was found.
Answer(s, found) ==
    CASE found = "DELIVERED"                           -> {Ack(s)}
      [] found \in {"IN_PROGRESS", "UNKNOWN", "SEALED"} -> {Status(s, found)}
      [] OTHER                                         -> {}

\* A claimed slot remembers how the previous lap ended, so that Fail can restore it.
Claim(v)   == IF v.state = "SEALED" THEN "CLAIMED_AFTER_SEALED" ELSE "CLAIMED"
Unclaim(v) == IF v.state = "CLAIMED_AFTER_SEALED" THEN "SEALED" ELSE "DELIVERED"

DataInFlight(s) == {Data(s, payload) : payload \in Cell} \cap net

\* The answer to a DATA frame that has just claimed its message.
AnswerToClaim(s) == {}

\* DATA for an unknown message claims it; any other DATA is a duplicate and is answered.
ReceiveData(s) ==
    /\ \E f \in DataInFlight(s) :
          LET found == Lookup(s, Slot(s)) IN
          IF found = "UNKNOWN"
          THEN Receive(f, AnswerToClaim(s)) /\ SetSlot(s, s, Claim(Slot(s)))
          ELSE Receive(f, Answer(s, found)) /\ UNCHANGED ring
    /\ UNCHANGED <<next, outbox, effects, outcome, givenUp>>

IsClaimed(s) == Slot(s).seq = s /\ Slot(s).state \in Claimed

\* The handler of s has finished: its effect and the record of it are one step.
Deliver(s) ==
    /\ IsClaimed(s)
    /\ SetSlot(s, s, "DELIVERED")
    /\ RecordEffect(s)
    /\ Transmit(Answer(s, "DELIVERED"))
    /\ UNCHANGED <<next, outbox, outcome, givenUp>>

\* The handler of s failed and had no effect: s is unknown again.
Fail(s) ==
    /\ IsClaimed(s)
    /\ SetSlot(s, s - Slots, Unclaim(Slot(s)))
    /\ UNCHANGED <<next, outbox, net, effects, outcome, givenUp>>

\* CHECK changes nothing; it is answered with what the slot says.
ReceiveCheck(s) ==
    /\ Receive(Check(s), Answer(s, Lookup(s, Slot(s))))
    /\ UNCHANGED <<next, outbox, ring, effects, outcome, givenUp>>

\* SEAL for an unknown message makes "no" final.
ReceiveSeal(s) ==
    /\ LET found == Lookup(s, Slot(s)) IN
       IF found = "UNKNOWN"
       THEN /\ Receive(Seal(s), Answer(s, "SEALED"))
            /\ SetSlot(s, s, "SEALED")
       ELSE /\ Receive(Seal(s), Answer(s, found))
            /\ UNCHANGED ring
    /\ UNCHANGED <<next, outbox, effects, outcome, givenUp>>

-----------------------------------------------------------------------------
(* The network.                                                            *)

\* A frame about s is lost.
Lose(s) ==
    /\ \E f \in {f \in net : f.seq = s} : Vanish(f)
    /\ UNCHANGED <<next, outbox, ring, effects, outcome, givenUp>>

Next ==
    \E s \in Message :
        \/ Submit(s) \/ TimeOut(s) \/ Cancel(s)
        \/ ReceiveAck(s) \/ ReceiveUnknown(s) \/ ReceiveSealed(s) \/ ReceiveInProgress(s)
        \/ ReceiveData(s) \/ Deliver(s) \/ Fail(s) \/ ReceiveCheck(s) \/ ReceiveSeal(s)
        \/ Lose(s)

Safety == Init /\ [][Next]_vars

(***************************************************************************)
(* Timeouts keep firing as long as a message is undecided, so weak         *)
(* fairness is enough for them.  A frame that is sent again and again      *)
(* eventually arrives (the network is fair-lossy), and a message that is   *)
(* claimed again and again is eventually handled: both need strong         *)
(* fairness.                                                               *)
(***************************************************************************)
Fairness ==
    \A s \in Message :
        /\ WF_vars(Submit(s))
        /\ WF_vars(TimeOut(s))
        /\ SF_vars(ReceiveAck(s))
        /\ SF_vars(ReceiveUnknown(s))
        /\ SF_vars(ReceiveSealed(s))
        /\ SF_vars(ReceiveData(s))
        /\ SF_vars(Deliver(s))
        /\ SF_vars(ReceiveCheck(s))
        /\ SF_vars(ReceiveSeal(s))

Spec == Safety /\ Fairness

-----------------------------------------------------------------------------
(* The properties.                                                         *)

\* Neither side forgets anything.
Service == INSTANCE ExactlyOnce WITH
    Rejectable <- {}, submitted <- 0..next-1, forgotten <- {}, rejected <- {}

NoDuplicate    == Service!NoDuplicate
NoFalseConfirm == Service!NoFalseConfirm
NoFalseDenial  == Service!NoFalseDenial

DeniedOnlyIfGivenUp == Service!DeniedOnlyIfGivenUp

\* The sender can ask about any undecided message: the receiver knows it or can still
\* accept it.  So nothing that the sender waits for is ever forgotten or refused.
Remembered ==
    \A s \in Message : Is(s, Undecided) =>
        Lookup(s, Slot(s)) \notin {"NOTHING_OWED", "REFUSED"}

\* No frame is refused as long as the sender keeps to the window: a frame that is refused shows
\* that one side has lost its memory.
NoFrameRefused == \A f \in net : Lookup(f.seq, Slot(f.seq)) # "REFUSED"

\* A slot moves on to the next lap only when its message took effect, or was sealed because
\* the application gave up, whatever the sender does.  That is why frames outside the window
\* are refused.
NothingSkipped ==
    \A s \in Message : Slot(s).seq > s => effects[s] > 0 \/ s \in givenUp

\* Every DATA frame carries the payload that was submitted under its number.
FrameIntegrity == \A f \in net : f.type = "DATA" => f.payload = Payload(f.seq)

\* The receiver's memory is true: a delivered message took effect, a sealed one did not.
Truthful ==
    \A s \in Message : Slot(s).seq = s =>
        effects[s] = IF Slot(s).state = "DELIVERED" THEN 1 ELSE 0

\* Every answer is true when it is given.
TrueAnswers ==
    [][\A f \in net' \ net :
         /\ f.type = "ACK" => Lookup(f.seq, Slot(f.seq)') = "DELIVERED"
         /\ f.type = "STATUS" => Lookup(f.seq, Slot(f.seq)') = f.state]_vars

\* Only a message that the sender was told is unknown, and that nobody gave up, is sent
\* again.  (This is vacuous where frames never leave the network, because a second copy then
\* adds nothing.)
ChecksBeforeResending ==
    [][\A f \in net' \ net :
         f.type = "DATA" /\ f.seq < next =>
            Status(f.seq, "UNKNOWN") \in net /\ f.seq \notin givenUp]_vars

DecidedOnce == Service!DecidedOnce
ExactlyOnceSafety == Service!Safety

EveryMessageDecided   == Service!EveryMessageDecided
EveryMessageDelivered == \A s \in Message : <>(outcome[s] = "DELIVERED")

\* The service with its fairness: what nobody gives up is delivered.
ExactlyOnceLiveness == Service!WeakFairness
=============================================================================
