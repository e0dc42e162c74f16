---------------------------- MODULE HostedSession ----------------------------
(***************************************************************************)
(* How a receiver drops a session that nobody has used, while threads      *)
(* bring it frames.  One word says how the session was used: UNTOUCHED,    *)
(* TOUCHED or DROPPED.  Whoever is about to run a handler or to seal a     *)
(* message touches the session first; whoever drops it must find it        *)
(* untouched.  Both are exchanges of the same word, so one of them fails.  *)
(*                                                                         *)
(*   data(s)          Arrive, Claim, then touch, then Handle, Publish      *)
(*   seal(s)          Arrive, then touch, then SealMessage                 *)
(*   touch            ReadUse, ExchangeUse, ReadUseAgain                   *)
(*   dropUntouched    ExchangeToDrop                                       *)
(*                                                                         *)
(* Each step is one access to the word.  The window is that of             *)
(* ReceiveWindow, whose operations are one step here.  A frame for a       *)
(* session that is over is answered by GONE, if the thread sees that it is *)
(* over.  It may see that late: here a frame always goes on.               *)
(***************************************************************************)
EXTENDS Integers

CONSTANTS
    Message,  \* the messages that arrive
    Threads   \* the threads that bring frames

ASSUME ThereIsAThread == Threads # {}

VARIABLES
    use,       \* how the session was used
    states,    \* the window: what is known of each message
    threads,   \* for each thread: where it is, and with which message
    effects,   \* history, for the properties only: how often each message took effect
    sealed,    \* history, for the properties only: the messages that were sealed
    dropped,   \* history, for the properties only: the session was dropped as untouched
    refused    \* history, for the properties only: a thread was told that it was dropped

vars == <<use, states, threads, effects, sealed, dropped, refused>>

Idle == [at |-> "IDLE"]
Touching == {"READ_USE", "EXCHANGE_USE", "READ_USE_AGAIN"}

TypeOK ==
    /\ use \in {"UNTOUCHED", "TOUCHED", "DROPPED"}
    /\ states \in [Message -> {"UNKNOWN", "CLAIMED", "DELIVERED", "SEALED"}]
    /\ threads \in [Threads -> {Idle}
          \cup [at : {"CLAIM", "HANDLE", "PUBLISH", "SEAL"}, message : Message]
          \cup [at : Touching, message : Message, for : {"HANDLE", "SEAL"}]]
    /\ effects \in [Message -> 0..2]
    /\ sealed \in SUBSET Message
    /\ dropped \in BOOLEAN
    /\ refused \in BOOLEAN

Init ==
    /\ use = "UNTOUCHED"
    /\ states = [m \in Message |-> "UNKNOWN"]
    /\ threads = [t \in Threads |-> Idle]
    /\ effects = [m \in Message |-> 0]
    /\ sealed = {}
    /\ dropped = FALSE
    /\ refused = FALSE

At(t, place) == threads[t].at = place
Msg(t)       == threads[t].message
Go(t, where) == threads' = [threads EXCEPT ![t] = where]
SetState(m, state) == states' = [states EXCEPT ![m] = state]

\* DATA or SEAL has arrived.
Arrive(t, m, place) ==
    /\ At(t, "IDLE")
    /\ Go(t, IF place = "HANDLE" THEN [at |-> "CLAIM", message |-> m]
             ELSE [at |-> "READ_USE", message |-> m, for |-> "SEAL"])
    /\ UNCHANGED <<use, states, effects, sealed, dropped, refused>>

\* A message that is unknown is claimed; its handler touches the session first.
Claim(t) ==
    /\ At(t, "CLAIM")
    /\ IF states[Msg(t)] = "UNKNOWN"
       THEN /\ SetState(Msg(t), "CLAIMED")
            /\ Go(t, [at |-> "READ_USE", message |-> Msg(t), for |-> "HANDLE"])
       ELSE Go(t, Idle) /\ UNCHANGED states
    /\ UNCHANGED <<use, effects, sealed, dropped, refused>>

