----------------------- MODULE MCSendWindowInductive -----------------------
(***************************************************************************)
(* All states in which IndInv is true, as in MCCheckBeforeSendInductive.   *)
(* The network holds the frames that threads are working on, and one more: *)
(* no frame ever leaves it, and IndInv says what it says about the network *)
(* for each frame alone.  The mutants of MCSendWindow fit, too.            *)
(***************************************************************************)
EXTENDS SendWindowInductive, MCSendWindow, FiniteSets

AtWorkOn == UNION {Holds(t) : t \in Threads}

\* The one more.  With one slot it is enough to have it where a thread is idle: then another
\* thread can do all that the protocol sees, and who receives it does not look at the rest.
OneMore         == Frame
OneMoreWhenIdle == IF SomeThreadIsIdle THEN Frame ELSE {}

\* ThreadState, as far as the conjuncts about a single thread allow, so that TLC can
\* enumerate it.
ThreadStateBounded ==
    {x \in {Idle, [at |-> "READ_NEXT"]}
           \cup [at : Appending, seq : Message]
           \cup [at : {"READ_NEXT_AGAIN"}, seq : Message, wasFull : BOOLEAN]
           \cup [at : {"EXCHANGE_TO_RESOLVE"}, seq : Message, wants : Decided,
                 seen : [seq : -W..N-1, state : Undecided \cup {"REPORTING"} \cup Decided]]
           \cup [at : {"READ_PAYLOAD", "CLEAR_PAYLOAD", "WRITE_RESOLVED"}, seq : Message,
                 wants : Decided]
           \cup [at : {"REPORT"}, seq : Message, wants : Decided, payload : Cell]
           \cup [at : {"READ_PAYLOAD_TO_RESEND"}, seq : Message]
           \cup [at : {"READ_AGAIN"}, seq : Message, payload : Cell] :
        Knows(x)}

\* What the protocol sees is computed from the variables, so its conjuncts come last.
IndInit ==
    /\ next \in 0..N
    /\ outbox \in [0..W-1 -> [seq : next-2*W..next-1,
                              state : Undecided \cup {"REPORTING"} \cup Decided, payload : Cell]]
    /\ \A i \in 0..W-1 : outbox[i].seq >= -W /\ outbox[i].seq % W = i
    /\ threads \in [Threads -> ThreadStateBounded]
    /\ OneProducer
    /\ OneReporter
    /\ outcome \in [Message -> {"PENDING"} \cup Decided]
    /\ ReportedOnce
    /\ Inductive!OutboxIsWindow
    /\ Inductive!ReportsMatchOutbox
    /\ givenUp \in SUBSET Cancellable
    /\ Inductive!DeniedWereGivenUp
    /\ Inductive!SealingWereGivenUp
    /\ ring \in [0..Slots-1 -> [seq : -Slots..N-1, state : Claimed \cup Resolved]]
    /\ Inductive!RingFollowsOutbox
    /\ Inductive!RingKnowsDecisions
    /\ Inductive!ClaimsRemember
    /\ Inductive!SealedWereGivenUp
    /\ effects \in [Message -> 0..1]
    /\ Inductive!EffectsMatchRing
    /\ net \in {frames \cup more : frames \in {{}, AtWorkOn},
                                   more \in {{}} \cup {{f} : f \in OneMore}}
    /\ ThreadsKnow
    /\ Inductive!FramesAreTrue

\* States with more frames are checked but not explored further.
FewFrames == Cardinality(net \ AtWorkOn) <= 1 /\ net \ AtWorkOn \subseteq OneMore

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
=============================================================================
