----------------------- MODULE MCCrashRecoveryForged -----------------------
(***************************************************************************)
(* Bounds for CrashRecoveryForged.                                         *)
(***************************************************************************)
EXTENDS CrashRecoveryForged

EveryMessage == Message
ItsOwn       == {ForeignMessage}
AllWrites == {"session", "append", "closing", "ended", "opened", "delivered", "sealed", "over"}

EveryType  == {f.type : f \in Frame}
OnlyAck    == {"ACK"}
OnlyData   == {"DATA"}
OnlyStatus == {"STATUS"}
OnlyGone   == {"GONE"}
OnlyClose  == {"CLOSE"}
=============================================================================
