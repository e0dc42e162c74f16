package exactlyonce.stress.twins;

import static exactlyonce.stress.twins.Edit.follow;
import static exactlyonce.stress.twins.Edit.ignore;
import static exactlyonce.stress.twins.Edit.leaveOut;
import static exactlyonce.stress.twins.Edit.replace;

import exactlyonce.stress.CancelAgainstAckStress;
import exactlyonce.stress.CloseAgainstSubmitStress;
import exactlyonce.stress.ClosedIsWrittenStress;
import exactlyonce.stress.CopyAgainstReplyStress;
import exactlyonce.stress.DataAgainstSealStress;
import exactlyonce.stress.DropAgainstHandlingStress;
import exactlyonce.stress.DuplicateDataStress;
import exactlyonce.stress.DuplicateOfReplyStress;
import exactlyonce.stress.DuplicateSeesEffectStress;
import exactlyonce.stress.DuplicatesInOrderStress;
import exactlyonce.stress.FailureAgainstDuplicateStress;
import exactlyonce.stress.GoneIsWrittenStress;
import exactlyonce.stress.HandOverOfSealedStress;
import exactlyonce.stress.HandOverStress;
import exactlyonce.stress.LastPlaceStress;
import exactlyonce.stress.NextIsReportedStress;
import exactlyonce.stress.RejectionStress;
import exactlyonce.stress.ReportBeforeNextStress;
import exactlyonce.stress.ReportedOnceStress;
import exactlyonce.stress.ResendAgainstNextStress;
import exactlyonce.stress.SealAgainstTurnStress;
import exactlyonce.stress.SealsAgainstNextLapStress;
import exactlyonce.stress.TwoOpensStress;
import exactlyonce.stress.TwoPollsStress;
import exactlyonce.stress.TwoUnknownsStress;
import java.util.List;

/** A bug, where it is seeded, and the stress test that must see a forbidden outcome. */
public enum Twin {
  CLAIMED_BY_WRITE(
      "the claim is an exchange: here a read and a write",
      "ReceiveWindow-PlainWrite",
      DuplicateDataStress.class,
      replace("window/ReceiveWindow", "claim", "compareAndExchangeAcquire", "exchange")),
  CLAIM_LOSER_IS_BLIND(
      "the loser of a claim checks who won: here it says IN_PROGRESS anyway",
      "ReceiveWindow-ClaimLoserIsBlind",
      DataAgainstSealStress.class,
      replace("window/ReceiveWindow", "claim", "answer", "inProgress").only(2)),
  SEALED_BY_WRITE(
      "the seal is an exchange: here a read and a write",
      "ReceiveWindow-SealByPlainWrite",
      DataAgainstSealStress.class,
      replace("window/ReceiveWindow", "seal", "compareAndExchange", "exchange")),
  DELIVERED_AT_CLAIM(
      "DELIVERED is published after the effect: here when the message is claimed",
      "ReceiveWindow-HandleLast",
      DuplicateSeesEffectStress.class,
      replace("window/ReceiveWindow", "claim", "compareAndExchangeAcquire", "deliver"),
      replace("window/ReceiveWindow", "deliver", "claimedState", "claimed")),
  CLAIM_LEFT_BEHIND(
      "a failed handler gives the claim back: here it leaves it behind",
      "ReceiveWindow-ClaimLeftBehind",
      FailureAgainstDuplicateStress.class,
      leaveOut("window/ReceiveWindow", "fail", "setRelease")),

  DELIVERED_BEFORE_REPLY(
      "the reply is stored before DELIVERED is published: here after it",
      "RequestReplyWindow-PublishedBeforeReply-wrong",
      CopyAgainstReplyStress.class,
      replace("protocol/Receiver", "keep", "store", "storeLater"),
      follow("protocol/Receiver", "complete", "deliver", "doIt")),
  DELIVERED_BEFORE_REASON(
      "the reason of a rejection is stored before the message counts as handled: here after it",
      "RequestReplyWindow-PublishedBeforeReply",
      RejectionStress.class,
      replace("protocol/Receiver", "keep", "store", "storeLater"),
      follow("protocol/Receiver", "complete", "deliver", "doIt")),
  REPLY_WITHOUT_SECOND_LOOK(
      "the stamp is read again after the reply: here the second look changes nothing",
      "RequestReplyWindow-StampReadOnce",
      DuplicateOfReplyStress.class,
      ignore("protocol/Receiver", "tellAgain", "checkWindow")),