\* The session is nearly always touched already.
ReadUse(t) ==
    /\ At(t, "READ_USE")
    /\ Go(t, IF use = "TOUCHED" THEN [at |-> threads[t].for, message |-> Msg(t)]
                                ELSE [threads[t] EXCEPT !.at = "EXCHANGE_USE"])
    /\ UNCHANGED <<use, states, effects, sealed, dropped, refused>>

\* One exchange touches it.
ExchangeUse(t) ==
    /\ At(t, "EXCHANGE_USE")
    /\ IF use = "UNTOUCHED"
       THEN use' = "TOUCHED" /\ Go(t, [at |-> threads[t].for, message |-> Msg(t)])
       ELSE Go(t, [threads[t] EXCEPT !.at = "READ_USE_AGAIN"]) /\ UNCHANGED use
    /\ UNCHANGED <<states, effects, sealed, dropped, refused>>

\* Of a dropped session nothing takes effect: a handler fails, a SEAL is not answered.
Refuse(t) ==
    /\ refused' = TRUE
    /\ IF threads[t].for = "HANDLE" THEN SetState(Msg(t), "UNKNOWN") ELSE UNCHANGED states
    /\ Go(t, Idle)

\* Another thread has touched it, or it was dropped.
ReadUseAgain(t) ==
    /\ At(t, "READ_USE_AGAIN")
    /\ IF use = "TOUCHED"
       THEN Go(t, [at |-> threads[t].for, message |-> Msg(t)]) /\ UNCHANGED <<states, refused>>
       ELSE Refuse(t)
    /\ UNCHANGED <<use, effects, sealed, dropped>>

\* The handler succeeds.
Handle(t) ==
    /\ At(t, "HANDLE")
    /\ effects' = [effects EXCEPT ![Msg(t)] = @ + 1]
    /\ Go(t, [at |-> "PUBLISH", message |-> Msg(t)])
    /\ UNCHANGED <<use, states, sealed, dropped, refused>>

\* Its effect is published.
Publish(t) ==
    /\ At(t, "PUBLISH")
    /\ SetState(Msg(t), "DELIVERED")
    /\ Go(t, Idle)
    /\ UNCHANGED <<use, effects, sealed, dropped, refused>>

\* A message that is unknown is sealed.
SealMessage(t) ==
    /\ At(t, "SEAL")
    /\ IF states[Msg(t)] = "UNKNOWN"
       THEN SetState(Msg(t), "SEALED") /\ sealed' = sealed \cup {Msg(t)}
       ELSE UNCHANGED <<states, sealed>>
    /\ Go(t, Idle)
    /\ UNCHANGED <<use, effects, dropped, refused>>

\* The host needs room: it drops the session if it is untouched.
ExchangeToDrop ==
    /\ use = "UNTOUCHED"
    /\ use' = "DROPPED"
    /\ dropped' = TRUE
    /\ UNCHANGED <<states, threads, effects, sealed, refused>>

Next ==
    \/ \E t \in Threads :
          \/ \E m \in Message : \E place \in {"HANDLE", "SEAL"} : Arrive(t, m, place)
          \/ Claim(t)
          \/ ReadUse(t) \/ ExchangeUse(t) \/ ReadUseAgain(t)
          \/ Handle(t) \/ Publish(t) \/ SealMessage(t)
    \/ ExchangeToDrop

Safety == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
(* The properties.                                                         *)

\* In a session that was dropped as untouched, nothing was delivered or sealed, or ever is.
DroppedHasNoEffect == dropped => sealed = {} /\ \A m \in Message : effects[m] = 0

\* A thread is refused only if the session was dropped.
RefusedOnlyIfDropped == refused => dropped

\* Touched or dropped: it stays so.
UseIsFinal == [][use = "UNTOUCHED"]_use

\* A message takes effect once.
NoDuplicate == \A m \in Message : effects[m] <= 1

\* A message is claimed as long as a thread holds it.  So the message of a handler that was
\* refused is unknown again, and whoever seals takes no message from its handler.
Holds(t, m) ==
    /\ \/ threads[t].at \in {"HANDLE", "PUBLISH"}
       \/ threads[t].at \in Touching /\ threads[t].for = "HANDLE"
    /\ Msg(t) = m
ClaimIsHeld == \A m \in Message : states[m] = "CLAIMED" <=> \E t \in Threads : Holds(t, m)
=============================================================================
