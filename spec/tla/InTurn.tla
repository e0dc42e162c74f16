------------------------------- MODULE InTurn -------------------------------
(***************************************************************************)
(* What a receiver that delivers in order knows, as it looks from outside, *)
(* where one frame, and one end of a handler, is one step:                 *)
(*                                                                         *)
(*   UNKNOWN -> BUFFERED -> CLAIMED -> DELIVERED                           *)
(*   UNKNOWN, BUFFERED -> SEALED                                           *)
(*   CLAIMED -> FAILED, which is UNKNOWN again                             *)
(*                                                                         *)
(* CLAIMED says that the handler has started.  It starts when it is the    *)
(* message's turn, and this is what makes the order visible.  All messages *)
(* below the turn are delivered or sealed.                                 *)
(*                                                                         *)
(* In what follows w is the size of the ring, and v the slot of s.         *)
(***************************************************************************)
EXTENDS Integers

Holds(v, s, state) == v.seq = s /\ v.state = state

\* What the receiver knows of s.
KnownInTurn(v, s, w, turn) ==
    CASE v.seq > s                                             -> "NOTHING_OWED"
      [] v.seq = s /\ v.state \in {"BUFFERED", "CLAIMED"}      -> "IN_PROGRESS"
      [] v.seq = s /\ v.state = "FAILED"                       -> "UNKNOWN"
      [] v.seq = s                                             -> v.state
      [] v.seq = s - w /\ v.state = "SEALED" /\ v.seq >= turn  -> "NOT_YET"
      [] v.seq = s - w /\ v.state \in {"DELIVERED", "SEALED"}  -> "UNKNOWN"
      [] OTHER                                                 -> "REFUSED"

\* A frame about s may be answered so and change nothing.  Where the message W before was
\* sealed, its slot is free when it is passed, which the implementation notices some time
\* after its turn has come: until then it does not answer.
MayAnswerInTurn(v, s, w, turn, result) ==
    LET known == KnownInTurn(v, s, w, turn) IN
    IF result = "NO_ANSWER"
    THEN known \in {"NOTHING_OWED", "NOT_YET"} \/ Holds(v, s - w, "SEALED")
    ELSE result = known

\* A handler has not seen s, so that SEAL may take it.  A buffered message may be sealed, but
\* it may also be one whose slot is still being filled, and then it is in progress.
MaySealInTurn(v, s, w, turn) ==
    KnownInTurn(v, s, w, turn) = "UNKNOWN" \/ Holds(v, s, "BUFFERED")

\* The turn after s, when all up to s are delivered or sealed.
RECURSIVE TurnAfter(_, _, _)
TurnAfter(ring, w, s) ==
    IF Holds(ring[(s + 1) % w], s + 1, "SEALED") THEN TurnAfter(ring, w, s + 1) ELSE s + 1
=============================================================================
