------------------------- MODULE MCOrderedReplyWindow -------------------------
(***************************************************************************)
(* Bounds for OrderedReplyWindow, any sender as in MCOrderedWindow, and    *)
(* the mutants.                                                            *)
(***************************************************************************)
EXTENDS OrderedReplyWindow, MCOrderedWindow

ReplySafetyAnySender == InitAnySender /\ ReplyInit /\ [][ReplyNext]_replyVars

\* The stamp is not read again.
IsConfirmedAnyway(s) == TRUE

\* DELIVERED is published first, and then the reply is stored.
MayPublishAnyway(t) == TRUE
StoreReplyLater(t) ==
    /\ threads[t].at = "look" /\ Msg(t) > 0
    /\ Slot(Msg(t) - 1) = Stamp(Msg(t) - 1, "DELIVERED")
    /\ replies[(Msg(t) - 1) % W] # Reply(Msg(t) - 1, 1)
    /\ replies' = [replies EXCEPT ![(Msg(t) - 1) % W] = Reply(Msg(t) - 1, 1)]
    /\ UNCHANGED <<vars, readers, answer>>
=============================================================================
