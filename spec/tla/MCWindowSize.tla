---------------------------- MODULE MCWindowSize ----------------------------
(***************************************************************************)
(* Bounds and mutants of WindowSize.                                       *)
(***************************************************************************)
EXTENDS WindowSize

\* Replaces a crash that does not come.
Never == FALSE
NeverWith(size) == FALSE

\* The sender keeps the size that it has asked for.
AsAsked(said) == Limit

\* A sender that restarts uses the size that it would ask for.
NotOnDisk == Limit

\* A sender that restarts has no session.
SenderCrashForgets ==
    /\ sender' = Idle(NoLimit)
    /\ UNCHANGED <<own, receiver, lastNonce, lastSession, net>>

\* The sender accepts whatever the receiver says.
AcceptsAny(size) == TRUE

\* The sender says no limit again.
NoNextLimit == NoLimit

\* The receiver does as the sender says, ...
ChosenBySender(limit) == limit

\* ... or does not hear it.
ChosenByReceiver(limit) == own

\* A repeated OPEN is told the size that the receiver has now.
SizeNow(i) == own

\* The sessions of a receiver that restarts get its new size.
ReceiverCrashResizes(size) ==
    /\ own' = size
    /\ receiver' = [i \in Session |->
                       IF receiver[i] = Unknown THEN Unknown ELSE [receiver[i] EXCEPT !.size = size]]
    /\ UNCHANGED <<sender, lastNonce, lastSession, net>>
=============================================================================
