---- MODULE SyntaxError ----
VARIABLE x
Init == x =
====
