---------------------------- MODULE HostedSession ----------------------------
(***************************************************************************)
(* How a receiver drops a session that nobody has used, while threads      *)
(* bring it frames.  One word says how the session was used: UNTOUCHED,    *)
(* TOUCHED or DROPPED.  Whoever is about to run a handler or to seal a     *)
(* message touches the session first; whoever drops it must find it        *)
(* untouched.  Both are exchanges of the same word, so one of them fails.  *)
(*                                                                         *)
(*   data(s)          ReadOver, Claim, then touch, then Handle, Publish    *)
(*   seal(s)          ReadOver, then touch, then SealMessage               *)
(*   touch            ReadUse, ExchangeUse, ReadUseAgain                   *)
(*   dropUntouched    ExchangeToDrop, WriteOver                            *)
(*   close, drop      WriteOver                                            *)
(*                                                                         *)
(* Each step is one access to the word, or to the flag over.  The window   *)
(* is that of ReceiveWindow, whose operations are one step here.           *)
(***************************************************************************)
EXTENDS Integers

CONSTANTS
    Message,   \* the messages that arrive
    Threads,   \* the threads that bring frames
    LateReads  \* may a thread still read over as FALSE when it is TRUE?

ASSUME ThereIsAThread     == Threads # {}
ASSUME LateReadsIsBoolean == LateReads \in BOOLEAN

VARIABLES
    use,       \* how the session was used
    over,      \* every frame is answered by GONE
    states,    \* the window: what is known of each message
    threads,   \* for each thread: where it is, and with which message
    effects,   \* history, for the properties only: how often each message took effect
    sealed,    \* history, for the properties only: the messages that were sealed
    dropped,   \* history, for the properties only: the session was dropped as untouched
    refused    \* history, for the properties only: a thread was told that it was dropped

vars == <<use, over, states, threads, effects, sealed, dropped, refused>>

Idle == [at |-> "IDLE"]
Touching == {"READ_USE", "EXCHANGE_USE", "READ_USE_AGAIN"}

TypeOK ==
    /\ use \in {"UNTOUCHED", "TOUCHED", "DROPPED"}
    /\ over \in BOOLEAN
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
    /\ over = FALSE
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

\* DATA or SEAL has arrived.  Of a session that is over, GONE is the answer.
ReadOver(t, m, place) ==
    /\ At(t, "IDLE")
    /\ \E read \in {over} \cup (IF LateReads THEN {FALSE} ELSE {}) :
          Go(t, IF read THEN Idle
                ELSE IF place = "HANDLE" THEN [at |-> "CLAIM", message |-> m]
                ELSE [at |-> "READ_USE", message |-> m, for |-> "SEAL"])
    /\ UNCHANGED <<use, over, states, effects, sealed, dropped, refused>>

\* A message that is unknown is claimed; its handler touches the session first.
Claim(t) ==
    /\ At(t, "CLAIM")
    /\ IF states[Msg(t)] = "UNKNOWN"
       THEN /\ SetState(Msg(t), "CLAIMED")
            /\ Go(t, [at |-> "READ_USE", message |-> Msg(t), for |-> "HANDLE"])
       ELSE Go(t, Idle) /\ UNCHANGED states
    /\ UNCHANGED <<use, over, effects, sealed, dropped, refused>>

\* The session is nearly always touched already.
ReadUse(t) ==
    /\ At(t, "READ_USE")
    /\ Go(t, IF use = "TOUCHED" THEN [at |-> threads[t].for, message |-> Msg(t)]
                                ELSE [threads[t] EXCEPT !.at = "EXCHANGE_USE"])
    /\ UNCHANGED <<use, over, states, effects, sealed, dropped, refused>>

\* One exchange touches it.
ExchangeUse(t) ==
    /\ At(t, "EXCHANGE_USE")
    /\ IF use = "UNTOUCHED"
       THEN use' = "TOUCHED" /\ Go(t, [at |-> threads[t].for, message |-> Msg(t)])
       ELSE Go(t, [threads[t] EXCEPT !.at = "READ_USE_AGAIN"]) /\ UNCHANGED use
    /\ UNCHANGED <<over, states, effects, sealed, dropped, refused>>

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
    /\ UNCHANGED <<use, over, effects, sealed, dropped>>

\* The handler succeeds.
Handle(t) ==
    /\ At(t, "HANDLE")
    /\ effects' = [effects EXCEPT ![Msg(t)] = @ + 1]
    /\ Go(t, [at |-> "PUBLISH", message |-> Msg(t)])
    /\ UNCHANGED <<use, over, states, sealed, dropped, refused>>

\* Its effect is published.
Publish(t) ==
    /\ At(t, "PUBLISH")
    /\ SetState(Msg(t), "DELIVERED")
    /\ Go(t, Idle)
    /\ UNCHANGED <<use, over, effects, sealed, dropped, refused>>

\* A message that is unknown is sealed.
SealMessage(t) ==
    /\ At(t, "SEAL")
    /\ IF states[Msg(t)] = "UNKNOWN"
       THEN SetState(Msg(t), "SEALED") /\ sealed' = sealed \cup {Msg(t)}
       ELSE UNCHANGED <<states, sealed>>
    /\ Go(t, Idle)
    /\ UNCHANGED <<use, over, effects, dropped, refused>>

\* The host needs room: it drops the session if it is untouched.
ExchangeToDrop ==
    /\ use = "UNTOUCHED"
    /\ use' = "DROPPED"
    /\ dropped' = TRUE
    /\ UNCHANGED <<over, states, threads, effects, sealed, refused>>

\* The session is over: it was dropped, or its sender has closed it, or the host drops it anyway.
WriteOver ==
    /\ over' = TRUE
    /\ UNCHANGED <<use, states, threads, effects, sealed, dropped, refused>>

Next ==
    \/ \E t \in Threads :
          \/ \E m \in Message : \E place \in {"HANDLE", "SEAL"} : ReadOver(t, m, place)
          \/ Claim(t)
          \/ ReadUse(t) \/ ExchangeUse(t) \/ ReadUseAgain(t)
          \/ Handle(t) \/ Publish(t) \/ SealMessage(t)
    \/ ExchangeToDrop \/ WriteOver

Safety == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
(* The properties.                                                         *)

\* In a session that was dropped as untouched, nothing was delivered or sealed, or ever is.
DroppedHasNoEffect == dropped => sealed = {} /\ \A m \in Message : effects[m] = 0

\* A thread is refused only if the session was dropped.
RefusedOnlyIfDropped == refused => dropped

\* Touched or dropped: it stays so.
UseIsFinal == [][use = "UNTOUCHED"]_use

\* The message of a handler that was refused is unknown again: no claim is left behind.
Holds(t, m) ==
    /\ \/ threads[t].at \in {"HANDLE", "PUBLISH"}
       \/ threads[t].at \in Touching /\ threads[t].for = "HANDLE"
    /\ Msg(t) = m
NoClaimLeft == \A m \in Message : states[m] = "CLAIMED" => \E t \in Threads : Holds(t, m)
=============================================================================
