---------------------- MODULE MCCrashRecoveryInductive ----------------------
(***************************************************************************)
(* Bounds for CrashRecoveryInductive.  TLC starts from every state that    *)
(* satisfies the invariant, reachable or not, and takes each step from it. *)
(* Where a configuration leaves out a conjunct, the rest is not inductive, *)
(* or is too weak.                                                         *)
(***************************************************************************)
EXTENDS CrashRecoveryInductive

NoMessages   == {}
EveryMessage == Message

AllWrites == {"session", "append", "closing", "ended", "opened", "delivered", "sealed", "over"}
WithDecisions == AllWrites \cup {"decision"}

\* Networks of at most one frame: enough to see that a conjunct is needed, and what a larger
\* window or another session adds.
NetsOfOne(frames) == {{}} \cup {{f} : f \in frames}
IsOfOne == Cardinality(net) <= 1

\* The same, and pairs of DATA.  Two frames that are already in flight are related only by
\* OneNumber, which is about DATA, and by ExpectedUnused, which no step that receives a frame
\* changes.
IsData(f) == f.type = "DATA"
NetsOfOneOrTwoData(frames) ==
    NetsOfOne(frames) \cup {{f, g} : f, g \in {h \in frames : IsData(h)}}
IsOfOneOrTwoData == IsOfOne \/ (Cardinality(net) = 2 /\ \A f \in net : IsData(f))

\* No frames but DATA: enough for what the receiver does with it.
NetsOfOneData(frames) == {{}} \cup {{f} : f \in {g \in frames : IsData(g)}}

\* No frames: enough for the conjuncts about disks.
NetsOfNone(frames) == {{}}

(***************************************************************************)
(* The senders and receivers that SenderShape and SlotsShape allow as far  *)
(* as a single entry or slot is concerned.  With a larger window or more   *)
(* sessions, TLC would otherwise spend its time on those that they         *)
(* exclude.                                                                *)
(***************************************************************************)
SenderByEntry ==
    [phase   : {"IDLE", "OPENING", "OPEN", "CLOSING"},
     nonce   : Nonce \cup {NoNonce},
     session : Session \cup {NoSession},
     next    : 0..N,
     outbox  : {outbox \in [0..Entries-1 -> [seq : -Entries..N-1, state : Undecided \cup Decided,
                                            message : Message \cup {NoMessage}]] :
                   \A k \in 0..Entries-1 :
                      /\ outbox[k].seq % W = k
                      /\ outbox[k].seq < 0 => outbox[k].state = "DELIVERED"
                      /\ outbox[k].seq < 0 <=> outbox[k].message = NoMessage}]

ReceiverBySlot ==
    [Session ->
       [nonce : Nonce \cup {NoNonce},
        ring  : {ring \in [0..W-1 -> [seq : -W..N-1, state : {"CLAIMED"} \cup Resolved,
                                     message : Message \cup {NoMessage}]] :
                   \A k \in 0..W-1 :
                      /\ ring[k].seq % W = k
                      /\ ring[k].seq < 0 => ring[k].state = "DELIVERED"
                      /\ ring[k].state = "CLAIMED" <=> ring[k].message # NoMessage}]]

\* The disks that SenderDiskShape and ReceiverDiskShape allow, made of the memory.
SenderDiskByEntry ==
    IF InSession
    THEN {[sender EXCEPT !.outbox =
              [k \in DOMAIN sender.outbox |->
                 IF k \in undecided
                 THEN [sender.outbox[k] EXCEPT !.state = "PENDING"]
                 ELSE sender.outbox[k]]] :
             undecided \in SUBSET DOMAIN sender.outbox}
    ELSE {Idle}

ReceiverDiskBySlot ==
    {[i \in Session |->
        [nonce |-> receiver[i].nonce,
         ring  |-> [k \in 0..W-1 |->
            LET v == receiver[i].ring[k] IN
            IF v.state = "CLAIMED" THEN Stamp(v.seq - W, before[<<i, k>>]) ELSE v]]] :
        before \in [Session \X (0..W-1) -> Resolved]}

\* The beginning, with no steps.
BaseCase == Init /\ [][UNCHANGED vars]_vars

\* A mutant of the beginning: a session that nobody opened has a sealed message.
InitSealed ==
    /\ sender = Idle
    /\ senderDisk = Idle
    /\ others = {}
    /\ receiver = [i \in Session |->
          [nonce |-> NoNonce, ring |-> [k \in 0..W-1 |-> Stamp(k - W, "SEALED")]]]
    /\ receiverDisk = receiver
    /\ lastNonce = 0
    /\ lastSession = 0
    /\ submitted = 0
    /\ NetworkInit
    /\ HistoryInit

\* Replaces a conjunct, or one about a frame.
LeftOut == TRUE
LeftOutOf(f) == TRUE

\* SealedGivenUp, but about the memory alone.  A crash takes back a claim, and what was sealed
\* before it is there again.
SealedGivenUpInMemory == SealedGivenUpIn(receiver)

\* A mutant of the protocol, with a step that the service does not have: an answer decides
\* a message that is already decided.
DecideAgain(i, s, what) ==
    IF IsOurs(i) /\ Entry(s).seq = s
    THEN /\ RecordOutcome({Entry(s).message}, what)
         /\ UNCHANGED <<sender, senderDisk>>
    ELSE UNCHANGED <<sender, senderDisk, outcome, told>>
=============================================================================
