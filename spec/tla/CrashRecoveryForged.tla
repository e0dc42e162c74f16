------------------------ MODULE CrashRecoveryForged ------------------------
(***************************************************************************)
(* CrashRecovery with an adversary that can send any well-formed frame at  *)
(* any time, to either side.  It has a session of its own at the receiver, *)
(* and messages of its own.  It neither reads the disks nor runs handlers. *)
(*                                                                         *)
(* The network does not keep forged frames: whatever can be forged can be  *)
(* received at any time.                                                   *)
(*                                                                         *)
(* Frames of other sessions than the sender's do no harm.  With frames of  *)
(* the sender's session an adversary takes over what the sender is told;   *)
(* still no message takes effect twice.  What keeps it out is a transport  *)
(* that authenticates both sides of a session.                             *)
(***************************************************************************)
EXTENDS CrashRecovery

CONSTANTS
    Forgery,        \* what is forged: "foreign", frames of the adversary's own session; "nonces",
                    \* also OPENED for the sender, with that session; or "any"
    ForgedTypes,    \* the types of these frames
    ForgedPayloads  \* what forged DATA may carry: the adversary's own message, or any

ASSUME ForgeryIsKnown         == Forgery \in {"foreign", "nonces", "any"}
ASSUME ForgedTypesAreTypes    == ForgedTypes \subseteq {f.type : f \in Frame}
ASSUME ForgedPayloadsAreKnown == ForgedPayloads \subseteq 0..N-1

\* The last session, nonce and message are the adversary's.
ForeignSession == Sessions
ForeignNonce   == Nonces
ForeignMessage == N - 1

\* f names nothing that belongs to the sender.
IsForeign(f) ==
    CASE f.type = "OPEN"   -> f.nonce = ForeignNonce
      [] f.type = "OPENED" -> f.nonce = ForeignNonce /\ f.session = ForeignSession
      [] OTHER             -> f.session = ForeignSession

CanBeForged(f) ==
    /\ f.type \in ForgedTypes
    /\ \/ IsForeign(f)
       \/ Forgery = "nonces" /\ f.type = "OPENED" /\ f.session = ForeignSession
       \/ Forgery = "any"
    /\ f.type = "DATA" => f.payload \in ForgedPayloads

\* These replace definitions of Network and CrashRecovery.  An answer that can be forged need
\* not be kept.
TransmitUnlessForged(frames) == net' = net \cup {f \in frames : ~CanBeForged(f)}

ReceiveOrForge(f, answers) ==
    /\ f \in net \/ CanBeForged(f)
    /\ TransmitUnlessForged(answers)

DataOrForged(i, s) ==
    {f \in net \cup {Data(i, s, m) : m \in ForgedPayloads} :
        /\ f.type = "DATA" /\ f.session = i /\ f.seq = s
        /\ f \in net \/ CanBeForged(f)}

\* The session of the adversary is open from the start, and its id is not issued again.
ForgedInit ==
    /\ sender = Idle
    /\ senderDisk = Idle
    /\ others = {}
    /\ receiver = [i \in Session |-> Fresh(IF i = ForeignSession THEN ForeignNonce ELSE NoNonce)]
    /\ receiverDisk = receiver
    /\ lastNonce = 0
    /\ lastSession = 0
    /\ submitted = 0
    /\ NetworkInit
    /\ HistoryInit

NextOwnId == IF lastSession + 1 < ForeignSession THEN lastSession + 1 ELSE Sessions + 1

\* The sender has neither the adversary's message nor its nonce.
OwnOnly == submitted < N /\ lastNonce < Nonces

\* Effects of the adversary's own message do not count.
RecordOwnEffect(m) ==
    effects' = IF m = ForeignMessage THEN effects ELSE [effects EXCEPT ![m] = @ + 1]

ForgedSafety == ForgedInit /\ [][Next]_vars
=============================================================================
