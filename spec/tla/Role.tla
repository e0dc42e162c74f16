-------------------------------- MODULE Role --------------------------------
(***************************************************************************)
(* One side of a protocol, alone.  Whatever frame may come to it may come  *)
(* at any time, in any number: net always holds them all.  So every step   *)
(* that the side can take from every state that it can reach is taken, and *)
(* the other side's frames are only those that a module can express.       *)
(*                                                                         *)
(* The operators below replace those of Network, and a configuration       *)
(* prints each transition.  From them, the conformance vectors are made.   *)
(***************************************************************************)
EXTENDS Network, TLC

CONSTANT Incoming     \* the frames that may come

VARIABLE step         \* what the side has done last: its action, and what it was done for

\* Besides what may come, net holds one more element: what was sent last, and a bit that tells
\* an action that sends nothing new from one that leaves net alone.
SentLast(frames, flip) == [type |-> "SENT", frames |-> frames, flip |-> flip]
Last(frames) == CHOOSE f \in frames : f.type = "SENT"

RoleNetworkInit == net = Incoming \cup {SentLast({}, FALSE)}

RoleTransmit(frames) == net' = Incoming \cup {SentLast(frames, ~Last(net).flip)}

RoleReceive(f, answers) == f \in Incoming /\ RoleTransmit(answers)

\* This step is taken for this input.
On(input, action, Step) == Step /\ step' = [action |-> action, input |-> input]

Arrives(f)         == [input |-> "frame", frame |-> f]
Handler(s, result) == [input |-> "handler", seq |-> s, result |-> result]

\* The frames that the step has sent.
Sent ==
    IF Last(net').flip = Last(net).flip THEN {}
    ELSE {[output |-> "frame", frame |-> f] : f \in Last(net').frames}

\* What a receiver may say, or not say, about a message that it neither remembers nor can accept.
Unanswered(s, found) ==
    IF found \in {"NOTHING_OWED", "REFUSED"}
    THEN {[output |-> "frame", requirement |-> "MAY", frame |->
            [type |-> "NO_ANSWER", seq |-> s,
             state |-> IF found = "REFUSED" THEN "REFUSED" ELSE "FORGOTTEN"]]}
    ELSE {}

Export(from, outputs, to) == PrintT(ToString(<<"transition", from, step', outputs, to>>))
=============================================================================
