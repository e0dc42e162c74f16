-------------------------- MODULE MCSendWindowClose --------------------------
(***************************************************************************)
(* The mutants of SendWindowClose.                                         *)
(***************************************************************************)
EXTENDS SendWindowClose

\* Threads are interchangeable: of states that differ in their names alone, TLC looks at one.
LOCAL INSTANCE TLC
Interchangeable == Permutations(Threads)

\* The receiver keeps the session.
SetGoneNever == FALSE

\* The restart leaves a gap.
SafetyAfterGap == Init /\ given = {1} /\ [][Next]_vars

-----------------------------------------------------------------------------
(* Mutants of close and append.                                            *)

\* The bit is set by a read and a plain write.  "HELP" stands for both steps: what the thread
\* has seen is what it will write, if the bit is in it.
ReadNextToClose(t) ==
    /\ At(t, "IDLE") \/ At(t, "READ_NEXT")
    /\ \/ Go(t, IF IsOpen(next) /\ next.number < N THEN [at |-> "READ_SLOT", seen |-> next] ELSE Idle)
       \/ Go(t, [at |-> "HELP", seen |-> [next EXCEPT !.closed = TRUE]])
    /\ UNCHANGED <<next, stamps, payloads, restored, given, outcome, ended>>
HelpOrClose(t) ==
    /\ At(t, "HELP")
    /\ LET seen == threads[t].seen IN
       next' = IF seen.closed THEN seen
               ELSE IF next = seen THEN [next EXCEPT !.number = @ + 1] ELSE next
    /\ Go(t, IF threads[t].seen.closed THEN Idle ELSE [at |-> "READ_NEXT"])
    /\ UNCHANGED <<stamps, payloads, restored, given, outcome, ended>>

\* CLOSED and GONE are two states instead of two bits.
SetGoneNotClosed ==
    /\ next' = [next EXCEPT !.closed = FALSE, !.gone = TRUE]
    /\ UNCHANGED <<stamps, payloads, restored, threads, given, outcome, ended>>

\* Replaces an action that is not there.
Never == FALSE

\* The exchange of append compares the number alone, so it clears the bits.
ExchangeNextIgnoresBits(t) ==
    /\ At(t, "EXCHANGE_NEXT")
    /\ LET seen == threads[t].seen  s == seen.number IN
       IF next.number = s
       THEN /\ next' = [seen EXCEPT !.number = s + 1]
            /\ given' = given \cup {s}
            /\ Go(t, [at |-> "WRITE_PAYLOAD", seq |-> s])
       ELSE Go(t, [at |-> "READ_NEXT"]) /\ UNCHANGED <<next, given>>
    /\ UNCHANGED <<stamps, payloads, restored, outcome, ended>>

\* A producer that finds its number taken reads next again, as if another producer moved it on.
HelpOmitted(t) ==
    /\ At(t, "HELP")
    /\ Go(t, [at |-> "READ_NEXT"])
    /\ UNCHANGED <<next, stamps, payloads, restored, given, outcome, ended>>

\* A number that is taken counts as a full window.
ReadSlotTakenIsFull(t) ==
    /\ At(t, "READ_SLOT")
    /\ LET seen == threads[t].seen  s == seen.number IN
       Go(t, IF Slot(s).seq = s - W /\ Slot(s).state \in Decided
             THEN [at |-> "EXCHANGE_NEXT", seen |-> seen]
             ELSE [at |-> "READ_NEXT_AGAIN", seen |-> seen,
                   wasFull |-> next = seen /\ Slot(s).seq < s])
    /\ UNCHANGED <<next, stamps, payloads, restored, given, outcome, ended>>

\* The counter is moved on without an exchange; the bits stay.
HelpByPlainWrite(t) ==
    /\ At(t, "HELP")
    /\ next' = [next EXCEPT !.number = threads[t].seen.number + 1]
    /\ Go(t, [at |-> "READ_NEXT"])
    /\ UNCHANGED <<stamps, payloads, restored, given, outcome, ended>>

-----------------------------------------------------------------------------
(* Mutants of allDecided.                                                  *)

\* A slot of the lap before counts as decided: its message is still being appended.
IsDecidedAppendingOrNot(s) == Slot(s).state \in Decided

