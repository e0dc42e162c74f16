--------------------------- MODULE MCFailurePoints ---------------------------
(***************************************************************************)
(* The mutant that shows what NoFalseConfirm is for: no cell of the matrix *)
(* violates it, because in each cell the sender confirms only on a reply   *)
(* that means yes.                                                         *)
(***************************************************************************)
EXTENDS FailurePoints

\* Any reply confirms.
ConfirmsAnything(f) == TRUE
=============================================================================
