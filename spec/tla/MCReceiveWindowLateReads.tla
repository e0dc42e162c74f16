---------------------- MODULE MCReceiveWindowLateReads ----------------------
(***************************************************************************)
(* Bounds for ReceiveWindowLateReads; the mutants of MCReceiveWindow fit.  *)
(***************************************************************************)
EXTENDS ReceiveWindowLateReads, MCReceiveWindow

\* What is written eventually becomes visible, and threads are fair.
LateSpec      == LateSafety /\ WindowFairness /\ WF_lateVars(CatchUp)
LateSpecStays == LateSafety /\ WindowFairness
=============================================================================
