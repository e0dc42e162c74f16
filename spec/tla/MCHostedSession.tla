--------------------------- MODULE MCHostedSession ---------------------------
(***************************************************************************)
(* Bounds and mutants of HostedSession.                                    *)
(***************************************************************************)
EXTENDS HostedSession

OnlyData == {"HANDLE"}
OnlySeals == {"SEAL"}

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

\* Whoever enters while somebody uses the session is refused.
EnterAlone(t) ==
    /\ At(t, "ENTER")
    /\ use' = [use EXCEPT !.users = @ + 1]
    /\ IF use.ended \/ use.users > 0
       THEN Then(t, "REFUSE")
       ELSE Go(t, [at |-> threads[t].for, message |-> Msg(t)])
    /\ UNCHANGED <<states, effects, sealed, dropped, refused>>

\* Whoever enters waits where the session has ended.
EnterOrWait(t) ==
    /\ At(t, "ENTER") /\ ~use.ended
    /\ use' = [use EXCEPT !.users = @ + 1]
    /\ Go(t, [at |-> threads[t].for, message |-> Msg(t)])
    /\ UNCHANGED <<states, effects, sealed, dropped, refused>>

\* Whoever leaves takes back that the session was touched.
LeaveAndForget(t) ==
    /\ At(t, "LEAVE")
    /\ use' = [use EXCEPT !.users = @ - 1, !.touched = FALSE]
    /\ Go(t, IF threads[t].for = "HANDLE" THEN [at |-> "PUBLISH", message |-> Msg(t)] ELSE Idle)
    /\ UNCHANGED <<states, effects, sealed, dropped, refused>>

\* A thread that is refused takes back that the session has ended.
RefuseAndReopen(t) ==
    /\ At(t, "REFUSE")
    /\ use' = [use EXCEPT !.users = @ - 1, !.ended = FALSE]
    /\ refused' = TRUE
    /\ IF threads[t].for = "HANDLE" THEN SetState(Msg(t), "UNKNOWN") ELSE UNCHANGED states
    /\ Go(t, Idle)
    /\ UNCHANGED <<effects, sealed, dropped>>

\* A message is unknown again after its effect.
PublishUnknown(t) ==
    /\ At(t, "PUBLISH")
    /\ SetState(Msg(t), "UNKNOWN")
    /\ Go(t, Idle)
    /\ UNCHANGED <<use, effects, sealed, dropped, refused>>

\* A handler that has failed keeps its claim.
FailAndKeepClaim(t) ==
    /\ At(t, "HANDLE")
    /\ use' = [use EXCEPT !.users = @ - 1]
    /\ Go(t, Idle)
    /\ UNCHANGED <<states, effects, sealed, dropped, refused>>

\* A session that was touched does not end.
EndIfUntouched ==
    /\ use.users = 0 /\ ~use.touched
    /\ use' = [use EXCEPT !.ended = TRUE]
    /\ UNCHANGED <<states, threads, effects, sealed, dropped, refused>>

\* No frame comes again: handlers may fail the only time.
OnceSpec == Safety /\ ThreadsGoOn

DataDecided ==
    \A t \in Threads, m \in Message :
        At(t, "HANDLE") /\ Msg(t) = m ~> states[m] \in {"DELIVERED", "SEALED"} \/ use.ended
=============================================================================
