---------------------- MODULE MCCrashRecoveryInductive ----------------------
(***************************************************************************)
(* Bounds for CrashRecoveryInductive.  TLC starts from every state that    *)
(* satisfies the invariant, reachable or not, and takes each step from it. *)
(* Where a configuration leaves a conjunct out, the rest is not inductive, *)
(* or does not say enough.                                                 *)
(***************************************************************************)
EXTENDS CrashRecoveryInductive

EveryMessage == Message

AllWrites == {"session", "append", "closing", "ended", "opened", "delivered", "sealed", "over"}
WithDecisions == AllWrites \cup {"decision"}

\* Networks of at most two frames.  They are enough, too: two frames that are already
\* in flight are related by OneNumber, which no step changes, and by ExpectedUnused,
\* which is changed by no step that receives a frame.
NetsOfTwo(frames) == {{}} \cup {{f, g} : f, g \in frames}
IsOfTwo == Cardinality(net) <= 2

\* Networks of at most one frame: enough to see that a conjunct is needed.
NetsOfOne(frames) == {{}} \cup {{f} : f \in frames}

\* No frames: enough for the conjuncts about disks.
NetsOfNone(frames) == {{}}

\* Takes the place of a conjunct, or of one about a frame.
LeftOut == TRUE
LeftOutOf(f) == TRUE

\* A mutant of the protocol, with a step that the service does not have: an answer decides
\* what is decided already.
DecideAgain(i, s, what) ==
    IF IsOurs(i) /\ Entry(s).seq = s
    THEN /\ RecordOutcome({Entry(s).message}, what)
         /\ UNCHANGED <<sender, senderDisk>>
    ELSE UNCHANGED <<sender, senderDisk, outcome, told>>
=============================================================================
