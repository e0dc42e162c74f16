------------------------------- MODULE Client -------------------------------
(***************************************************************************)
(* A few threads that make a few calls of a window: the clients of the     *)
(* package exactlyonce.stress.clients.  The window takes its own steps,    *)
(* those of the module that extends this one; nothing else happens.  Each  *)
(* thread notes its calls and what came of them, and that is the outcome.  *)
(* TLC prints every outcome.  The explorer of the module stress finds the  *)
(* same ones in the Java code, under weak memory.                          *)
(*                                                                         *)
(* Client... below replaces what Network defines.                          *)
(***************************************************************************)
EXTENDS Integers, Sequences, TLC, Network

CONSTANT Clients    \* by name: what each one does

VARIABLES
    client,    \* its name
    todo,      \* for each thread, the calls that it has not yet completed
    notes      \* for each thread, what it has noted

clientVars == <<client, todo, notes>>

\* The calls of a receiver, as their threads note them.
data(s)        == <<"data", s>>
failingData(s) == <<"failingData", s>>
check(s)       == <<"check", s>>
seal(s)        == <<"seal", s>>
end            == <<"end">>

\* A client with a window of w.  The calls before come first, then the threads make theirs, and
\* then come the calls after.
Program(w, before, threads, after) ==
    [window |-> w, before |-> before, threads |-> threads, after |-> after]

\* The threads, and the one that makes the calls before and after.
Actors == 1..3
Last   == 4

ClientInit(w) ==
    /\ client \in {c \in DOMAIN Clients : Clients[c].window = w}
    /\ LET own == Clients[client] IN
       todo = [t \in Actors \cup {Last} |->
                 IF t = Last THEN own.before \o own.after
                 ELSE IF t <= Len(own.threads) THEN own.threads[t] ELSE <<>>]
    /\ notes = [t \in Actors \cup {Last} |-> <<>>]

IsBefore == Len(todo[Last]) > Len(Clients[client].after)
IsAfter  == \A t \in Actors : todo[t] = <<>>

\* Thread t has a call to make, or to go on with.
MayGoOn(t) == todo[t] # <<>> /\ IF t = Last THEN IsBefore \/ IsAfter ELSE ~IsBefore

\* The call, as its thread notes it: <<"data", 0>>, for instance.
Call(t) == Head(todo[t])

\* Thread t has taken a step of its call; the rest are the calls that it has not yet completed.
Noted(t, isFirst, rest, what) ==
    /\ todo' = [todo EXCEPT ![t] = rest]
    /\ notes' = IF IsBefore THEN notes
                ELSE [notes EXCEPT ![t] = @ \o (IF isFirst THEN <<Call(t)>> ELSE <<>>) \o what]
    /\ UNCHANGED client

\* What is left when the call is completed, or not.
Rest(t, isLast) == IF isLast THEN Tail(todo[t]) ELSE todo[t]

HasEnded == \A t \in DOMAIN todo : todo[t] = <<>>

\* So any other state without a next one is a deadlock.
Ended(vars) == HasEnded /\ UNCHANGED <<vars, clientVars>>

Outcome == SubSeq(notes, 1, Len(Clients[client].threads)) \o <<notes[Last]>>

PrintOutcome == HasEnded => PrintT(ToString(<<"outcome", client, Outcome>>))

-----------------------------------------------------------------------------
(* Frames come from the calls.  net holds what was sent last, and a bit    *)
(* that tells a step that sends the same again from one that sends         *)
(* nothing.                                                                *)

ClientTransmit(frames) == net' = {[frames |-> frames, flip |-> ~\E last \in net : last.flip]}

ClientReceive(f, answers) == ClientTransmit(answers)

\* What the step has sent.
Sent == IF net' = net THEN {} ELSE UNION {last.frames : last \in net'}
=============================================================================