\* A gap that is sealed counts as decided, although the receiver has not sealed it yet.
IsDecidedOrSealing(s) == Slot(s).seq >= s /\ Slot(s).state \in Decided \cup {"SEALING"}

\* Gaps are not sealed.
ReadNextToSealOmitted(t) ==
    /\ At(t, "IDLE") \/ At(t, "READ_NEXT_TO_SEAL")
    /\ Go(t, [at |-> "READ_END", wasOpen |-> IsOpen(next)])
    /\ UNCHANGED <<next, stamps, payloads, restored, given, outcome, ended>>

\* Gaps are sealed in an open window, too.
ReadNextToSealOpen(t) ==
    /\ At(t, "IDLE") \/ At(t, "READ_NEXT_TO_SEAL")
    /\ Go(t, IF next.number >= restored
             THEN [at |-> "READ_END", wasOpen |-> IsOpen(next)]
             ELSE [at |-> "READ_SLOT_TO_SEAL", seen |-> next])
    /\ UNCHANGED <<next, stamps, payloads, restored, given, outcome, ended>>

\* Every number is sealed, appended or not.
ReadSlotToSealNotLooked(t) ==
    /\ At(t, "READ_SLOT_TO_SEAL")
    /\ Go(t, [at |-> "EXCHANGE_TO_SEAL", seen |-> threads[t].seen, appended |-> FALSE])
    /\ UNCHANGED <<next, stamps, payloads, restored, given, outcome, ended>>

\* A gap is sealed by whoever finds it, without an exchange of next.
ExchangeToSealByPlainWrite(t) ==
    /\ At(t, "EXCHANGE_TO_SEAL")
    /\ LET s == threads[t].seen.number IN
       /\ next' = [next EXCEPT !.number = s + 1]
       /\ Go(t, IF threads[t].appended THEN [at |-> "READ_NEXT_TO_SEAL"]
                                       ELSE [at |-> "WRITE_SEALING", seq |-> s])
    /\ UNCHANGED <<stamps, payloads, restored, given, outcome, ended>>

\* The window counts as closed, whatever it was when the call began.
ReadEndClosedMeanwhile(t) ==
    /\ At(t, "READ_END")
    /\ Go(t, [at |-> "READ_SLOT_TO_CHECK", seq |-> next.number - W, end |-> next.number,
              wasOpen |-> FALSE])
    /\ UNCHANGED <<next, stamps, payloads, restored, given, outcome, ended>>

-----------------------------------------------------------------------------
(* Mutants of resolve.                                                     *)

\* A message is in doubt although the session may still be given numbers.
MayWantAnything(s, what) == what = "NOT_DELIVERED" => Slot(s).state = "SEALING"

\* A gap is reported as if it were a message.
ReportGaps(t) ==
    /\ At(t, "REPORT")
    /\ LET s == threads[t].seq IN
       outcome' = [outcome EXCEPT ![s] = IF @ = "PENDING" THEN threads[t].wants
                                         ELSE "REPORTED_TWICE"]
    /\ Go(t, [threads[t] EXCEPT !.at = "CLEAR_PAYLOAD"])
    /\ UNCHANGED <<next, stamps, payloads, restored, given, ended>>

\* A decided message is decided again by the next answer.
ReadToResolveDecided(t, s, what) ==
    /\ At(t, "IDLE")
    /\ Slot(s).seq = s /\ Slot(s).state # "REPORTING"
    /\ MayWant(s, what)
    /\ Go(t, [at |-> "EXCHANGE_TO_RESOLVE", seq |-> s, seen |-> Slot(s), wants |-> what])
    /\ UNCHANGED <<next, stamps, payloads, restored, given, outcome, ended>>

\* The decision is a read and a plain write.
ExchangeToResolveByPlainWrite(t) ==
    /\ At(t, "EXCHANGE_TO_RESOLVE")
    /\ LET x == threads[t] IN
       SetSlot(x.seq, "REPORTING") /\ Go(t, [at |-> "REPORT", seq |-> x.seq, wants |-> x.wants])
    /\ UNCHANGED <<next, payloads, restored, given, outcome, ended>>
=============================================================================
