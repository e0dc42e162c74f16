---------------------------- MODULE HostedSession ----------------------------
(***************************************************************************)
(* How a receiver ends a session while threads bring it frames.  One word  *)
(* says how the session is used: how many threads are using it, whether it *)
(* was touched, and whether it has ended.  A thread uses the session while *)
(* it runs a handler or seals a message.  It enters first, and leaves      *)
(* afterwards; before it leaves, it touches the session if something was   *)
(* delivered or sealed.  Whoever ends the session must find that nobody    *)
(* uses it, and to drop it as untouched, that nobody has touched it.  All  *)
(* of them are exchanges of the same word.                                 *)
(*                                                                         *)
(*   data(s)          Arrive, Claim, Enter, then Handle or HandlerFails,   *)
(*                    Touch, Leave, Publish; or Refuse                     *)
(*   seal(s)          Arrive, Enter, SealMessage, Touch, Leave; or Refuse  *)
(*   close, drop      End                                                  *)
(*   dropUntouched    EndUntouched                                         *)
(*                                                                         *)
(* Each step is one access to the word.  The window is that of             *)
(* ReceiveWindow, whose operations are one step here.  A frame for a       *)
(* session that is over is answered by GONE, if the thread sees that it is *)
(* over.  It may see that late: here a frame always goes on.               *)
(***************************************************************************)
EXTENDS Integers, FiniteSets

CONSTANTS
    Message,  \* the messages that arrive
    Threads   \* the threads that bring frames

ASSUME ThereIsAThread == Threads # {}

VARIABLES
    use,       \* how the session is used
    states,    \* the window: what is known of each message
    threads,   \* for each thread: where it is, and with which message
    effects,   \* history, for the properties only: how often each message took effect
    sealed,    \* history, for the properties only: the messages that were sealed
    dropped,   \* history, for the properties only: the session was dropped as untouched
    refused    \* history, for the properties only: a thread was told that it has ended

vars == <<use, states, threads, effects, sealed, dropped, refused>>

Idle == [at |-> "IDLE"]
Purpose == {"HANDLE", "SEAL"}

TypeOK ==
    /\ use \in [users : 0..Cardinality(Threads), touched : BOOLEAN, ended : BOOLEAN]
    /\ states \in [Message -> {"UNKNOWN", "CLAIMED", "DELIVERED", "SEALED"}]
    /\ threads \in [Threads -> {Idle}
          \cup [at : {"CLAIM", "HANDLE", "SEAL"}, message : Message]
          \cup [at : {"ENTER", "REFUSE", "TOUCH", "LEAVE"}, message : Message, for : Purpose]
          \cup [at : {"PUBLISH"}, message : Message]]
    /\ effects \in [Message -> 0..2]
    /\ sealed \in SUBSET Message
    /\ dropped \in BOOLEAN
    /\ refused \in BOOLEAN

Init ==
    /\ use = [users |-> 0, touched |-> FALSE, ended |-> FALSE]
    /\ states = [m \in Message |-> "UNKNOWN"]
    /\ threads = [t \in Threads |-> Idle]
    /\ effects = [m \in Message |-> 0]
    /\ sealed = {}
    /\ dropped = FALSE
    /\ refused = FALSE

At(t, place) == threads[t].at = place
Msg(t)       == threads[t].message
Go(t, where) == threads' = [threads EXCEPT ![t] = where]
Then(t, place) == Go(t, [threads[t] EXCEPT !.at = place])
SetState(m, state) == states' = [states EXCEPT ![m] = state]

\* DATA or SEAL has arrived.
Arrive(t, m, purpose) ==
    /\ At(t, "IDLE")
    /\ Go(t, IF purpose = "HANDLE" THEN [at |-> "CLAIM", message |-> m]
             ELSE [at |-> "ENTER", message |-> m, for |-> "SEAL"])
    /\ UNCHANGED <<use, states, effects, sealed, dropped, refused>>

\* A message that is unknown is claimed.
Claim(t) ==
    /\ At(t, "CLAIM")
    /\ IF states[Msg(t)] = "UNKNOWN"
       THEN /\ SetState(Msg(t), "CLAIMED")
            /\ Go(t, [at |-> "ENTER", message |-> Msg(t), for |-> "HANDLE"])
       ELSE Go(t, Idle) /\ UNCHANGED states
    /\ UNCHANGED <<use, effects, sealed, dropped, refused>>

\* One exchange: there is one more user.
Enter(t) ==
    /\ At(t, "ENTER")
    /\ use' = [use EXCEPT !.users = @ + 1]
    /\ IF use.ended THEN Then(t, "REFUSE") ELSE Go(t, [at |-> threads[t].for, message |-> Msg(t)])
    /\ UNCHANGED <<states, effects, sealed, dropped, refused>>

\* In a session that has ended nothing takes effect: a handler fails, a SEAL is not answered.
Refuse(t) ==
    /\ At(t, "REFUSE")
    /\ use' = [use EXCEPT !.users = @ - 1]
    /\ refused' = TRUE
    /\ IF threads[t].for = "HANDLE" THEN SetState(Msg(t), "UNKNOWN") ELSE UNCHANGED states
    /\ Go(t, Idle)
    /\ UNCHANGED <<effects, sealed, dropped>>

\* The handler succeeds.
Handle(t) ==
    /\ At(t, "HANDLE")
    /\ effects' = [effects EXCEPT ![Msg(t)] = @ + 1]
    /\ Go(t, [at |-> "TOUCH", message |-> Msg(t), for |-> "HANDLE"])
    /\ UNCHANGED <<use, states, sealed, dropped, refused>>

