---------------------- MODULE MCReceiveWindowInductive ----------------------
(***************************************************************************)
(* All states in which IndInv is true, as in MCCheckBeforeSendInductive.   *)
(* The network holds the frames that threads are working on, and one more: *)
(* no frame ever leaves it, and IndInv says what it says about the network *)
(* for each frame alone.                                                   *)
(***************************************************************************)
EXTENDS ReceiveWindowInductive, FiniteSets

\* Threads are interchangeable: of states that differ in their names alone, TLC looks at one.
LOCAL INSTANCE TLC
Interchangeable == Permutations(Threads)

EveryMessage == Message
SomeMessages == {s \in Message : s # 1}

Frames ==
    {Data(s, p) : s \in Message, p \in Message}
    \cup {Check(s) : s \in Message} \cup {Seal(s) : s \in Message} \cup {Ack(s) : s \in Message}
    \cup {Status(s, state) : s \in Message, state \in {"IN_PROGRESS", "UNKNOWN", "SEALED"}}

AtWorkOn ==
    {Data(s, Payload(s)) : s \in {s \in Message : \E t \in Threads :
                                    At(t, {"EXCHANGE_TO_CLAIM"}) /\ threads[t].seq = s}}
    \cup {Seal(s) : s \in {s \in Message : \E t \in Threads :
                                    At(t, {"EXCHANGE_TO_SEAL"}) /\ threads[t].seq = s}}

\* ThreadState, but TLC can enumerate it.
ThreadStateBounded ==
    {Idle}
    \cup [at : MidOperation, seq : Message,
          seen : [seq : -Slots..N-1, state : Claimed \cup Resolved]]
    \cup [at : Handling, seq : Message]

IndInit ==
    /\ next \in 0..N
    /\ outcome \in [Message -> {"PENDING"} \cup Decided]
    /\ \A s \in Message : s >= next => outcome[s] = "PENDING"
    /\ givenUp \in SUBSET Cancellable
    /\ Inductive!DeniedWereGivenUp
    /\ outbox \in [0..W-1 -> [seq : next-W..next-1, state : Undecided \cup Decided,
                              payload : Message \cup {NoPayload}]]
    /\ Inductive!OutboxIsWindow
    /\ Inductive!ReportsMatchOutbox
    /\ Inductive!SealingWereGivenUp
    /\ ring \in [0..Slots-1 -> [seq : -Slots..N-1, state : Claimed \cup Resolved]]
    /\ Inductive!RingFollowsOutbox
    /\ Inductive!RingKnowsDecisions
    /\ Inductive!ClaimsRemember
    /\ Inductive!SealedWereGivenUp
    /\ threads \in [Threads -> {x \in ThreadStateBounded : Knows(x)}]
    /\ OneHolder
    /\ effects \in [Message -> 0..Cardinality(Threads)]
    /\ Inductive!EffectsMatchRing
    /\ \E f \in Frames : net \in {{}, {f}, AtWorkOn, AtWorkOn \cup {f}}
    /\ Inductive!FramesAreTrue
    /\ ThreadsKnow

\* States with more frames are checked but not explored further.
FewFrames == Cardinality(net \ AtWorkOn) <= 1

IndSpec == IndInit /\ [][WindowNext]_windowVars

\* The beginning, with no steps.
BaseCase == WindowInit /\ [][UNCHANGED windowVars]_windowVars

\* A mutant of the beginning: what came before the first message was sealed.
InitSealed ==
    /\ next = 0
    /\ outbox = [i \in 0..W-1 |-> [seq |-> i - W, state |-> "DELIVERED", payload |-> NoPayload]]
    /\ ring = [i \in 0..Slots-1 |-> [seq |-> i - Slots, state |-> "SEALED"]]
    /\ NetworkInit
    /\ HistoryInit

\* Mutants: each replaces a conjunct, and the rest is then no longer inductive.
Nothing      == TRUE
NothingOf(x) == TRUE

\* A mutant of the protocol: a thread goes on to the exchange, whatever it has read.
ReadToClaimNotLooked(t, s) ==
    /\ At(t, {"IDLE"})
    /\ \E f \in DataInFlight(s) : Receive(f, {})
    /\ Go(t, [at |-> "EXCHANGE_TO_CLAIM", seq |-> s, seen |-> Slot(s)])
    /\ UNCHANGED <<next, outbox, ring, effects, outcome, givenUp>>
=============================================================================
