------------------------------- MODULE Network -------------------------------
(***************************************************************************)
(* Frames in flight.  They form a set, so they arrive in any order; they   *)
(* can be lost and duplicated, but never corrupted.  A second copy of a    *)
(* frame that is already in flight merges with it, which to the receiving  *)
(* side looks like the loss of one of them.                                *)
(*                                                                         *)
(* A configuration can replace net and the four operators below by         *)
(* definitions of its own, as the configurations for traces do.            *)
(***************************************************************************)
EXTENDS Naturals

CONSTANTS
    Loses,       \* may frames be lost?
    Duplicates   \* may a frame be received twice: "never", "maybe", "always"?
                 \* "always": a frame that was sent can be received at any later time,
                 \* any number of times.  A frame that is never received was lost, so
                 \* for safety this is the most general network, with the fewest states.

ASSUME LosesIsBoolean    == Loses \in BOOLEAN
ASSUME DuplicatesIsKnown == Duplicates \in {"never", "maybe", "always"}

VARIABLE net     \* the frames in flight

NetworkInit == net = {}

\* Someone sends these frames.
Transmit(frames) == net' = net \cup frames

\* f is received, and answered with these frames.
Receive(f, answers) ==
    /\ f \in net
    /\ \/ Duplicates # "always" /\ net' = (net \ {f}) \cup answers
       \/ Duplicates # "never"  /\ net' = net \cup answers

\* f, which is in flight, is lost.
Vanish(f) ==
    /\ Loses
    /\ net' = net \ {f}
=============================================================================
