---------------------------- MODULE RoleOfInTurn ----------------------------
(***************************************************************************)
(* The receiver that delivers in order, alone.  What it knows is defined   *)
(* in InTurn; frames and answers are those of CheckBeforeSend.  A handler  *)
(* starts as soon as it is its message's turn, within the step that makes  *)
(* it so, and one runs at a time.                                          *)
(***************************************************************************)
EXTENDS MCCheckBeforeSend, InTurn, Role

RoleInit == Init /\ step = [action |-> "Init", input |-> {}]

ToReceiver == UNION {{Data(s, Payload(s)), Check(s), Seal(s)} : s \in Message}

\* The lowest number that is neither delivered nor sealed.
Turn(r) ==
    LET Due(v) == IF v.state \in Resolved THEN v.seq + W ELSE v.seq
        due    == {Due(r[k]) : k \in 0..W-1}
    IN CHOOSE s \in due : \A other \in due : s <= other

\* A message that is buffered starts its handler when its turn comes.
Started(r) ==
    LET s == Turn(r) IN
    IF Holds(r[s % W], s, "BUFFERED") THEN [r EXCEPT ![s % W].state = "CLAIMED"] ELSE r

Becomes(s, state) == ring' = Started([ring EXCEPT ![s % W] = [seq |-> s, state |-> state]])

Known(s) == KnownInTurn(Slot(s), s, W, Turn(ring))

\* What the sender is told.  A message waits for its slot while the one before in it is sealed
\* and not yet passed: nothing is said then.
FoundInTurn(s) ==
    CASE Known(s) \in {"BUFFERED", "CLAIMED"}                     -> "IN_PROGRESS"
      [] Known(s) = "NOT_YET" /\ ~Holds(Slot(s), s - W, "SEALED") -> "REFUSED"
      [] OTHER                                                    -> Known(s)

\* DATA for an unknown message is buffered, and handled in its turn; any other is a duplicate.
ReceiveDataInTurn(s) ==
    /\ IF FoundInTurn(s) = "UNKNOWN"
       THEN Receive(Data(s, Payload(s)), {}) /\ Becomes(s, "BUFFERED")
       ELSE Receive(Data(s, Payload(s)), Answer(s, FoundInTurn(s))) /\ UNCHANGED ring
    /\ UNCHANGED <<next, outbox, effects, outcome, givenUp>>

\* The handler has finished: its effect and the record of it are one step; the next may start.
DeliverInTurn(s) ==
    /\ IsClaimed(s)
    /\ Becomes(s, "DELIVERED")
    /\ RecordEffect(s)
    /\ Transmit(Answer(s, "DELIVERED"))
    /\ UNCHANGED <<next, outbox, outcome, givenUp>>

\* The handler failed and had no effect: its message is unknown again, and no other takes its turn.
FailInTurn(s) ==
    /\ IsClaimed(s)
    /\ Becomes(s, "UNKNOWN")
    /\ UNCHANGED <<next, outbox, net, effects, outcome, givenUp>>

\* CHECK changes nothing; it is answered with what the slot says.
ReceiveCheckInTurn(s) ==
    /\ Receive(Check(s), Answer(s, FoundInTurn(s)))
    /\ UNCHANGED <<next, outbox, ring, effects, outcome, givenUp>>

\* SEAL makes "no" final for a message that no handler has seen; the next may start.
ReceiveSealInTurn(s) ==
    /\ IF MaySealInTurn(Slot(s), s, W, Turn(ring))
       THEN Receive(Seal(s), Answer(s, "SEALED")) /\ Becomes(s, "SEALED")
       ELSE Receive(Seal(s), Answer(s, FoundInTurn(s))) /\ UNCHANGED ring
    /\ UNCHANGED <<next, outbox, effects, outcome, givenUp>>

ReceiverNext ==
    \E s \in Message :
        \/ On(Arrives(Data(s, Payload(s))), "ReceiveDataInTurn", ReceiveDataInTurn(s))
        \/ On(Handler(s, "succeeds"), "DeliverInTurn", DeliverInTurn(s))
        \/ On(Handler(s, "fails"), "FailInTurn", FailInTurn(s))
        \/ On(Arrives(Check(s)), "ReceiveCheckInTurn", ReceiveCheckInTurn(s))
        \/ On(Arrives(Seal(s)), "ReceiveSealInTurn", ReceiveSealInTurn(s))

ReceiverState == ring

\* Only the message whose turn it is takes effect: all before it did, or are sealed.
OnlyInTurn == \A s \in Message : IsClaimed(s) => s = Turn(ring)

Effects == {[output |-> "effect", seq |-> s] : s \in {m \in Message : effects'[m] # effects[m]}}

Remarks ==
    IF step'.input.input # "frame" THEN {}
    ELSE LET s == step'.input.frame.seq IN Unanswered(s, FoundInTurn(s))

PrintReceiver == Export(ReceiverState, Sent \cup Effects \cup Remarks, ReceiverState')
=============================================================================
