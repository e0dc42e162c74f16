------------------------------ MODULE UsesJava ------------------------------
EXTENDS Integers, JavaSide
VARIABLE x
Init == x = Setting("test.setting")
Next == UNCHANGED x
IsSet == x = "on"
Halts == Halt(x)
=============================================================================
