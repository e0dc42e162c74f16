------------------------ MODULE RoleOfOrderedReplies ------------------------
(***************************************************************************)
(* The responder that handles requests in order, alone: that of            *)
(* RequestReply, where its configuration replaces what order changes.      *)
(* What it knows is defined in InTurn.  A handler starts as soon as it is  *)
(* its request's turn, within the step that makes it so, and one runs at a *)
(* time.                                                                   *)
(***************************************************************************)
EXTENDS RoleOfRequestReply, InTurn

\* The lowest request that is neither delivered nor sealed.
Turn(c, r) ==
    LET Due(v) == IF v.state \in Resolved THEN v.seq + W ELSE v.seq
        due    == {Due(r[c, k]) : k \in 0..W-1}
    IN CHOOSE s \in due : \A other \in due : s <= other

\* A request that is buffered starts its handler when its turn comes.
Started(c, r) ==
    LET s == Turn(c, r) IN
    IF Holds(r[c, s % W], s, "BUFFERED") THEN [r EXCEPT ![c, s % W].state = "CLAIMED"] ELSE r

SetSlotInTurn(c, s, seq, state) ==
    ring' = Started(c, [ring EXCEPT ![c, s % W] = [seq |-> seq, state |-> state]])

TheSession == CHOOSE c \in Sessions : TRUE

\* A request waits for its slot while the one before in it is sealed and not yet passed: nothing
\* is said then.
LookupInTurn(s, v) ==
    LET known == KnownInTurn(v, s, W, Turn(TheSession, ring)) IN
    CASE known \in {"BUFFERED", "CLAIMED"}              -> "IN_PROGRESS"
      [] known = "NOT_YET" /\ ~Holds(v, s - W, "SEALED") -> "REFUSED"
      [] OTHER                                          -> known

\* DATA for an unknown request is buffered, and handled in its turn; any other is a duplicate.
ReceiveDataInTurn(c, s) ==
    /\ LET found == Lookup(s, Slot(c, s)) IN
       IF found = "UNKNOWN"
       THEN Receive(Data(c, s), {}) /\ SetSlot(c, s, s, "BUFFERED")
       ELSE Receive(Data(c, s), Answer(c, s, found)) /\ UNCHANGED ring
    /\ UNCHANGED <<next, outbox, replies, effects, outcome, taken, got, givenUp>>

\* The handler failed, with no effect and no reply: its request is unknown again, and no other
\* takes its turn.
FailInTurn(c, s) ==
    /\ IsClaimed(c, s)
    /\ SetSlot(c, s, s, "UNKNOWN")
    /\ UNCHANGED <<next, outbox, replies, net, effects, outcome, taken, got, givenUp>>

\* SEAL makes "no" final for a request that no handler has seen; the next may start.
ReceiveSealInTurn(c, s) ==
    /\ IF MaySealInTurn(Slot(c, s), s, W, Turn(c, ring))
       THEN Receive(Seal(c, s), {Status(c, s, "SEALED")}) /\ SetSlot(c, s, s, "SEALED")
       ELSE Receive(Seal(c, s), Answer(c, s, Lookup(s, Slot(c, s)))) /\ UNCHANGED ring
    /\ UNCHANGED <<next, outbox, replies, effects, outcome, taken, got, givenUp>>

\* Only the request whose turn it is takes effect: all before it did, or are sealed.
OnlyInTurn == \A c \in Sessions, s \in Message : IsClaimed(c, s) => s = Turn(c, ring)
=============================================================================
