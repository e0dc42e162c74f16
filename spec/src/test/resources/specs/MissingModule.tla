---- MODULE MissingModule ----
EXTENDS NowhereToBeFound
====
