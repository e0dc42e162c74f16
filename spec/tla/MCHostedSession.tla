--------------------------- MODULE MCHostedSession ---------------------------
(***************************************************************************)
(* The mutants of HostedSession.                                           *)
(***************************************************************************)
EXTENDS HostedSession

\* The session is dropped by a read and a plain write: it was untouched once.
ExchangeToDropByPlainWrite ==
    /\ use' = "DROPPED"
    /\ dropped' = TRUE
    /\ UNCHANGED <<over, states, threads, effects, sealed, refused>>

\* The session is touched by a read and a plain write.
ExchangeUseByPlainWrite(t) ==
    /\ At(t, "EXCHANGE_USE")
    /\ use' = "TOUCHED"
    /\ Go(t, [at |-> threads[t].for, message |-> Msg(t)])
    /\ UNCHANGED <<over, states, effects, sealed, dropped, refused>>

\* The thread that lost the exchange takes the session for dropped.
ExchangeUseLoserIsBlind(t) ==
    /\ At(t, "EXCHANGE_USE")
    /\ IF use = "UNTOUCHED"
       THEN /\ use' = "TOUCHED"
            /\ Go(t, [at |-> threads[t].for, message |-> Msg(t)])
            /\ UNCHANGED <<states, refused>>
       ELSE Refuse(t) /\ UNCHANGED use
    /\ UNCHANGED <<over, effects, sealed, dropped>>

\* A handler runs without touching the session; it was not over when the frame arrived.
ClaimUntouched(t) ==
    /\ At(t, "CLAIM")
    /\ IF states[Msg(t)] = "UNKNOWN"
       THEN SetState(Msg(t), "CLAIMED") /\ Go(t, [at |-> "HANDLE", message |-> Msg(t)])
       ELSE Go(t, Idle) /\ UNCHANGED states
    /\ UNCHANGED <<use, over, effects, sealed, dropped, refused>>

\* A message is sealed without touching the session.
ReadOverToSealUntouched(t, m, place) ==
    /\ At(t, "IDLE")
    /\ Go(t, IF over THEN Idle
             ELSE [at |-> IF place = "HANDLE" THEN "CLAIM" ELSE "SEAL", message |-> m])
    /\ UNCHANGED <<use, over, states, effects, sealed, dropped, refused>>

\* A handler that is refused keeps its claim.
RefuseAndKeepClaim(t) ==
    /\ refused' = TRUE
    /\ Go(t, Idle)
    /\ UNCHANGED states

\* Whoever seals claims the message first.
ReadOverToSealClaims(t, m, place) ==
    /\ At(t, "IDLE")
    /\ IF over THEN Go(t, Idle) /\ UNCHANGED states
       ELSE IF place = "HANDLE" THEN Go(t, [at |-> "CLAIM", message |-> m]) /\ UNCHANGED states
       ELSE /\ Go(t, [at |-> "READ_USE", message |-> m, for |-> "SEAL"])
            /\ SetState(m, IF states[m] = "UNKNOWN" THEN "CLAIMED" ELSE states[m])
    /\ UNCHANGED <<use, over, effects, sealed, dropped, refused>>

\* A thread claims every message that is unknown, not only its own.
ClaimAll(t) ==
    /\ At(t, "CLAIM")
    /\ states' = [m \in Message |-> IF states[m] = "UNKNOWN" THEN "CLAIMED" ELSE states[m]]
    /\ Go(t, [at |-> "READ_USE", message |-> Msg(t), for |-> "HANDLE"])
    /\ UNCHANGED <<use, over, effects, sealed, dropped, refused>>
=============================================================================
