----------------------- MODULE MCRequestReplyRecovery -----------------------
(***************************************************************************)
(* Bounds for RequestReplyRecovery, and its mutants.                       *)
(***************************************************************************)
EXTENDS RequestReplyRecovery

\* The reply is not written, only that the request is delivered.
StoreWithoutReply(s, reply) ==
    disk' = [disk EXCEPT ![s % W] = [seq |-> s, state |-> "DELIVERED", reply |-> NoReply]]

\* The requester takes an ACK without its reply.
IsAckWithOrWithoutReply(f, s) == f.type = "ACK" /\ f.seq = s

\* A responder that has lost the reply runs the handler again.
LookupRunsAgain(s, v) ==
    CASE v.seq > s                                                      -> "NOTHING_OWED"
      [] v.seq = s /\ v.state = "CLAIMED"                               -> "IN_PROGRESS"
      [] v.seq = s /\ v.state \in Resolved /\ v.reply # NoReply         -> "DELIVERED"
      [] v.seq \in {s, s - W} /\ v.state \in Resolved                   -> "UNKNOWN"
      [] OTHER                                                          -> "REFUSED"

\* The reply is written when a handler returns it, before effect and record, and then stays:
\* it may be that of a run that a crash cut short.
StoreEarlierReply(s, reply) ==
    \E earlier \in Reply(s) :
        disk' = [disk EXCEPT ![s % W] = [seq |-> s, state |-> "DELIVERED", reply |-> earlier]]
=============================================================================
