------------------------------- MODULE Endless -------------------------------
\* Counts without end; 99 is reached only if nothing is left out.
EXTENDS Naturals

VARIABLE x      \* how far it has counted

Count == x' = x + 1

Spec == x = 0 /\ [][Count]_x /\ WF_x(Count)

Few == x < 5

FewSteps == x < 5

Last == x % 3

Natural == x \in Nat

Climbs == [][x' > x]_x

Arrives == <>(x = 99)

Turns == []<>(x % 3 = 1)
=============================================================================
