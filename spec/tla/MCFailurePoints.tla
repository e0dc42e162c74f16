--------------------------- MODULE MCFailurePoints ---------------------------
(***************************************************************************)
(* The mutants that show what NoFalseConfirm and SilentOnceConfirmed are   *)
(* for: no cell of the matrix violates them, because in each cell the      *)
(* sender confirms only on a reply that means yes, and then is done.       *)
(***************************************************************************)
EXTENDS FailurePoints

\* Any reply confirms.
ConfirmsAnything(f) == TRUE

\* A timeout that was set before the confirmation still fires.
TimeOutAfterConfirmation ==
    /\ sender # "idle"
    /\ Retry # "never"
    /\ net' = Put(net, IF Retry = "blind" THEN "send" ELSE "check")
    /\ UNCHANGED <<sender, effects>>
=============================================================================
