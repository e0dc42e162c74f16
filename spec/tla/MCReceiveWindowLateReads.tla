---------------------- MODULE MCReceiveWindowLateReads ----------------------
(***************************************************************************)
(* Bounds for ReceiveWindowLateReads; the mutants of MCReceiveWindow fit.  *)
(***************************************************************************)
EXTENDS ReceiveWindowLateReads, MCReceiveWindow

\* What is written eventually becomes visible, and threads are fair.
LateSpec      == LateSafety /\ WindowFairness /\ WF_lateVars(CatchUp)
LateSpecStays == LateSafety /\ WindowFairness

-----------------------------------------------------------------------------
\* A mutant: what is being handled is acknowledged.
AnswerInProgressByAck(s, found) ==
    CASE found \in {"DELIVERED", "IN_PROGRESS"} -> {Ack(s)}
      [] found \in {"UNKNOWN", "SEALED"}        -> {Status(s, found)}
      [] OTHER                                  -> {}
=============================================================================
