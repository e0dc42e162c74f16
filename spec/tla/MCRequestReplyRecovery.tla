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
    CASE v.seq = s /\ v.state = "DELIVERED" /\ v.reply = NoReply -> "UNKNOWN"
      [] v.seq = s                                               -> v.state
      [] v.seq = s - W                                           -> "UNKNOWN"
      [] OTHER                                                   -> "NOTHING_OWED"

\* The reply is written when a handler returns it, before effect and record, and then stays:
\* it may be that of a run that a crash cut short.
StoreEarlierReply(s, reply) ==
    \E earlier \in Reply(s) :
        disk' = [disk EXCEPT ![s % W] = [seq |-> s, state |-> "DELIVERED", reply |-> earlier]]

\* The requester throws the reply away.
ReceiveAckWithoutReply(s) ==
    /\ \E f \in net : IsAck(f, s) /\ Receive(f, {})
    /\ outcome' = [outcome EXCEPT ![s] = "DELIVERED"]
    /\ open' = open \ {s}
    /\ UNCHANGED <<responder, next, got>>

\* ACK as soon as the request arrives, before its handler has run.
ReceiveDataAcknowledges(s) ==
    /\ IF Lookup(s, Slot(s)) = "UNKNOWN"
       THEN /\ \E reply \in Reply(s) : Receive(Data(s), {Ack(s, reply)})
            /\ SetSlot(s, "CLAIMED", NoReply)
       ELSE Receive(Data(s), Answer(s, Lookup(s, Slot(s)))) /\ UNCHANGED ring
    /\ UNCHANGED <<requester, disk, effects, rejected, right>>

\* The responder throws a reply away as soon as the requester has it.
ForgetReply(s) ==
    /\ got[s] # {}
    /\ ring[s % W].seq = s
    /\ ring' = [ring EXCEPT ![s % W].reply = NoReply]
    /\ disk' = [disk EXCEPT ![s % W].reply = NoReply]
    /\ UNCHANGED <<requester, net, effects, rejected, right>>
SafetyWithForgetReply == Init /\ [][Next \/ \E s \in Message : ForgetReply(s)]_vars

\* That a request is rejected is not written.
StoreRepliesOnly(s, reply) ==
    disk' = IF reply = Reason(s)
            THEN disk
            ELSE [disk EXCEPT ![s % W] = [seq |-> s, state |-> "DELIVERED", reply |-> reply]]

\* What the handler has done before it rejects stays.
RejectWithEffect(s) ==
    /\ s \in Rejectable
    /\ Complete(s, Reason(s))
    /\ rejected' = rejected \cup {s}
    /\ effects' = [effects EXCEPT ![s] = @ + 1]

\* A request that is rejected is acknowledged.
TellByAck(s, reply) == {Ack(s, reply)}

\* A request that took effect is said to be rejected.
TellAllRejected(s, reply) == {Rejected(s, reply)}

\* A requester that restarts does not ask about what was open.
RequesterCrashForgets ==
    /\ open' = {}
    /\ UNCHANGED <<responder, next, net, outcome, got>>
=============================================================================
