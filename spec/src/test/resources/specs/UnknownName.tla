---- MODULE UnknownName ----
VARIABLE x
Init == x = y
====
