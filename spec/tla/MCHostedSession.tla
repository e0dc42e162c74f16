--------------------------- MODULE MCHostedSession ---------------------------
(***************************************************************************)
(* The mutants of HostedSession.                                           *)
(***************************************************************************)
EXTENDS HostedSession

\* The session is ended though somebody uses it.
EndInUse ==
    /\ ~use.ended
    /\ use' = [use EXCEPT !.ended = TRUE]
    /\ UNCHANGED <<states, threads, effects, sealed, dropped, refused>>

\* The session is dropped as untouched though somebody uses it.
EndUntouchedInUse ==
    /\ ~use.touched /\ ~use.ended
    /\ use' = [use EXCEPT !.ended = TRUE]
    /\ dropped' = TRUE
    /\ UNCHANGED <<states, threads, effects, sealed, refused>>

\* A thread leaves before it touches the session.
LeaveUntouched(t) ==
    /\ At(t, "TOUCH")
    /\ use' = [use EXCEPT !.users = @ - 1]
    /\ Go(t, IF threads[t].for = "HANDLE" THEN [at |-> "PUBLISH", message |-> Msg(t)] ELSE Idle)
    /\ UNCHANGED <<states, effects, sealed, dropped, refused>>

\* A thread enters without looking whether the session has ended.
EnterBlindly(t) ==
    /\ At(t, "ENTER")
    /\ use' = [use EXCEPT !.users = @ + 1]
    /\ Go(t, [at |-> threads[t].for, message |-> Msg(t)])
    /\ UNCHANGED <<states, effects, sealed, dropped, refused>>

\* A handler that is refused keeps its claim.
RefuseAndKeepClaim(t) ==
    /\ At(t, "REFUSE")
    /\ use' = [use EXCEPT !.users = @ - 1]
    /\ refused' = TRUE
    /\ Go(t, Idle)
    /\ UNCHANGED <<states, effects, sealed, dropped>>

\* A thread that is refused is counted forever.
RefuseAndStay(t) ==
    /\ At(t, "REFUSE")
    /\ refused' = TRUE
    /\ IF threads[t].for = "HANDLE" THEN SetState(Msg(t), "UNKNOWN") ELSE UNCHANGED states
    /\ Go(t, Idle)
    /\ UNCHANGED <<use, effects, sealed, dropped>>

\* The session takes a plain write of a thread that touches it: what happened since its read is lost.
TouchByPlainWrite(t) ==
    /\ At(t, "TOUCH")
    /\ use' = [users |-> 1, touched |-> TRUE, ended |-> FALSE]
    /\ Then(t, "LEAVE")
    /\ UNCHANGED <<states, effects, sealed, dropped, refused>>
=============================================================================
