------------------------------ MODULE JavaSide ------------------------------
(* Its operators are overridden by the Java class of the same name. *)
Setting(name) == CHOOSE s \in STRING : TRUE
Halt(x) == FALSE
=============================================================================
