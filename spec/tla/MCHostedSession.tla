--------------------------- MODULE MCHostedSession ---------------------------
(***************************************************************************)
(* The mutants of HostedSession.                                           *)
(***************************************************************************)
EXTENDS HostedSession

\* The session is dropped by a read and a plain write: it was untouched once.
ExchangeToDropByPlainWrite ==
    /\ use' = "DROPPED"
    /\ dropped' = TRUE
    /\ UNCHANGED <<states, threads, effects, sealed, refused>>

\* The session is touched by a read and a plain write.
ExchangeUseByPlainWrite(t) ==
    /\ At(t, "EXCHANGE_USE")
    /\ use' = "TOUCHED"
    /\ Go(t, [at |-> threads[t].for, message |-> Msg(t)])
    /\ UNCHANGED <<states, effects, sealed, dropped, refused>>

\* The thread that lost the exchange takes the session for dropped.
ExchangeUseLoserIsBlind(t) ==
    /\ At(t, "EXCHANGE_USE")
    /\ IF use = "UNTOUCHED"
       THEN /\ use' = "TOUCHED"
            /\ Go(t, [at |-> threads[t].for, message |-> Msg(t)])
            /\ UNCHANGED <<states, refused>>
       ELSE Refuse(t) /\ UNCHANGED use
    /\ UNCHANGED <<effects, sealed, dropped>>

\* A handler runs without touching the session.
ClaimUntouched(t) ==
    /\ At(t, "CLAIM")
    /\ IF states[Msg(t)] = "UNKNOWN"
       THEN SetState(Msg(t), "CLAIMED") /\ Go(t, [at |-> "HANDLE", message |-> Msg(t)])
       ELSE Go(t, Idle) /\ UNCHANGED states
    /\ UNCHANGED <<use, effects, sealed, dropped, refused>>

\* A message is sealed without touching the session.
ArriveToSealUntouched(t, m, place) ==
    /\ At(t, "IDLE")
    /\ Go(t, [at |-> IF place = "HANDLE" THEN "CLAIM" ELSE "SEAL", message |-> m])
    /\ UNCHANGED <<use, states, effects, sealed, dropped, refused>>

\* A handler that is refused keeps its claim.
RefuseAndKeepClaim(t) ==
    /\ refused' = TRUE
    /\ Go(t, Idle)
    /\ UNCHANGED states

\* Whoever seals claims the message first.
ArriveToSealClaims(t, m, place) ==
    /\ At(t, "IDLE")
    /\ IF place = "HANDLE" THEN Go(t, [at |-> "CLAIM", message |-> m]) /\ UNCHANGED states
       ELSE /\ Go(t, [at |-> "READ_USE", message |-> m, for |-> "SEAL"])
            /\ SetState(m, IF states[m] = "UNKNOWN" THEN "CLAIMED" ELSE states[m])
    /\ UNCHANGED <<use, effects, sealed, dropped, refused>>

\* A thread claims every message that is unknown, not only its own.
ClaimAll(t) ==
    /\ At(t, "CLAIM")
    /\ states' = [m \in Message |-> IF states[m] = "UNKNOWN" THEN "CLAIMED" ELSE states[m]]
    /\ Go(t, [at |-> "READ_USE", message |-> Msg(t), for |-> "HANDLE"])
    /\ UNCHANGED <<use, effects, sealed, dropped, refused>>

\* A message that was delivered is claimed again.
ClaimDelivered(t) ==
    /\ At(t, "CLAIM")
    /\ IF states[Msg(t)] \in {"UNKNOWN", "DELIVERED"}
       THEN /\ SetState(Msg(t), "CLAIMED")
            /\ Go(t, [at |-> "READ_USE", message |-> Msg(t), for |-> "HANDLE"])
       ELSE Go(t, Idle) /\ UNCHANGED states
    /\ UNCHANGED <<use, effects, sealed, dropped, refused>>
=============================================================================