  FILLED_BY_WRITE(
      "one exchange wins the slot of an ordered message: here a read and a write",
      "OrderedWindow-FilledByStore",
      DuplicatesInOrderStress.class,
      replace("window/OrderedReceiveWindow", "buffer", "compareAndExchange", "exchange")),
  TURN_CLAIMED_BY_WRITE(
      "one exchange wins a message whose turn it is: here a read and a write",
      "OrderedWindow-ClaimedByStore",
      DuplicatesInOrderStress.class,
      replace("window/OrderedReceiveWindow", "claimFrom", "compareAndExchangeAcquire", "exchange")),
  SEALED_BY_WRITE_IN_ORDER(
      "one exchange seals an ordered message: here a read and a write",
      "OrderedWindow-SealedByStore",
      SealAgainstTurnStress.class,
      replace("window/OrderedReceiveWindow", "seal", "compareAndExchange", "exchange")),
  PASSED_BY_WRITE(
      "one exchange passes a sealed message: here a write, and the next lap is lost",
      "OrderedWindow-PassedByStore",
      SealsAgainstNextLapStress.class,
      replace("window/OrderedReceiveWindow", "claimFrom", "compareAndSet", "write")),
  BUFFERED_BY_RELEASE(
      "BUFFERED is published with a full fence: here by a release, and the read that follows overtakes it",
      "OrderedWindow-BufferedByRelease",
      HandOverStress.class,
      replace("window/OrderedReceiveWindow", "buffer", "setVolatile", "setRelease")),
  DELIVERED_BY_RELEASE(
      "DELIVERED is published with a full fence: here by a release, and the read that follows overtakes it",
      "OrderedWindow-DeliveredByRelease",
      HandOverStress.class,
      replace("window/OrderedReceiveWindow", "deliver", "setVolatile", "setRelease")),
  TURN_NOT_LOOKED_AT(
      "whoever buffered s looks at s - 1: here it does not",
      "OrderedWindow-PredecessorNotLookedAt",
      HandOverStress.class,
      leaveOut("protocol/OrderedReceiver", "data", "handleIfInTurn")),
  TURN_LOOKED_AT_BEFORE(
      "whoever buffered s looks at s - 1: here it has looked before, and a wake-up is lost",
      "OrderedWindow-BufferedByRelease",
      HandOverStress.class,
      replace("protocol/OrderedReceiver", "data", "buffer", "lookAndBuffer"),
      replace("protocol/OrderedReceiver", "handleIfInTurn", "isPassed", "wasPassed")
          .only(1)),
  TURN_OF_SEALED_NOT_LOOKED_AT(
      "whoever sealed s looks at s - 1: here it does not",
      "OrderedWindow-PredecessorOfSealedNotLookedAt",
      HandOverOfSealedStress.class,
      leaveOut("protocol/OrderedReceiver", "seal", "handleIfInTurn")),
  SUCCESSOR_NOT_LOOKED_AT(
      "whoever delivered s looks at s + 1: here it does not",
      "OrderedWindow-SuccessorNotLookedAt",
      HandOverStress.class,
      replace("protocol/OrderedReceiver", "handleIfInTurn", "claimFrom", "none").only(2)),

