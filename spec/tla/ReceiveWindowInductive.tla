----------------------- MODULE ReceiveWindowInductive -----------------------
(***************************************************************************)
(* Why the threads of ReceiveWindow do not disturb one another: an         *)
(* invariant that every single access preserves, for any number of them.   *)
(* It is the one of CheckBeforeSend, effects being counted when they are   *)
(* published, and what each thread knows between its accesses.             *)
(***************************************************************************)
EXTENDS ReceiveWindow

Inductive == INSTANCE CheckBeforeSendInductive WITH effects <- Published

\* Between read and exchange: what was read is how the lap before ended, for ever.  So
\* the exchange finds the same, or that somebody claimed or sealed the message itself.
SeenIsTrue(x) ==
    x.at \in {"EXCHANGE_TO_CLAIM", "EXCHANGE_TO_SEAL"} =>
        /\ x.seq < next
        /\ x.seen.seq = x.seq - W
        /\ Inductive!Ending(x.seq - W) # "PENDING"
        /\ x.seen.state = Inductive!Resolution(Inductive!Ending(x.seq - W))
        /\ x.at = "EXCHANGE_TO_SEAL" => x.seq \in Cancellable

\* Between reading its own claim and giving it up, nobody else writes the slot.
ClaimIsSeen(x) ==
    x.at \in {"WRITE_DELIVERED", "WRITE_UNKNOWN"} => x.seen = Slot(x.seq)

\* The frame that a thread is at work on is still there.
FrameStays(x) ==
    /\ x.at = "EXCHANGE_TO_CLAIM" => DataInFlight(x.seq) # {}
    /\ x.at = "EXCHANGE_TO_SEAL" => Seal(x.seq) \in net

ThreadsKnow == \A t \in Threads : 
    SeenIsTrue(threads[t]) /\ ClaimIsSeen(threads[t]) /\ FrameStays(threads[t])

IndInv ==
    /\ WindowTypeOK
    /\ Inductive!IndInv
    /\ ThreadsKnow
    /\ OneHolder

\* From any such state, every step is one of the protocol, or none.
StepsAreProtocol == [][Protocol!Next]_(Protocol!vars)
=============================================================================
