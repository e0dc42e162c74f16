----------------------- MODULE MCSendWindowLateReads -----------------------
(***************************************************************************)
(* Bounds for SendWindowLateReads, and reads without the order that they   *)
(* need; the mutants of MCSendWindow fit, too.                             *)
(***************************************************************************)
EXTENDS SendWindowLateReads, MCSendWindow

\* What is written need not become visible.
LateSpecStays == LateInit /\ [][LateNext]_lateVars /\ WindowFairness

-----------------------------------------------------------------------------
(* Mutants.                                                                *)

\* The payload may be older than the stamp that was read before it.
StampDoesNotAcquire == {"PAYLOAD"}

\* The stamp may be older than the payload that was read before it.
PayloadDoesNotAcquire == {"STAMP"}

\* The thread that decided reads the payload late: its exchange did not acquire.
ReadPayloadLate(t) ==
    /\ At(t, {"READ_PAYLOAD"})
    /\ LET x == threads[t] IN
       \E v \in ReadableLate(x.seq) :
          Go(t, [at |-> "REPORT", seq |-> x.seq, wants |-> x.wants, payload |-> v.payload])
    /\ UNCHANGED <<next, outbox, ring, net, effects, outcome, givenUp>>

\* An exchange is a late read and a plain write.
UnchangedLate(t) == threads[t].seen \in {StampIn(v) : v \in ReadableLate(threads[t].seq)}

\* A number that was given is asked about, whatever its slot says.
ReadToAskUnread(s) ==
    /\ s < next
    /\ Transmit({Check(s)})
    /\ UNCHANGED <<next, outbox, ring, effects, outcome, givenUp, threads>>

\* A number that was given is sealed, whatever its slot says.
ReadToAskSeals(s) ==
    /\ s < next
    /\ Transmit({Seal(s)})
    /\ UNCHANGED <<next, outbox, ring, effects, outcome, givenUp, threads>>
=============================================================================
