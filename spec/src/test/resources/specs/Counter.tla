------------------------------ MODULE Counter ------------------------------
(* Counts by ones and twos up to a limit: a model for each outcome of TLC. *)
EXTENDS Integers, Sequences, TLC

CONSTANT Limit
ASSUME LimitIsSmall == Limit < 100

VARIABLES
    x,     \* the count
    seen   \* the steps, in order

vars == <<x, seen>>

Init == x = 0 /\ seen = <<>>

Step(d) ==
    /\ x + d <= Limit
    /\ x' = x + d
    /\ seen' = Append(seen, d)

Up    == \E d \in {1, 2} : Step(d)
Reset == x = Limit /\ x' = 0 /\ seen' = <<>>

Safety  == Init /\ [][Up]_vars
Cycle   == Init /\ [][Up \/ Reset]_vars /\ WF_vars(Up \/ Reset)
Forever == Init /\ [][UNCHANGED vars]_vars

-----------------------------------------------------------------------------
TypeOK        == x \in 0..Limit
Below         == x < Limit
HasNoValue    == x = 2 => seen > "two"
Asserts       == Assert(x < 2, "two is too much")

Grows         == [][x' > x]_vars
ByOne         == [][x' <= x + 1]_vars

Arrives       == <>(x = Limit)
Returns       == []<>(x = 0)
Stays         == <>[](x = Limit)

One           == INSTANCE OneByOne WITH y <- x
CountsByOne   == One!Spec
StartsAtOne   == One!FromOne
Climbs        == One!Climbs
=============================================================================