\* The handler fails: the session may still be untouched.
HandlerFails(t) ==
    /\ At(t, "HANDLE")
    /\ use' = [use EXCEPT !.users = @ - 1]
    /\ SetState(Msg(t), "UNKNOWN")
    /\ Go(t, Idle)
    /\ UNCHANGED <<effects, sealed, dropped, refused>>

\* A message that is unknown is sealed; if it is not, the session may still be untouched.
SealMessage(t) ==
    /\ At(t, "SEAL")
    /\ IF states[Msg(t)] = "UNKNOWN"
       THEN /\ SetState(Msg(t), "SEALED")
            /\ sealed' = sealed \cup {Msg(t)}
            /\ Go(t, [at |-> "TOUCH", message |-> Msg(t), for |-> "SEAL"])
       ELSE /\ Go(t, [at |-> "LEAVE", message |-> Msg(t), for |-> "SEAL"])
            /\ UNCHANGED <<states, sealed>>
    /\ UNCHANGED <<use, effects, dropped, refused>>

\* Something was delivered or sealed.
Touch(t) ==
    /\ At(t, "TOUCH")
    /\ use' = [use EXCEPT !.touched = TRUE]
    /\ Then(t, "LEAVE")
    /\ UNCHANGED <<states, effects, sealed, dropped, refused>>

\* There is one user less.
Leave(t) ==
    /\ At(t, "LEAVE")
    /\ use' = [use EXCEPT !.users = @ - 1]
    /\ Go(t, IF threads[t].for = "HANDLE" THEN [at |-> "PUBLISH", message |-> Msg(t)] ELSE Idle)
    /\ UNCHANGED <<states, effects, sealed, dropped, refused>>

\* The effect is published.
Publish(t) ==
    /\ At(t, "PUBLISH")
    /\ SetState(Msg(t), "DELIVERED")
    /\ Go(t, Idle)
    /\ UNCHANGED <<use, effects, sealed, dropped, refused>>

\* CLOSE has arrived, or the application drops the session: it ends unless somebody uses it.
End ==
    /\ use.users = 0
    /\ use' = [use EXCEPT !.ended = TRUE]
    /\ UNCHANGED <<states, threads, effects, sealed, dropped, refused>>

\* The host needs room: it drops the session if it is untouched, too.
EndUntouched ==
    /\ use = [users |-> 0, touched |-> FALSE, ended |-> FALSE]
    /\ use' = [use EXCEPT !.ended = TRUE]
    /\ dropped' = TRUE
    /\ UNCHANGED <<states, threads, effects, sealed, refused>>

Step(t) ==
    \/ Claim(t) \/ Enter(t) \/ Refuse(t)
    \/ Handle(t) \/ HandlerFails(t) \/ SealMessage(t)
    \/ Touch(t) \/ Leave(t) \/ Publish(t)

Next ==
    \/ \E t \in Threads :
          \/ \E m \in Message, purpose \in Purpose : Arrive(t, m, purpose)
          \/ Step(t)
    \/ End \/ EndUntouched

Safety == Init /\ [][Next]_vars

\* A thread goes on.  A frame comes again and again, and a handler that is tried again and again
\* succeeds.
ThreadsGoOn == \A t \in Threads : WF_vars(Step(t)) /\ SF_vars(Handle(t))

Fairness ==
    /\ ThreadsGoOn
    /\ \A m \in Message, purpose \in Purpose : \E t \in Threads : SF_vars(Arrive(t, m, purpose))

Spec == Safety /\ Fairness

\* CLOSE comes again and again.
ClosedSpec == Safety /\ SF_vars(End)

-----------------------------------------------------------------------------
(* The properties.                                                         *)

\* In a session that has ended nothing takes effect any more, and nothing is sealed.  So no message
\* takes effect after its sender was told GONE.
NoEffectAfterEnd == [][use.ended => UNCHANGED <<effects, sealed>>]_vars

\* In a session that was dropped as untouched, nothing was delivered or sealed, or ever is.
DroppedHasNoEffect == dropped => sealed = {} /\ \A m \in Message : effects[m] = 0

\* A thread is refused only if the session has ended.
RefusedOnlyIfEnded == refused => use.ended

\* Touched, or ended: it stays so.
UseIsFinal == [][(use.touched => use'.touched) /\ (use.ended => use'.ended)]_use

\* A message takes effect once.
NoDuplicate == \A m \in Message : effects[m] <= 1

\* A message is claimed as long as a thread holds it.
Holds(t, m) ==
    /\ \/ threads[t].at \in {"HANDLE", "PUBLISH"}
       \/ /\ threads[t].at \in {"ENTER", "REFUSE", "TOUCH", "LEAVE"}
          /\ threads[t].for = "HANDLE"
    /\ Msg(t) = m
ClaimIsHeld == \A m \in Message : states[m] = "CLAIMED" <=> \E t \in Threads : Holds(t, m)

\* Whoever uses the session is counted.
UsersAreCounted ==
    use.users = Cardinality({t \in Threads :
        threads[t].at \in {"REFUSE", "HANDLE", "SEAL", "TOUCH", "LEAVE"}})

\* No thread waits for another.
EveryFrameIsDone == \A t \in Threads : []<>At(t, "IDLE")

\* What comes again and again is delivered or sealed, unless the session ends.
EveryMessageDecided ==
    \A m \in Message : <>(states[m] \in {"DELIVERED", "SEALED"} \/ use.ended)

\* CLOSE is answered, unless there is always somebody who uses the session.
EveryCloseIsAnswered == []<>(use.users = 0) => <>use.ended
=============================================================================
