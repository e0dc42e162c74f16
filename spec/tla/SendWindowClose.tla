--------------------------- MODULE SendWindowClose ---------------------------
(***************************************************************************)
(* How a sender's window ends, and how it begins after a restart: what     *)
(* SendWindow leaves out.  Two bits beside the number in next say that the *)
(* session is closed or gone.  No number is given from then on, because    *)
(* every exchange of next compares the bits as well.  After a restart the  *)
(* outbox may have gaps: numbers that were won and never appended.  An     *)
(* open window gives them again; a closed one seals them.                  *)
(*                                                                         *)
(*   append        ReadNext, ReadSlot, then Help, or ReadNextAgain, or     *)
(*                 ExchangeNext, WritePayload, WritePending                *)
(*   close, gone   SetClosed, SetGone                                      *)
(*   allDecided    ReadNextToSeal, ReadSlotToSeal, ExchangeToSeal,         *)
(*                 WriteSealing, then ReadEnd, ReadSlotToCheck             *)
(*   resolve       ReadToResolve, ExchangeToResolve, Report, ClearPayload, *)
(*                 WriteResolved                                           *)
(*                                                                         *)
(* Each step is one access to next, to a stamp or to a payload.  Receiver  *)
(* and network are left out: any open message may be resolved at any time. *)
(***************************************************************************)
EXTENDS Integers, FiniteSets

CONSTANTS
    N,         \* numbers 0 .. N-1 can be given
    W,         \* the window, and the number of slots
    Restored,  \* the greatest number that a crash may have left in the outbox, plus 1
    Threads    \* the threads that share the window

ASSUME NIsNatural       == N \in Nat
ASSUME WIsPositive      == W \in Nat \ {0}
ASSUME RestoredIsNumber == Restored \in 0..N
ASSUME ThereIsAThread   == Threads # {}

VARIABLES
    next,      \* one word: the next number, and the bits CLOSED and GONE
    stamps,    \* for each slot: which message, its state
    payloads,  \* for each slot: the payload, or none
    restored,  \* one more than the greatest number that was given before the restart
    threads,   \* for each thread: where it is, with which message, and what it has read
    given,     \* history, for the properties only: the numbers that have a message
    outcome,   \* history, for the properties only: what the application was told
    ended      \* history, for the properties only: allDecided has said so of a closed window

vars == <<next, stamps, payloads, restored, threads, given, outcome, ended>>

Message   == 0..N-1
NoPayload == -1
Undecided == {"PENDING", "SEALING"}
Decided   == {"DELIVERED", "NOT_DELIVERED", "IN_DOUBT"}

Word  == [number : 0..N, closed : BOOLEAN, gone : BOOLEAN]
Stamp == [seq : -W..N-1, state : Undecided \cup {"REPORTING"} \cup Decided]

IsOpen(word) == ~word.closed /\ ~word.gone
Slot(s)      == stamps[s % W]

SetSlot(s, state)     == stamps' = [stamps EXCEPT ![s % W] = [seq |-> s, state |-> state]]
SetPayload(s, payload) == payloads' = [payloads EXCEPT ![s % W] = payload]

At(t, place)  == threads[t].at = place
Go(t, where)  == threads' = [threads EXCEPT ![t] = where]
Idle          == [at |-> "IDLE"]

ThreadState ==
    {Idle, [at |-> "READ_NEXT"], [at |-> "READ_NEXT_TO_SEAL"]}
    \cup [at : {"READ_END"}, wasOpen : BOOLEAN]
    \cup [at : {"READ_SLOT", "HELP", "EXCHANGE_NEXT", "READ_SLOT_TO_SEAL"}, seen : Word]
    \cup [at : {"READ_NEXT_AGAIN"}, seen : Word, wasFull : BOOLEAN]
    \cup [at : {"EXCHANGE_TO_SEAL"}, seen : Word, appended : BOOLEAN]
    \cup [at : {"WRITE_PAYLOAD", "WRITE_PENDING", "WRITE_SEALING"}, seq : Message]
    \cup [at : {"READ_SLOT_TO_CHECK"}, seq : -W..N-1, end : 0..N, wasOpen : BOOLEAN]
    \cup [at : {"EXCHANGE_TO_RESOLVE"}, seq : Message, seen : Stamp, wants : Decided]
    \cup [at : {"REPORT", "CLEAR_PAYLOAD", "WRITE_RESOLVED"}, seq : Message, wants : Decided]

TypeOK ==
    /\ next \in Word
    /\ stamps \in [0..W-1 -> Stamp]
    /\ payloads \in [0..W-1 -> Message \cup {NoPayload}]
    /\ restored \in 0..Restored
    /\ threads \in [Threads -> ThreadState]
    /\ given \in SUBSET Message
    /\ outcome \in [Message -> {"PENDING", "REPORTED_TWICE"} \cup Decided]
    /\ ended \in BOOLEAN

(***************************************************************************)
(* What a crash may have left: an outbox whose slots hold messages of the  *)
(* last two laps.  A number below the greatest that has no entry is a gap. *)
(* The message W before it was decided and reported, and is not open       *)
(* again.                                                                  *)
(***************************************************************************)
Init ==
    /\ restored \in 0..Restored
    /\ \E left \in SUBSET (0..restored-1) :
          LET last(i) == CHOOSE s \in left \cup {i - W} : 
                            s % W = i /\ \A u \in left : u % W = i => u <= s
              first   == CHOOSE s \in {last(i) + W : i \in 0..W-1} :
                            \A i \in 0..W-1 : s <= last(i) + W
          IN
          /\ restored > 0 => restored - 1 \in left
          /\ \A s \in left : last(s % W) = s    \* one for each slot
          /\ restored - first <= W
          /\ next = [number |-> first, closed |-> FALSE, gone |-> FALSE]
          /\ stamps = [i \in 0..W-1 |->
                [seq |-> last(i),
                 state |-> IF last(i) < 0 THEN "DELIVERED"
                           ELSE IF last(i) + W > restored - 1 THEN "PENDING" ELSE "IN_DOUBT"]]
          /\ payloads = [i \in 0..W-1 |->
                IF last(i) >= 0 /\ last(i) + W > restored - 1 THEN last(i) ELSE NoPayload]
          /\ given = {s \in left : s + W > restored - 1}
    /\ threads = [t \in Threads |-> Idle]
    /\ outcome = [s \in Message |-> "PENDING"]
    /\ ended = FALSE

-----------------------------------------------------------------------------
(* append.                                                                 *)

\* The next number is read; nothing is appended to a window that is closed or gone.
ReadNext(t) ==
    /\ At(t, "IDLE") \/ At(t, "READ_NEXT")
    /\ Go(t, IF IsOpen(next) /\ next.number < N THEN [at |-> "READ_SLOT", seen |-> next] ELSE Idle)
    /\ UNCHANGED <<next, stamps, payloads, restored, given, outcome, ended>>

\* The slot is free, or this very number was appended before the restart, or it must wait.
ReadSlot(t) ==
    /\ At(t, "READ_SLOT")
    /\ LET seen == threads[t].seen  s == seen.number IN
       Go(t, IF Slot(s).seq >= s THEN [at |-> "HELP", seen |-> seen]
             ELSE IF Slot(s).seq = s - W /\ Slot(s).state \in Decided
             THEN [at |-> "EXCHANGE_NEXT", seen |-> seen]
             ELSE [at |-> "READ_NEXT_AGAIN", seen |-> seen, wasFull |-> next = seen])  \* history
    /\ UNCHANGED <<next, stamps, payloads, restored, given, outcome, ended>>

\* The number is taken: the counter is moved on for whoever took it.
Help(t) ==
    /\ At(t, "HELP")
    /\ next' = IF next = threads[t].seen THEN [next EXCEPT !.number = @ + 1] ELSE next
    /\ Go(t, [at |-> "READ_NEXT"])
    /\ UNCHANGED <<stamps, payloads, restored, given, outcome, ended>>

\* The window was full if next has not changed.
ReadNextAgain(t) ==
    /\ At(t, "READ_NEXT_AGAIN")
    /\ Go(t, IF next = threads[t].seen THEN Idle ELSE [at |-> "READ_NEXT"])
    /\ UNCHANGED <<next, stamps, payloads, restored, given, outcome, ended>>

\* The exchange compares the whole word.
Unchanged(t) == next = threads[t].seen

\* It wins the number, and with it the slot.
ExchangeNext(t) ==
    /\ At(t, "EXCHANGE_NEXT")
    /\ IF Unchanged(t)
       THEN LET s == threads[t].seen.number IN
            /\ next' = [next EXCEPT !.number = s + 1]
            /\ given' = given \cup {s}
            /\ Go(t, [at |-> "WRITE_PAYLOAD", seq |-> s])
       ELSE Go(t, [at |-> "READ_NEXT"]) /\ UNCHANGED <<next, given>>
    /\ UNCHANGED <<stamps, payloads, restored, outcome, ended>>

\* The payload is written,
WritePayload(t) ==
    /\ At(t, "WRITE_PAYLOAD")
    /\ SetPayload(threads[t].seq, threads[t].seq)
    /\ Go(t, [threads[t] EXCEPT !.at = "WRITE_PENDING"])
    /\ UNCHANGED <<next, stamps, restored, given, outcome, ended>>

\* and then the stamp.
WritePending(t) ==
    /\ At(t, "WRITE_PENDING")
    /\ SetSlot(threads[t].seq, "PENDING")
    /\ Go(t, Idle)
    /\ UNCHANGED <<next, payloads, restored, given, outcome, ended>>

-----------------------------------------------------------------------------
(* close and gone: one atomic "or" each.                                   *)

\* The application closes the session.
SetClosed ==
    /\ next' = [next EXCEPT !.closed = TRUE]
    /\ UNCHANGED <<stamps, payloads, restored, threads, given, outcome, ended>>

\* The receiver has forgotten the session.
SetGone ==
    /\ next' = [next EXCEPT !.gone = TRUE]
    /\ UNCHANGED <<stamps, payloads, restored, threads, given, outcome, ended>>

-----------------------------------------------------------------------------
(* allDecided: first the gaps are sealed, then each slot is checked.       *)

\* next is read; there are no gaps in a window that is open, or beyond what was restored.
ReadNextToSeal(t) ==
    /\ At(t, "IDLE") \/ At(t, "READ_NEXT_TO_SEAL")
    /\ Go(t, IF IsOpen(next) \/ next.number >= restored
             THEN [at |-> "READ_END", wasOpen |-> IsOpen(next)]    \* history
             ELSE [at |-> "READ_SLOT_TO_SEAL", seen |-> next])
    /\ UNCHANGED <<next, stamps, payloads, restored, given, outcome, ended>>

\* Was the number appended before the restart?
ReadSlotToSeal(t) ==
    /\ At(t, "READ_SLOT_TO_SEAL")
    /\ LET s == threads[t].seen.number IN
       Go(t, [at |-> "EXCHANGE_TO_SEAL", seen |-> threads[t].seen, appended |-> Slot(s).seq >= s])
    /\ UNCHANGED <<next, stamps, payloads, restored, given, outcome, ended>>

\* One thread moves next on, and seals the number if it was not appended.
ExchangeToSeal(t) ==
    /\ At(t, "EXCHANGE_TO_SEAL")
    /\ LET s == threads[t].seen.number IN
       IF Unchanged(t)
       THEN /\ next' = [next EXCEPT !.number = s + 1]
            /\ Go(t, IF threads[t].appended THEN [at |-> "READ_NEXT_TO_SEAL"]
                                            ELSE [at |-> "WRITE_SEALING", seq |-> s])
       ELSE Go(t, [at |-> "READ_NEXT_TO_SEAL"]) /\ UNCHANGED next
    /\ UNCHANGED <<stamps, payloads, restored, given, outcome, ended>>

\* The gap is asked for with SEAL from now on.  Its payload is empty already.
WriteSealing(t) ==
    /\ At(t, "WRITE_SEALING")
    /\ SetSlot(threads[t].seq, "SEALING")
    /\ Go(t, [at |-> "READ_NEXT_TO_SEAL"])
    /\ UNCHANGED <<next, payloads, restored, given, outcome, ended>>

\* Up to where are there messages?
ReadEnd(t) ==
    /\ At(t, "READ_END")
    /\ Go(t, [at |-> "READ_SLOT_TO_CHECK", seq |-> next.number - W, end |-> next.number,
              wasOpen |-> threads[t].wasOpen])
    /\ UNCHANGED <<next, stamps, payloads, restored, given, outcome, ended>>

\* A slot of the lap before belongs to a thread that is appending or sealing.
IsDecided(s) == Slot(s).seq >= s /\ Slot(s).state \in Decided

\* Each slot is read once; an undecided one is enough for a "no".
ReadSlotToCheck(t) ==
    /\ At(t, "READ_SLOT_TO_CHECK")
    /\ LET x == threads[t]  last == x.seq + 1 = x.end IN
       /\ Go(t, IF IsDecided(x.seq) /\ ~last THEN [x EXCEPT !.seq = @ + 1] ELSE Idle)
       /\ ended' = IF IsDecided(x.seq) /\ last /\ ~x.wasOpen THEN TRUE ELSE ended
    /\ UNCHANGED <<next, stamps, payloads, restored, given, outcome>>

-----------------------------------------------------------------------------
(* resolve.                                                                *)

\* What may be decided about s: in doubt only when the session is gone.
MayWant(s, what) ==
    /\ what = "IN_DOUBT" => next.gone
    /\ what = "NOT_DELIVERED" => Slot(s).state = "SEALING"

\* The first read: s is undecided.
ReadToResolve(t, s, what) ==
    /\ At(t, "IDLE")
    /\ Slot(s).seq = s /\ Slot(s).state \in Undecided
    /\ MayWant(s, what)
    /\ Go(t, [at |-> "EXCHANGE_TO_RESOLVE", seq |-> s, seen |-> Slot(s), wants |-> what])
    /\ UNCHANGED <<next, stamps, payloads, restored, given, outcome, ended>>

\* One exchange decides.
ExchangeToResolve(t) ==
    /\ At(t, "EXCHANGE_TO_RESOLVE")
    /\ LET x == threads[t] IN
       IF Slot(x.seq) = x.seen
       THEN SetSlot(x.seq, "REPORTING") /\ Go(t, [at |-> "REPORT", seq |-> x.seq, wants |-> x.wants])
       ELSE Go(t, Idle) /\ UNCHANGED stamps
    /\ UNCHANGED <<next, payloads, restored, given, outcome, ended>>

\* The application is told, unless the number is a gap: a gap has no payload.
Report(t) ==
    /\ At(t, "REPORT")
    /\ LET s == threads[t].seq IN
       outcome' = IF payloads[s % W] = NoPayload THEN outcome
                  ELSE [outcome EXCEPT ![s] = IF @ = "PENDING" THEN threads[t].wants
                                              ELSE "REPORTED_TWICE"]
    /\ Go(t, [threads[t] EXCEPT !.at = "CLEAR_PAYLOAD"])
    /\ UNCHANGED <<next, stamps, payloads, restored, given, ended>>

\* The payload can be garbage-collected.
ClearPayload(t) ==
    /\ At(t, "CLEAR_PAYLOAD")
    /\ SetPayload(threads[t].seq, NoPayload)
    /\ Go(t, [threads[t] EXCEPT !.at = "WRITE_RESOLVED"])
    /\ UNCHANGED <<next, stamps, restored, given, outcome, ended>>

\* The slot is free.
WriteResolved(t) ==
    /\ At(t, "WRITE_RESOLVED")
    /\ SetSlot(threads[t].seq, threads[t].wants)
    /\ Go(t, Idle)
    /\ UNCHANGED <<next, payloads, restored, given, outcome, ended>>

\* A step of thread t.
Step(t) ==
    \/ ReadNext(t) \/ ReadSlot(t) \/ Help(t) \/ ReadNextAgain(t)
    \/ ExchangeNext(t) \/ WritePayload(t) \/ WritePending(t)
    \/ ReadNextToSeal(t) \/ ReadSlotToSeal(t) \/ ExchangeToSeal(t) \/ WriteSealing(t)
    \/ ReadEnd(t) \/ ReadSlotToCheck(t)
    \/ \E s \in Message : \E what \in Decided : ReadToResolve(t, s, what)
    \/ ExchangeToResolve(t) \/ Report(t) \/ ClearPayload(t) \/ WriteResolved(t)

Next ==
    \/ \E t \in Threads : Step(t)
    \/ SetClosed \/ SetGone

Safety == Init /\ [][Next]_vars

\* A thread goes on with what it has begun.
Spec == Safety /\ \A t \in Threads : WF_vars(Step(t))

-----------------------------------------------------------------------------
(* The properties.                                                         *)

\* No number is given after the session was closed or gone.
NoNumberAfterClose == [][next.closed \/ next.gone => given' = given]_vars

\* A window that is closed or gone remains so, and no number is given twice.
NextGrows ==
    [][/\ next.closed => next'.closed
       /\ next.gone => next'.gone
       /\ next'.number >= next.number]_vars

\* A slot is filled by one thread: by a producer, or by the one that seals a gap.
Fills(t) == threads[t].at \in {"WRITE_PAYLOAD", "WRITE_PENDING", "WRITE_SEALING"}
OneProducer ==
    \A t, u \in Threads :
        Fills(t) /\ Fills(u) /\ threads[t].seq % W = threads[u].seq % W => t = u

\* Only a gap is sealed, and not in an open window, which gives its number again.  A message is
\* sealed only if the application cancels it, and nobody does here.
OnlyGapsSealed ==
    \A i \in 0..W-1 :
        stamps[i].state = "SEALING" =>
            stamps[i].seq \notin given /\ (next.closed \/ next.gone)

\* A decided slot is taken by a later message only.
DecidedIsFinal ==
    [][\A i \in 0..W-1 :
         stamps[i].state \in Decided /\ stamps'[i] # stamps[i] =>
            stamps'[i].seq = stamps[i].seq + W]_vars

\* A producer is told that the window is full only if it was.
FullIsTrue ==
    [][\A t \in Threads :
         At(t, "READ_NEXT_AGAIN") /\ threads'[t].at = "IDLE" => threads[t].wasFull]_vars

\* When allDecided says so of a closed window, every message was reported, no gap is left,
\* and that remains so.
EndIsTrue ==
    ended =>
        /\ \A s \in given : outcome[s] \in Decided
        /\ next.number >= restored
        /\ \A i \in 0..W-1 : stamps[i].state \in Decided

\* An outcome is reported once, and only of a message.
ReportedOnce == \A s \in Message : outcome[s] # "PENDING" => outcome[s] \in Decided /\ s \in given

\* NOT_DELIVERED is for what was sealed, and only gaps are.
NothingDenied == \A s \in Message : outcome[s] # "NOT_DELIVERED"

\* When a message is in doubt, no number is given any more: all open messages are in doubt
\* together.
DoubtOnlyIfGone == \A s \in Message : outcome[s] = "IN_DOUBT" => next.gone

\* Lock-free: as long as one thread takes steps, some thread completes operations.
LockFree ==
    \A t \in Threads :
        []<><<Step(t)>>_vars =>
            \E u \in Threads : []<><<threads'[u].at = "IDLE">>_(threads[u])

\* A thread that runs alone completes its operations.
OperationsEnd == \A t \in Threads : []<>At(t, "IDLE")
=============================================================================
