---------------------------- MODULE MCExactlyOnce ----------------------------
(***************************************************************************)
(* Bounds for ExactlyOnce, and systems that nobody wants.  Each of them    *)
(* tells its sender nothing false, and each must be rejected by the        *)
(* service.                                                                *)
(***************************************************************************)
EXTENDS ExactlyOnce

\* What the application does.  No message is submitted to a session that was forgotten.
Apply(m) == GiveUp(m) \/ (Submit(m) /\ UNCHANGED forgotten)

\* m is answered, whatever happened to it.
Answer(m, what) ==
    /\ IsOpen(m)
    /\ outcome' = [outcome EXCEPT ![m] = what]
    /\ UNCHANGED <<submitted, givenUp, forgotten, effects, rejected>>

\* The system does what the service may do, and forgets nothing.
Serve(m) == TakeEffect(m) \/ Reject(m) \/ MakeDueDecision(m)

System ==
    /\ Init
    /\ [][\E m \in Message : Apply(m) \/ Serve(m)]_vars
    /\ \A m \in Message : WF_vars(Serve(m))

-----------------------------------------------------------------------------
(* Systems that nobody wants: each replaces Serve.                         *)

\* Nothing ever takes effect, and every message is denied, whether given up or not,
DenyEverything(m) == Answer(m, "NOT_DELIVERED")

\* or is in doubt, although nobody forgot it,
DoubtEverything(m) == Answer(m, "IN_DOUBT")

\* or is rejected, although no application did that,
RejectEverything(m) == Answer(m, "REJECTED")

\* or is denied if given up, and otherwise never answered.
DenyGivenUp(m) == Decide(m, "NOT_DELIVERED")

\* Every message takes effect, and nobody is told.
NeverAnswer(m) == TakeEffect(m)

-----------------------------------------------------------------------------
(* Mutants of the service.                                                 *)

\* A message takes effect, is rejected, is decided, or is given up before it is submitted.
EffectOfAny(m)             == effects[m] = 0 /\ m \notin rejected /\ outcome[m] # "NOT_DELIVERED"
DecideAny(m, decision)     == outcome[m] = "PENDING"
IsOpenUnlessDecided(m)     == outcome[m] = "PENDING"

RejectAny(m) ==
    /\ m \in Rejectable
    /\ rejected' = rejected \cup {m}
    /\ UNCHANGED <<submitted, givenUp, forgotten, effects, outcome>>

\* A message that was rejected takes effect.
EffectOfRejected(m) == m \in submitted /\ effects[m] = 0 /\ outcome[m] # "NOT_DELIVERED"

\* Enabling conditions that are none.
EffectDueUnlessTaken(m) == outcome[m] = "PENDING" /\ effects[m] = 0
DecisionDueIfTaken(m)   == IsOpen(m) /\ effects[m] = 1
=============================================================================

