------------------------------- MODULE InTurn -------------------------------
(***************************************************************************)
(* What a receiver that delivers in order knows, as seen from outside,     *)
(* where receiving a frame and ending a handler are one step each:         *)
(*                                                                         *)
(*   UNKNOWN -> BUFFERED -> CLAIMED -> DELIVERED                           *)
(*   UNKNOWN, BUFFERED -> SEALED                                           *)
(*   CLAIMED -> UNKNOWN, if the handler fails                              *)
(*                                                                         *)
(* CLAIMED says that the handler has started.  It starts when it is the    *)
(* message's turn, which is what makes the order visible.  All messages    *)
(* below the turn are delivered or sealed.                                 *)
(*                                                                         *)
(* Below, w is the size of the ring, and v is the slot of s.               *)
(***************************************************************************)
EXTENDS Integers

Holds(v, s, state) == v.seq = s /\ v.state = state

\* What the receiver knows about s.
KnownInTurn(v, s, w, turn) ==
    CASE v.seq > s      -> "NOTHING_OWED"
      [] v.seq = s      -> v.state
      [] v.seq = s - w  -> IF v.seq < turn THEN "UNKNOWN" ELSE "NOT_YET"
      [] OTHER          -> "REFUSED"

\* A frame about s may be answered with this result and change nothing.  If s - w was
\* sealed, its slot is free when it is passed, which the implementation notices some time
\* after its turn has come; until then it does not answer.  As long as s - w is neither
\* delivered nor sealed, s is outside the window.
MayAnswerInTurn(v, s, w, turn, result) ==
    LET known == KnownInTurn(v, s, w, turn) IN
    CASE result = "NO_ANSWER"   -> known = "NOTHING_OWED" \/ Holds(v, s - w, "SEALED")
      [] result = "REFUSED"     -> known = "REFUSED" \/ (known = "NOT_YET" /\ v.state # "SEALED")
      [] result = "IN_PROGRESS" -> known \in {"BUFFERED", "CLAIMED"}
      [] OTHER                  -> result = known

\* SEAL may take s, because no handler has seen it.  A buffered message may be sealed; it may
\* also be one whose slot is still being filled, and is then in progress.
MaySealInTurn(v, s, w, turn) ==
    KnownInTurn(v, s, w, turn) \in {"UNKNOWN", "BUFFERED"}

\* The turn after s, when all up to s are delivered or sealed.
RECURSIVE TurnAfter(_, _, _)
TurnAfter(ring, w, s) ==
    IF Holds(ring[(s + 1) % w], s + 1, "SEALED") THEN TurnAfter(ring, w, s + 1) ELSE s + 1
=============================================================================
