----------------------- MODULE ReceiveWindowLateReads -----------------------
(***************************************************************************)
(* ReceiveWindow when a read may be late: the first read of a slot, an     *)
(* acquire in Java, returns any value that the slot ever had.  That is     *)
(* more than the memory model allows: it keeps threads from reading        *)
(* backwards, and it makes what happened before a frame was sent visible   *)
(* to whoever receives it.  An exchange acts on the newest value.          *)
(*                                                                         *)
(* What holds here needs no order of the reads at all.  What does not hold *)
(* is the refinement of CheckBeforeSend: an answer may be older than the   *)
(* frame that it answers.                                                  *)
(***************************************************************************)
EXTENDS ReceiveWindow

VARIABLE written   \* for each slot: the values that a read may return

lateVars == <<windowVars, written>>

LateInit ==
    /\ WindowInit
    /\ written = [i \in 0..Slots-1 |-> {ring[i]}]

\* This replaces Readable.
ReadableLate(s) == written[s % Slots]

\* A step of ReceiveWindow; a new value joins the old ones.
LateStep ==
    /\ WindowNext
    /\ written' = [i \in 0..Slots-1 |-> written[i] \cup {ring'[i]}]

\* All that was written becomes visible to all.
CatchUp ==
    /\ written' = [i \in 0..Slots-1 |-> {ring[i]}]
    /\ UNCHANGED windowVars

LateNext == LateStep \/ CatchUp

\* For safety, catching up adds nothing: a late read may always return the newest value.
LateSafety == LateInit /\ [][LateStep]_lateVars

\* What is written eventually becomes visible, and threads are fair.
LateSpec == LateInit /\ [][LateNext]_lateVars /\ WindowFairness /\ WF_lateVars(CatchUp)

\* Every answer was true when it was given, or at some time before.
AnswersWereTrue ==
    [][\A f \in net' \ net :
         LET values == written'[f.seq % Slots] IN
         /\ f.type = "ACK" => \E v \in values : Lookup(f.seq, v) = "DELIVERED"
         /\ f.type = "STATUS" => \E v \in values : Lookup(f.seq, v) = f.state]_lateVars
=============================================================================
