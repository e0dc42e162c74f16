--------------------------- MODULE MCOrderedWindow ---------------------------
(***************************************************************************)
(* Bounds for OrderedWindow, its most general environment, and its mutants.*)
(***************************************************************************)
EXTENDS OrderedWindow

NoMessage    == {}
EveryMessage == Message

(***************************************************************************)
(* Any sender, any network: every frame about every message can be         *)
(* received at any time, any number of times, and answers go nowhere.      *)
(* Whatever a sender does, the receiver's steps are among these, so what   *)
(* holds of the receiver here holds with every sender.                     *)
(***************************************************************************)
AnyFrame ==
    {Protocol!Data(s, Protocol!Payload(s)) : s \in Message}
        \cup {Protocol!Check(s) : s \in Message}
        \cup {Protocol!Seal(s) : s \in Cancellable}
InitAnySender ==
    /\ next = N
    /\ outbox = <<>>
    /\ ring = [i \in 0..W-1 |-> Stamp(i - W, "DELIVERED")]
    /\ net = AnyFrame
    /\ HistoryInit
    /\ ReceiverInit
SafetyAnySender == InitAnySender /\ [][ReceiverNext]_vars

\* The network of any sender, in the place of that in Network.
ReceiveAnyFrame(f, answers) == f \in net /\ UNCHANGED net
TransmitNothing(frames)     == UNCHANGED net
=============================================================================
