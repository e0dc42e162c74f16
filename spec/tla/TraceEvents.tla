----------------------------- MODULE TraceEvents -----------------------------
(***************************************************************************)
(* The recorded execution that is checked.  The operators are implemented  *)
(* in Java (exactlyonce.trace.TraceEvents), which reads the trace file;    *)
(* the definitions here only stand for their types.  (If there are several *)
(* files, each is explained from the initial state: the threads of all are *)
(* numbered through, and Ready has only those of the one that has begun.)  *)
(***************************************************************************)
EXTENDS Naturals

\* The window of the recorded execution, and the number of messages submitted in it.
Window   == CHOOSE w \in Nat : w > 0
Messages == CHOOSE n \in Nat : TRUE

\* The threads are 1 .. Threads; thread t recorded the events 1 .. Length(t).
Threads   == CHOOSE n \in Nat : TRUE
Length(t) == CHOOSE n \in Nat : TRUE

\* The k-th event of thread t: [thread, action, session, nonce, seq, result, reply]; what an
\* event does not have is "" or out of range.
Event(t, k) == CHOOSE e : TRUE

\* The threads whose next event may be the next one, when cursor[t] events of each thread t
\* are explained: those whose event began before any other remaining event had ended.
Ready(cursor) == CHOOSE threads \in SUBSET (1..Threads) : TRUE

\* The next event of thread t receives no frame, or one that an explained event has sent; a step
\* that a crash cut short counts as having sent its frame.
FrameWasSent(cursor, t) == CHOOSE sent \in BOOLEAN : TRUE

\* All other events are explained, and ended before the next event of thread t began.
IsLast(cursor, t) == CHOOSE last \in BOOLEAN : TRUE

\* Records how far the events can be explained, and what each part of the memory held then.
\* Always true.
Reached(cursor, memory) == TRUE
=============================================================================
