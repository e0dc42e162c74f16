----------------------------- MODULE WindowSize -----------------------------
(***************************************************************************)
(* How both sides come to use the same window.  Its size W belongs to a    *)
(* session as its id does: the receiver chooses it in the step that opens  *)
(* the session, writes it with the session, and says it in every OPENED.   *)
(* It takes its own size, or the largest that OPEN allows if that is       *)
(* smaller.  A sender allows any at first.  If it gets more than it        *)
(* accepts, it has the session closed, and says its limit in the next      *)
(* OPEN.                                                                   *)
(*                                                                         *)
(* A receiver may be restarted with another size of its own.  Sessions     *)
(* keep theirs.  Whatever else there is to say about sessions is said in   *)
(* CrashRecovery.  There W is the same for all, because they share         *)
(* nothing.                                                                *)
(***************************************************************************)
EXTENDS Integers, Network

CONSTANTS
    Sizes,     \* the sizes that the receiver may be started with
    Limit,     \* the largest that the sender accepts
    NoLimit,   \* what an OPEN allows that does not say a limit
    Sessions,  \* the number of session ids
    Nonces     \* the number of nonces, one for each request for a session

ASSUME SizesArePositive  == Sizes # {} /\ Sizes \subseteq Nat \ {0}
ASSUME LimitIsPositive   == Limit \in Nat \ {0}
ASSUME NoLimitIsTheMost  == \A w \in Sizes \cup {Limit} : w <= NoLimit
ASSUME SessionsIsNatural == Sessions \in Nat
ASSUME NoncesIsNatural   == Nonces \in Nat

Session == 1..Sessions
Nonce   == 1..Nonces
Size    == Sizes \cup {Limit, NoLimit}
None    == 0    \* no session, no nonce, no size

Open(n, limit)      == [type |-> "OPEN", nonce |-> n, limit |-> limit]
Opened(i, n, size)  == [type |-> "OPENED", session |-> i, nonce |-> n, size |-> size]
Close(i)            == [type |-> "CLOSE", session |-> i]
Gone(i)             == [type |-> "GONE", session |-> i]

VARIABLES
    sender,       \* what the sender is doing, in which session, and which limit it says
    own,          \* the receiver's own size
    receiver,     \* the sessions of the receiver: for each its nonce and its size
    lastNonce,    \* no nonce is used twice
    lastSession   \* no session id is used twice

vars == <<sender, own, receiver, lastNonce, lastSession, net>>

TypeOK ==
    /\ sender \in [phase : {"IDLE", "OPENING", "REPLACING", "OPEN"}, nonce : Nonce \cup {None},
                   session : Session \cup {None}, size : Size \cup {None},
                   limit : {Limit, NoLimit}]
    /\ own \in Sizes
    /\ receiver \in [Session -> [nonce : Nonce \cup {None}, size : Size \cup {None}]]
    /\ lastNonce \in Nonce \cup {None}
    /\ lastSession \in Session \cup {None}
    /\ net \subseteq
          [type : {"OPEN"}, nonce : Nonce, limit : {Limit, NoLimit}]
              \cup [type : {"OPENED"}, session : Session, nonce : Nonce, size : Size]
              \cup [type : {"CLOSE", "GONE"}, session : Session]

\* A sender without a session, which will say this limit.
Idle(limit) ==
    [phase |-> "IDLE", nonce |-> None, session |-> None, size |-> None, limit |-> limit]

Unknown == [nonce |-> None, size |-> None]

Init ==
    /\ sender = Idle(NoLimit)
    /\ own \in Sizes
    /\ receiver = [i \in Session |-> Unknown]
    /\ lastNonce = None
    /\ lastSession = None
    /\ NetworkInit

-----------------------------------------------------------------------------
(* The sender.                                                             *)

\* The sender asks for a session.
OpenSession(n) ==
    /\ sender.phase = "IDLE"
    /\ n = lastNonce + 1
    /\ lastNonce' = n
    /\ sender' = [sender EXCEPT !.phase = "OPENING", !.nonce = n]
    /\ Transmit({Open(n, sender.limit)})
    /\ UNCHANGED <<own, receiver, lastSession>>

\* No answer yet: repeat OPEN or CLOSE.
Repeat ==
    /\ Transmit(CASE sender.phase = "OPENING"   -> {Open(sender.nonce, sender.limit)}
                  [] sender.phase = "REPLACING" -> {Close(sender.session)}
                  [] OTHER                      -> {})
    /\ UNCHANGED <<sender, own, receiver, lastNonce, lastSession>>

\* The size that the sender uses, if OPENED says this one.
SizeToUse(said) == said

Accepts(size) == size <= Limit

\* The limit that the next OPEN says, when a session was too large.
NextLimit == Limit

