----------------------------- MODULE TraceSteps -----------------------------
(***************************************************************************)
(* The rules for every recorded execution, whatever specification explains *)
(* its events.  A frame is received only if somebody has sent it, however  *)
(* long ago.  A handler ends on the thread that started it, and the sender *)
(* reports the reply that the handler returned, or the reason why it       *)
(* rejected the message.  (Of both, the trace has a digest.)               *)
(***************************************************************************)
EXTENDS TraceEvents

VARIABLES
    cursor,    \* for each thread, how many of its events are explained
    handlers,  \* the handlers that are running: the thread, the session, the message; and those
               \* whose commit has an unknown outcome, which belong to no thread
    replies    \* the replies of the messages handled last, and the reasons of those rejected, by
               \* their slots

stepVars == <<cursor, handlers, replies>>

StepsInit ==
    /\ cursor = [t \in 1..Threads |-> 0]
    /\ handlers = {}
    /\ replies = [k \in {} |-> ""]

NextEvent(t) == Event(t, cursor[t] + 1)

IsRejection(e) == e.action \in {"Reject", "ReceiveRejected"} \/ e.result = "REJECTED"

\* For the modules that explain events, a message that is rejected is one that was handled, and
\* the reason is its reply.
AsHandled(e) ==
    [e EXCEPT
        !.action = CASE @ = "Reject"          -> "Deliver"
                     [] @ = "ReceiveRejected" -> "ReceiveAck"
                     [] OTHER                 -> @,
        !.result = IF @ = "REJECTED" THEN "DELIVERED" ELSE @]

\* What the next event of thread t says to them.
NextStep(t) == AsHandled(NextEvent(t))

HandlerOf(e)     == [thread |-> e.thread, session |-> e.session, seq |-> e.seq]
NoThread         == ""
UnknownCommit(e) == [HandlerOf(e) EXCEPT !.thread = NoThread]

IsStart(e) == e.action = "StartHandler" \/ (e.action = "ReceiveData" /\ e.result = "CLAIMED")

\* Handlers start, and end on the same thread.  If the outcome of its commit is unknown, any
\* thread may read what became of it.  At the end of the run no handler is running.
HandlersFollow(e) ==
    CASE IsStart(e)                      -> handlers' = handlers \cup {HandlerOf(e)}
      [] e.action = "CommitUnknown"      ->
            /\ HandlerOf(e) \in handlers
            /\ handlers' = (handlers \ {HandlerOf(e)}) \cup {UnknownCommit(e)}
      [] e.action \in {"Deliver", "Reject", "Fail"} ->
            \E h \in {HandlerOf(e), UnknownCommit(e)} \cap handlers : handlers' = handlers \ {h}
      [] e.action = "ReceiverCrash"      -> handlers' = {}
      [] e.action = "End"                -> /\ \A h \in handlers : h.thread = NoThread
                                            /\ UNCHANGED handlers
      [] OTHER                           -> UNCHANGED handlers

\* A slot holds a message until its outcome is reported, so one reply for each slot is enough.
NoReply    == [rejected |-> FALSE, digest |-> ""]
ReplyIn(e) == [rejected |-> IsRejection(e), digest |-> e.reply]
SlotOf(e)  == e.seq % Window
ReplyTo(e) == IF SlotOf(e) \in DOMAIN replies THEN replies[SlotOf(e)] ELSE NoReply

WithReply(k, reply) ==
    LET others == DOMAIN replies \ {k}
        slots  == IF reply = NoReply THEN others ELSE others \cup {k}
    IN [j \in slots |-> IF j = k THEN reply ELSE replies[j]]

\* A handler returns a reply, or none, or rejects the message.  The receiver says which, whenever
\* it is asked, and the sender reports the same.
RepliesFollow(e) ==
    CASE e.action \in {"Deliver", "Reject"} ->
            replies' = IF ReplyTo(e) = ReplyIn(e) THEN replies ELSE WithReply(SlotOf(e), ReplyIn(e))
      [] e.action \in {"ReceiveAck", "ReceiveRejected"} /\ e.result = "DECIDED" ->
            ReplyIn(e) = ReplyTo(e) /\ UNCHANGED replies
      [] e.result \in {"DELIVERED", "REJECTED"} ->
            IsRejection(e) = ReplyTo(e).rejected /\ UNCHANGED replies
      [] OTHER -> UNCHANGED replies

Advances(t) ==
    /\ FrameWasSent(cursor, t)
    /\ NextEvent(t).action = "End" => IsLast(cursor, t)
    /\ HandlersFollow(NextEvent(t))
    /\ cursor' = [cursor EXCEPT ![t] = @ + 1]

\* The next event of thread t follows these rules.
Follows(t) == Advances(t) /\ RepliesFollow(NextEvent(t))

\* The same, if a crash came before it took place.
FollowsCut(t) == Advances(t) /\ UNCHANGED replies
=============================================================================
