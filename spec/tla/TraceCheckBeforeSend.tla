------------------------ MODULE TraceCheckBeforeSend ------------------------
(***************************************************************************)
(* Is a recorded execution of the implementation a behaviour of            *)
(* CheckBeforeSend?  Every event names an action of that module, and must  *)
(* be explained by a step of that action with the result that the event    *)
(* recorded.  An event took place at one moment between its two            *)
(* timestamps, so events that overlap may be explained in either order,    *)
(* and TLC tries both.                                                     *)
(*                                                                         *)
(* A trace can be long, so the state must stay small.  The history         *)
(* variables are not kept.  Of the frames in flight, only those about      *)
(* messages that are now in the outbox are kept.  Of a frame about an      *)
(* older message, TraceSteps checks that it was sent.                      *)
(***************************************************************************)
EXTENDS CheckBeforeSend, TraceSteps

\* These replace definitions of CheckBeforeSend and Network.
WindowedInit == net = [i \in 0..W-1 |-> {}]

HistoryNotKept        == effects = <<>> /\ outcome = <<>> /\ givenUp = {}
EffectNotKept(s)      == UNCHANGED effects
OutcomeNotKept(s, o)  == UNCHANGED outcome
GiveUpNotKept(s)      == UNCHANGED givenUp
DataInWindow(s)       == {Data(s, Payload(s))}

\* The network with these frames, which are all about s, added.
WithFrames(s, frames) ==
    IF outbox[s % W].seq > s
    THEN net
    ELSE [net EXCEPT ![s % W] = {f \in @ : f.seq = s} \cup frames]

WindowedTransmit(frames) ==
    IF frames = {} THEN UNCHANGED net
    ELSE LET s == (CHOOSE f \in frames : TRUE).seq IN net' = WithFrames(s, frames)

WindowedReceive(f, answers) ==
    /\ f.seq < next
    /\ outbox[f.seq % W].seq = f.seq => f \in net[f.seq % W]
    /\ WindowedTransmit(answers)

-----------------------------------------------------------------------------
\* The results that the implementation must have recorded for these actions in this state.
Asked(s)    == IF Is(s, {"PENDING"}) THEN "CHECK" ELSE "SEAL"
Decision(s) == IF Is(s, Undecided) THEN "DECIDED" ELSE "IGNORED"
Resending(s) == IF Is(s, {"PENDING"}) THEN "RESENT" ELSE "IGNORED"
Found(s, instead) ==
    LET found == Lookup(s, Slot(s)) IN IF found = "UNKNOWN" THEN instead ELSE found

Explains(e) ==
    LET s == e.seq IN
    CASE e.action = "Submit"            -> Submit(s)
      [] e.action = "TimeOut"           -> TimeOut(s) /\ e.result = Asked(s)
      [] e.action = "Cancel"            -> Cancel(s)
      [] e.action = "ReceiveAck"        -> ReceiveAck(s) /\ e.result = Decision(s)
      [] e.action = "ReceiveUnknown"    -> ReceiveUnknown(s) /\ e.result = Resending(s)
      [] e.action = "ReceiveSealed"     -> ReceiveSealed(s) /\ e.result = Decision(s)
      [] e.action = "ReceiveInProgress" -> ReceiveInProgress(s)
      [] e.action = "ReceiveData"       -> ReceiveData(s) /\ e.result = Found(s, "CLAIMED")
      [] e.action = "Deliver"           -> Deliver(s)
      [] e.action = "Fail"              -> Fail(s)
      [] e.action = "ReceiveCheck"      -> ReceiveCheck(s) /\ e.result = Found(s, "UNKNOWN")
      [] e.action = "ReceiveSeal"       -> ReceiveSeal(s) /\ e.result = Found(s, "SEALED")
      [] e.action = "Resend"            -> FALSE     \* only ReceiveUnknown sends DATA again
      [] e.action = "End"               -> UNCHANGED vars

TraceInit == Init /\ StepsInit

TraceNext == \E t \in Ready(cursor) : Follows(t) /\ Explains(NextStep(t))

\* All that the state holds follows from which events are explained, in whichever order: the
\* result of an event says what it changes.  So the cursor tells states apart.
View == cursor

TraceSpec == TraceInit /\ [][TraceNext]_<<vars, stepVars>>

\* The verdict is read from the deepest state: a trace is accepted when all of its events
\* are explained.
Explained ==
    Reached(cursor, [outbox |-> outbox, ring |-> ring, handlers |-> handlers, replies |-> replies])
=============================================================================
