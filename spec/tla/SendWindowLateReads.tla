------------------------ MODULE SendWindowLateReads ------------------------
(***************************************************************************)
(* SendWindow when reads may be late: a read of next, or of the stamp of a *)
(* slot, returns any value that was ever there.  An exchange acts on the   *)
(* newest value, and so does the thread that owns a slot.                  *)
(*                                                                         *)
(* Only payload(s) needs an order.  It reads the stamp, the payload, and   *)
(* the stamp again; the first two are acquires in Java.  So each of its    *)
(* reads sees at least what was there when the value before was written.   *)
(*                                                                         *)
(* What does not hold is the refinement of CheckBeforeSend: a thread may   *)
(* ask about a message that is already decided, or send it again.  The     *)
(* receiver recognizes that, and the service is the same.                  *)
(***************************************************************************)
EXTENDS SendWindow, Sequences

VARIABLES
    oldestNext,   \* the oldest value of next that a read may return
    written,      \* for each slot: the contents that a read may return, oldest first
    from          \* for each thread: where in written its next read in payload(s) begins

lateVars == <<windowVars, oldestNext, written, from>>

LateInit ==
    /\ WindowInit
    /\ oldestNext = next
    /\ written = [i \in 0..W-1 |-> <<outbox[i]>>]
    /\ from = [t \in Threads |-> 1]

\* These replace ReadableNext, Readable and ReadableAfter.
ReadableNextLate == oldestNext..next
ReadableLate(s) == {written[s % W][k] : k \in DOMAIN written[s % W]}
ReadableAfterLate(t) ==
    LET contents == written[threads[t].seq % W] IN {contents[k] : k \in from[t]..Len(contents)}

\* The oldest of the contents, from the k-th on, that passes.
Oldest(contents, k, Passes(_)) ==
    LET passing == {j \in k..Len(contents) : Passes(contents[j])}
    IN CHOOSE j \in passing : \A i \in passing : j <= i

\* The reads of payload(s) that acquire.
Acquires == {"STAMP", "PAYLOAD"}

\* Thread t, which was at the k-th content, is now at x: what was the oldest that it can
\* have read?
From(k, x) ==
    CASE x.at = "READ_PAYLOAD_TO_RESEND" /\ "STAMP" \in Acquires ->
            Oldest(written[x.seq % W], 1, LAMBDA v : Says(v, x.seq, {"PENDING"}))
      [] x.at = "READ_AGAIN" /\ "PAYLOAD" \in Acquires ->
            Oldest(written[x.seq % W], k, LAMBDA v : v.payload = x.payload)
      [] OTHER -> 1

\* A step of SendWindow; a new content joins the old ones.
LateStep ==
    /\ WindowNext
    /\ written' = [i \in 0..W-1 |->
          written[i] \o SelectSeq(<<outbox'[i]>>, LAMBDA v : v # outbox[i])]
    /\ from' = [t \in Threads |->
          IF threads'[t] = threads[t] THEN from[t] ELSE From(from[t], threads'[t])]
    /\ UNCHANGED oldestNext

\* All that was written becomes visible to all.
CatchUp ==
    /\ oldestNext' = next
    /\ written' = [i \in 0..W-1 |-> <<outbox[i]>>]
    /\ from' = [t \in Threads |-> 1]
    /\ UNCHANGED windowVars

LateNext == LateStep \/ CatchUp

\* For safety, catching up adds nothing: a late read may always return the newest value.
LateSafety == LateInit /\ [][LateStep]_lateVars

\* What is written eventually becomes visible, and threads are fair.
LateSpec == LateInit /\ [][LateNext]_lateVars /\ WindowFairness /\ WF_lateVars(CatchUp)

\* What is sent about a message was due when it was sent, or at some time before: the message
\* was published, and if it is sealed, it was given up.
Was(s, states) == \E k \in DOMAIN written[s % W] : Says(written[s % W][k], s, states)
SentWasDue ==
    [][\A f \in net' \ net :
         /\ Was(f.seq, {"PENDING"})'
         /\ f.type = "SEAL" => Was(f.seq, {"SEALING"})']_lateVars
=============================================================================
