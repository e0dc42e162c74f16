----------------------- MODULE ReceiveWindowInductive -----------------------
(***************************************************************************)
(* Why the threads of ReceiveWindow do not disturb one another: an         *)
(* invariant that every single access preserves.  It consists of the       *)
(* invariant of CheckBeforeSend, with effects counted when they are        *)
(* published, and of what each thread knows between its accesses.  It does *)
(* not count threads or messages.  TLC checks it on all states of small    *)
(* sizes; for all sizes it is not proved.                                  *)
(***************************************************************************)
EXTENDS ReceiveWindow

\* Every frame stays: the most general network, see Network.
ASSUME FramesStay == ~Loses /\ Duplicates = "always"

Inductive == INSTANCE CheckBeforeSendInductive WITH effects <- Published

\* Between read and exchange: what was read is how the previous lap ended, and that is final.
\* So the exchange finds the same, or finds that another thread claimed or sealed the message.
SeenIsTrue(x) ==
    x.at \in {"EXCHANGE_TO_CLAIM", "EXCHANGE_TO_SEAL"} =>
        /\ x.seq < next
        /\ x.seen.seq = x.seq - W
        /\ x.seen.state = Inductive!Resolution(Inductive!Ending(x.seq - W))

\* While a thread reads back its own claim and gives it up, nobody else writes the slot.
ClaimIsSeen(x) ==
    x.at \in {"WRITE_DELIVERED", "WRITE_UNKNOWN"} => x.seen = Slot(x.seq)

\* The frame that a thread is working on is still in the network.
FrameStays(x) ==
    /\ x.at = "EXCHANGE_TO_CLAIM" => DataInFlight(x.seq) # {}
    /\ x.at = "EXCHANGE_TO_SEAL" => Seal(x.seq) \in net

\* What a thread knows about the slots.
Knows(x) == SeenIsTrue(x) /\ ClaimIsSeen(x)

ThreadsKnow == \A t \in Threads : Knows(threads[t]) /\ FrameStays(threads[t])

IndInv ==
    /\ WindowTypeOK
    /\ Inductive!IndInv
    /\ ThreadsKnow
    /\ OneHolder

\* From any such state, every step is a step of the protocol or leaves it unchanged.
StepsAreProtocol == [][Protocol!Next]_(Protocol!vars)
=============================================================================
