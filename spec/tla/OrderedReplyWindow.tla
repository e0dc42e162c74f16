-------------------------- MODULE OrderedReplyWindow --------------------------
(***************************************************************************)
(* The replies of handlers beside the ordered window: what                 *)
(* RequestReplyWindow says of ReceiveWindow, for OrderedWindow.  A reply   *)
(* is stored between the handler and PublishDelivered.  Whoever finds a    *)
(* message delivered reads the stamp, the reply, and the stamp again; the  *)
(* next lap may take the slot between any two of these.                    *)
(*                                                                         *)
(*   deliver(s)   StoreReply, then PublishDelivered                        *)
(*   reply(s)     ReadStamp, ReadReply, ReadStampAgain                     *)
(*                                                                         *)
(* The thread that passes s goes on with s + 1 and does not come back to   *)
(* its reply.  Reading disturbs nothing, so each thread has a reader of    *)
(* its own beside it, whatever the thread itself is doing.                 *)
(***************************************************************************)
EXTENDS OrderedWindow

NoReply == <<>>

\* What the handler of s returns when it runs for the n-th time.
Reply(s, n) == <<s, n>>

VARIABLES
    replies,  \* the reply in each slot
    readers,  \* for each thread: where its reader is, and what it has read
    answer    \* history, for the properties only: the last reply that was sent, and of which message

replyVars == <<vars, replies, readers, answer>>

NotReading == [at |-> "idle"]

ReplyTypeOK ==
    /\ TypeOK
    /\ replies \in [0..W-1 -> {NoReply} \cup {Reply(s, n) : s \in Message, n \in 1..2}]
    /\ readers \in [Threads -> {NotReading} \cup [at : {"reply"}, seq : Message]
                      \cup [at : {"stamp"}, seq : Message,
                            reply : {NoReply} \cup {Reply(s, n) : s \in Message, n \in 1..2}]]

ReplyInit ==
    /\ replies = [i \in 0..W-1 |-> NoReply]
    /\ readers = [t \in Threads |-> NotReading]
    /\ answer = [seq |-> -1, reply |-> NoReply]

\* The handler has succeeded: first its reply is stored.
StoreReply(t) ==
    /\ At(t, "deliver")
    /\ replies' = [replies EXCEPT ![Msg(t) % W] = Reply(Msg(t), effects[Msg(t)])]
    /\ UNCHANGED <<vars, readers, answer>>

\* May t publish DELIVERED?  Only when the reply is stored.
MayPublish(t) == replies[Msg(t) % W] = Reply(Msg(t), effects[Msg(t)])

\* The window does what it does in OrderedWindow.
WindowStep ==
    /\ ReceiverNext
    /\ \A t \in Threads : At(t, "deliver") /\ threads'[t].at # "deliver" => MayPublish(t)
    /\ UNCHANGED <<replies, readers, answer>>

\* A frame about s has arrived, and s is delivered.  (A reader may leave a frame unanswered and
\* take another: then that one is lost.)
ReadStamp(t, s) ==
    /\ Lookup(s, Slot(s)) = "DELIVERED"
    /\ readers' = [readers EXCEPT ![t] = [at |-> "reply", seq |-> s]]
    /\ UNCHANGED <<vars, replies, answer>>

\* The reply is read, whatever it is.
ReadReply(t) ==
    /\ readers[t].at = "reply"
    /\ readers' = [readers EXCEPT ![t] =
         [at |-> "stamp", seq |-> readers[t].seq, reply |-> replies[readers[t].seq % W]]]
    /\ UNCHANGED <<vars, replies, answer>>

\* The stamp has not changed: the reply that was read is that of s.
IsConfirmed(s) == Lookup(s, Slot(s)) = "DELIVERED"

\* Only if the stamp has not changed is the reply sent.
ReadStampAgain(t) ==
    /\ readers[t].at = "stamp"
    /\ answer' = IF IsConfirmed(readers[t].seq)
                 THEN [seq |-> readers[t].seq, reply |-> readers[t].reply] ELSE answer
    /\ readers' = [readers EXCEPT ![t] = NotReading]
    /\ UNCHANGED <<vars, replies>>

ReplyNext ==
    \/ WindowStep
    \/ \E t \in Threads : StoreReply(t) \/ ReadReply(t) \/ ReadStampAgain(t)
    \/ \E t \in Threads : \E s \in Message : ReadStamp(t, s)

-----------------------------------------------------------------------------
\* Every copy of a message gets the reply of the only time that it was handled.
ReplyIntegrity == answer.seq \in Message => answer.reply = Reply(answer.seq, 1)

\* A delivered message has its reply until the next lap stores one.
ReplyKept ==
    \A s \in Message : Slot(s) = Stamp(s, "DELIVERED") => replies[s % W] = Reply(s, 1)
=============================================================================
