---------------------- MODULE MCCrashRecoveryInductive ----------------------
EXTENDS CrashRecoveryInductive
NoMessages   == {}
EveryMessage == Message
AllWrites == {"session", "append", "closing", "ended", "opened", "delivered", "sealed", "over"}
CountOnly == For(SmallNets) /\ [][FALSE /\ UNCHANGED vars]_vars
=============================================================================
