-------------------------------- MODULE Door --------------------------------
(* A door with a lock: one guard too many, and an action that only some models take. *)
CONSTANT Breakable
VARIABLES door, locked
vars == <<door, locked>>

DoorInit == door = "closed" /\ locked = FALSE

IsClosed == door = "closed"

Open ==
    /\ ~locked
    /\ IsClosed
    /\ door' = "open"
    /\ UNCHANGED locked

Close ==
    /\ door = "open"
    /\ door' = "closed"
    /\ UNCHANGED locked

Lock ==
    /\ IsClosed
    /\ door \in {"open", "closed"}
    /\ locked' = TRUE
    /\ UNCHANGED door

Unlock ==
    /\ locked
    /\ locked' = FALSE
    /\ UNCHANGED door

Break(hard) ==
    /\ Breakable
    /\ IF hard
       THEN locked /\ locked' = FALSE /\ door' = "open"
       ELSE ~locked /\ UNCHANGED <<locked, door>>

Unused == locked /\ locked' = locked /\ UNCHANGED door

Next == Open \/ Close \/ Lock \/ Unlock \/ \E hard \in BOOLEAN : Break(hard)
Spec == DoorInit /\ [][Next]_vars

TypeOK == door \in {"open", "closed"} /\ locked \in BOOLEAN
LockedIsClosed == locked => door = "closed"
=============================================================================
