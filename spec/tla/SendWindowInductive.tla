------------------------ MODULE SendWindowInductive ------------------------
(***************************************************************************)
(* Why the threads of SendWindow do not disturb one another: an invariant  *)
(* that every single access preserves.  It consists of the invariant of    *)
(* CheckBeforeSend, for the outbox, the frames and the outcomes that the   *)
(* protocol sees, and of what each thread knows between its accesses.  It  *)
(* does not count threads or messages.  TLC checks it on all states of     *)
(* small sizes; for all sizes it is not proved.                            *)
(***************************************************************************)
EXTENDS SendWindow

\* Every frame stays: the most general network, see Network.
ASSUME FramesStay == ~Loses /\ Duplicates = "always"

Inductive == INSTANCE CheckBeforeSendInductive WITH
    outbox <- ProtocolOutbox, net <- ProtocolNet, outcome <- ProtocolOutcome

\* The number that a producer has read is not yet taken, or was taken by another producer.
\* While it is not taken, what the slot said about s - W remains true.
NumberIsKnown(x) ==
    /\ x.at \in {"READ_SLOT", "EXCHANGE_NEXT", "READ_NEXT_AGAIN"} => x.seq <= next
    /\ x.at = "EXCHANGE_NEXT" /\ x.seq = next => MaySubmit(x.seq)
    /\ x.at = "READ_NEXT_AGAIN" /\ x.seq = next => x.wasFull

\* A producer that has won its number owns the slot: nobody else writes to it.
ProducerOwns(x) ==
    /\ x.at \in {"WRITE_PAYLOAD", "WRITE_PENDING"} => Is(x.seq - W, Decided)
    /\ x.at = "WRITE_PENDING" => Entry(x.seq).payload = Payload(x.seq)

\* What has been seen undecided was published before; once it is cancelled or decided, it
\* stays so.
WasPublished(x) ==
    /\ x.at \in {"EXCHANGE_TO_RESOLVE", "READ_PAYLOAD_TO_RESEND", "READ_AGAIN"} =>
          Entry(x.seq).seq >= x.seq
    /\ x.at = "EXCHANGE_TO_RESOLVE" =>
          /\ x.seen.seq = x.seq
          /\ x.seen.state = "PENDING" \/ (x.seen.state = "SEALING" /\ ~Is(x.seq, {"PENDING"}))

\* A payload that was read while its message was pending is the right one.
PayloadIsKnown(x) ==
    x.at = "READ_AGAIN" /\ Is(x.seq, {"PENDING"}) => x.payload = Payload(x.seq)

\* The thread that reports reads the payload of its message, and has it.
ReportIsKnown(x) ==
    /\ x.at = "READ_PAYLOAD" => Entry(x.seq).payload = Payload(x.seq)
    /\ x.at = "REPORT" => x.payload = Payload(x.seq)

\* The frame that a thread is working on is still in the network.
FrameStays(t) == Holds(t) \subseteq net

\* What a thread knows about next and the slots.
Knows(x) ==
    /\ NumberIsKnown(x)
    /\ ProducerOwns(x)
    /\ WasPublished(x)
    /\ PayloadIsKnown(x)
    /\ ReportIsKnown(x)

ThreadsKnow == \A t \in Threads : Knows(threads[t]) /\ FrameStays(t)

\* A message that is being reported has one thread that does it, and such a thread has its
\* message.
OneReporter ==
    \A s \in Message :
        /\ Is(s, {"REPORTING"}) <=> Owners(s) # {}
        /\ \A t, u \in Owners(s) : t = u

IndInv ==
    /\ WindowTypeOK
    /\ OneProducer
    /\ OneReporter
    /\ ReportedOnce
    /\ ThreadsKnow
    /\ Inductive!IndInv

\* From any such state, every step is a step of the protocol or leaves it unchanged.
StepsAreProtocol == [][Protocol!Next]_(Protocol!vars)
=============================================================================
