------------------------------ MODULE SlotRace ------------------------------
(* Threads take a slot each from a shared count: by an exchange, or, broken, by a write. *)
EXTENDS Integers
CONSTANTS Threads, AtomicExchange
VARIABLES
    count,     \* the shared memory
    threads    \* for each thread, where it is and what it has read
vars == <<count, threads>>
Init == /\ count = 0
        /\ threads = [t \in Threads |-> [pc |-> "idle", seen |-> 0]]
Read(t) ==
    /\ threads[t].pc = "idle"
    /\ threads' = [threads EXCEPT ![t] = [pc |-> "read", seen |-> count]]
    /\ UNCHANGED count
Exchange(t) ==
    /\ threads[t].pc = "read"
    /\ IF AtomicExchange /\ count # threads[t].seen
       THEN threads' = [threads EXCEPT ![t].pc = "idle"] /\ UNCHANGED count
       ELSE threads' = [threads EXCEPT ![t].pc = "took"] /\ count' = threads[t].seen + 1
Next == \E t \in Threads : Read(t) \/ Exchange(t)
Spec == Init /\ [][Next]_vars
TakenOnce ==
    \A t, u \in Threads : threads[t].pc = "took" /\ threads[u].pc = "took"
        /\ threads[t].seen = threads[u].seen => t = u
=============================================================================
