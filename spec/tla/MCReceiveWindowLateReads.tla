---------------------- MODULE MCReceiveWindowLateReads ----------------------
(***************************************************************************)
(* Bounds for ReceiveWindowLateReads; the mutants of MCReceiveWindow fit,  *)
(* too.                                                                    *)
(***************************************************************************)
EXTENDS ReceiveWindowLateReads, MCReceiveWindow

\* What is written need not become visible.
LateSpecStays == LateInit /\ [][LateNext]_lateVars /\ WindowFairness

-----------------------------------------------------------------------------
\* A mutant: what is being handled is acknowledged.
AnswerInProgressByAck(s, found) ==
    CASE found \in {"DELIVERED", "IN_PROGRESS"} -> {Ack(s)}
      [] found \in {"UNKNOWN", "SEALED"}        -> {Status(s, found)}
      [] OTHER                                  -> {}
=============================================================================