\* The awaited OPENED starts the session, unless its window is too large: then it is closed.
ReceiveOpened(i, n) ==
    /\ sender.phase = "OPENING"
    /\ sender.nonce = n
    /\ \E size \in Size :
          IF Accepts(size)
          THEN /\ Receive(Opened(i, n, size), {})
               /\ sender' = [sender EXCEPT !.phase = "OPEN", !.session = i, !.size = SizeToUse(size)]
          ELSE /\ Receive(Opened(i, n, size), {Close(i)})
               /\ sender' = [sender EXCEPT !.phase = "REPLACING", !.session = i,
                                           !.limit = NextLimit]
    /\ UNCHANGED <<own, receiver, lastNonce, lastSession>>

\* The session that was too large is closed: another is asked for.
ReceiveGone(i) ==
    /\ Receive(Gone(i), {})
    /\ sender' = IF sender.session = i THEN Idle(sender.limit) ELSE sender
    /\ UNCHANGED <<own, receiver, lastNonce, lastSession>>

\* The size that the sender finds on disk.
SizeOnDisk == sender.size

\* The sender crashes and restarts.  Its session is on disk, with the size; nothing else is.
SenderCrash ==
    /\ sender' = IF sender.phase = "OPEN"
                 THEN [sender EXCEPT !.limit = NoLimit, !.size = SizeOnDisk]
                 ELSE Idle(NoLimit)
    /\ UNCHANGED <<own, receiver, lastNonce, lastSession, net>>

-----------------------------------------------------------------------------
(* The receiver.                                                           *)

Smaller(a, b) == IF a < b THEN a ELSE b

\* The size of a new session.
Chosen(limit) == Smaller(own, limit)

\* The size that a repeated OPEN is told.
SizeOf(i) == receiver[i].size

\* OPEN opens a session; a repeated OPEN is answered with the session that it opened.
ReceiveOpen(n) ==
    /\ \E limit \in {Limit, NoLimit} :
          LET known == {i \in Session : receiver[i].nonce = n}
              new   == lastSession + 1
          IN IF known # {}
             THEN /\ Receive(Open(n, limit), {Opened(i, n, SizeOf(i)) : i \in known})
                  /\ UNCHANGED <<receiver, lastSession>>
             ELSE /\ new \in Session
                  /\ Receive(Open(n, limit), {Opened(new, n, Chosen(limit))})
                  /\ receiver' = [receiver EXCEPT ![new] = [nonce |-> n, size |-> Chosen(limit)]]
                  /\ lastSession' = new
    /\ UNCHANGED <<sender, own, lastNonce>>

\* CLOSE ends a session.
ReceiveClose(i) ==
    /\ Receive(Close(i), {Gone(i)})
    /\ receiver' = [receiver EXCEPT ![i] = Unknown]
    /\ UNCHANGED <<sender, own, lastNonce, lastSession>>

\* The receiver restarts with this size of its own.  Its sessions are on disk, with their sizes.
ReceiverCrash(size) ==
    /\ own' = size
    /\ UNCHANGED <<sender, receiver, lastNonce, lastSession, net>>

-----------------------------------------------------------------------------
\* A frame is lost.
Lose ==
    /\ \E f \in net : Vanish(f)
    /\ UNCHANGED <<sender, own, receiver, lastNonce, lastSession>>

Next ==
    \/ \E n \in Nonce : OpenSession(n) \/ ReceiveOpen(n)
    \/ Repeat
    \/ \E i \in Session, n \in Nonce : ReceiveOpened(i, n)
    \/ \E i \in Session : ReceiveGone(i) \/ ReceiveClose(i)
    \/ SenderCrash
    \/ \E size \in Sizes : ReceiverCrash(size)
    \/ Lose

Safety == Init /\ [][Next]_vars

\* Frames are repeated, and one that is sent again and again eventually arrives.
Fairness ==
    /\ \A n \in Nonce : WF_vars(OpenSession(n))
    /\ WF_vars(Repeat)
    /\ \A n \in Nonce : SF_vars(ReceiveOpen(n))
    /\ \A i \in Session, n \in Nonce : SF_vars(ReceiveOpened(i, n))
    /\ \A i \in Session : SF_vars(ReceiveGone(i)) /\ SF_vars(ReceiveClose(i))

Spec == Safety /\ Fairness

-----------------------------------------------------------------------------
(* The properties.                                                         *)

\* Both sides use the same window.
SameSize ==
    sender.phase = "OPEN" => receiver[sender.session].size = sender.size

\* The sender uses no window that is larger than it accepts, ...
WithinLimit == sender.size <= Limit

\* ... and the receiver opens none that is larger than its own.
WithinOwn ==
    [][\A i \in Session : receiver[i] = Unknown => receiver'[i].size <= own]_vars

\* The size of a session does not change.
SizeIsFinal ==
    [][\A i \in Session :
          receiver[i] # Unknown /\ receiver'[i] # Unknown => receiver'[i] = receiver[i]]_vars

\* The sender keeps its session, also when it crashes.
SessionIsKept ==
    [][sender.phase = "OPEN" => sender'.session = sender.session]_vars

\* The sender gets a session.
EventuallyOpen == <>(sender.phase = "OPEN")
=============================================================================