  NUMBER_TAKEN_BY_WRITE(
      "the next number is won by an exchange: here by a read and a write",
      "SendWindow-PlainWriteOfNext",
      LastPlaceStress.class,
      replace("window/SendWindow", "append", "compareAndExchangeAcquire", "exchange")),
  DECIDED_BY_WRITE(
      "one exchange decides who reports: here a read and a write",
      "SendWindow-DecideByPlainWrite",
      ReportedOnceStress.class,
      replace("window/SendWindow", "resolve", "compareAndExchangeAcquire", "exchange")),
  RESOLVED_BEFORE_REPORT(
      "a slot is free when its message is reported: here when it is decided",
      "SendWindow-ResolvedBeforeReport",
      ReportBeforeNextStress.class,
      replace("window/SendWindow", "report", "onOutcome", "reportLater"),
      follow("window/SendWindow", "report", "setRelease([J", "doIt")),
  RESOLVED_BEFORE_CLEARED(
      "the payload is cleared before the slot is free: here after, and it is the payload of the next message",
      "SendWindow-ClearPayload",
      NextIsReportedStress.class,
      replace("window/SendWindow", "report", "setRelease([Ljava", "clearLater"),
      follow("window/SendWindow", "report", "setRelease([J", "doIt")),
  RESENT_WITHOUT_SECOND_LOOK(
      "the stamp is read again after the payload: here the second look changes nothing",
      "SendWindow-StampReadOnce",
      ResendAgainstNextStress.class,
      ignore("window/SendWindow", "payload", "getOpaque")),
  CANCELLED_BY_WRITE(
      "a message is cancelled by an exchange: here by a write, also when it is decided by now",
      "SendWindowClose-DecidedAgain",
      CancelAgainstAckStress.class,
      replace("window/SendWindow", "cancel", "compareAndExchangeRelease", "overwrite")),
  CLOSED_BY_WRITE(
      "one exchange closes a window: here a read and a write, and a number given in between is forgotten",
      "SendWindowClose-ClosedByPlainWrite",
      CloseAgainstSubmitStress.class,
      replace("window/SendWindow", "close", "getAndBitwiseOr", "setBits")),

  RESEND_PERMITTED_TWICE(
      "one exchange uses up the permit to send again: here a read and a write",
      "",
      TwoUnknownsStress.class,
      replace("protocol/Questions", "exchange", "compareAndExchangeAcquire", "exchange")),
  POLLED_TWICE(
      "one thread polls at a time: here the flag is read, and then written",
      "",
      TwoPollsStress.class,
      replace("protocol/Sender", "poll", "compareAndExchangeAcquire", "exchange")),

  CLOSED_BEFORE_WRITTEN(
      "that a session is closed is written before the window knows: here after",
      "",
      ClosedIsWrittenStress.class,
      replace("session/SessionSender", "close", "draining", "drainingLater"),
      follow("session/SessionSender", "close", "close()", "doIt")),
  GONE_BEFORE_WRITTEN(
      "the end of a session is written before the window knows: here after",
      "CrashRecovery-EndedNotWritten",
      GoneIsWrittenStress.class,
      replace("session/SessionSender", "gone", "ended", "endedLater"),
      follow("session/SessionSender", "gone", "gone()", "doIt")),
  CHANGED_TWICE(
      "one thread changes the session at a time: here the flag is read, and then written",
      "",
      TwoOpensStress.class,
      replace("session/SessionSender", "change", "compareAndSet", "compareAndSet")),
  ENDED_IN_USE(
      "a session ends by an exchange, and so only if nobody uses it: here by a read and a write",
      "HostedSession-EndInUse",
      DropAgainstHandlingStress.class,
      replace("session/HostedSession", "end", "compareAndSet", "compareAndSet"));

  private final String bug;
  private final String model;
  private final Class<?> test;

  @SuppressWarnings("ImmutableEnumChecker") // of List.of, and of records of strings
  private final List<Edit> edits;

  Twin(String bug, String model, Class<?> test, Edit... edits) {
    this.bug = bug;
    this.model = model;
    this.test = test;
    this.edits = List.of(edits);
  }

  /** Returns what is right, and what this twin does. */
  public String bug() {
    return bug;
  }

  /** Returns the mutant of the specifications with the same bug; empty if there is none. */
  public String model() {
    return model;
  }

  /** Returns the name of the test that must catch it. */
  public String test() {
    return test.getName();
  }

  List<Edit> edits() {
    return edits;
  }
}
