package exactlyonce.stress;

import exactlyonce.protocol.Sender;
import exactlyonce.window.SendWindow;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IL_Result;

/**
 * Message 0 is decided, while the message that takes its slot is submitted and decided, too. That one is
 * reported, with its own payload.
 */
@JCStressTest
@Description(
    "0 is decided while 1 takes its slot: the number of the next; the payload that is reported for it")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "it got the slot")
@Outcome(id = "-1, null", expect = Expect.ACCEPTABLE, desc = "the window was full")
@Outcome(expect = Expect.FORBIDDEN, desc = "it was not reported, or with another payload")
@State
public class NextIsReportedStress {
  private static final int TRIES = 3; // so that it is there when the slot becomes free

  private @Nullable String reported;
  private final Sender<String, Void> sender =
      SenderOfOne.create(new SenderOfOne.Nowhere(), (seq, payload, outcome, reply) -> {
        if (seq == 1) {
          reported = payload;
        }
      });

  @Actor
  public void decides() {
    sender.ack(0, null);
  }

  @Actor
  public void submits(IL_Result result) {
    long seq = SendWindow.WINDOW_FULL;
    for (int i = 0; i < TRIES && seq < 0; i++) {
      seq = sender.trySubmit("1");
    }
    result.r1 = (int) seq;
  }

  @Arbiter
  public void decidesTheNext(IL_Result result) {
    sender.ack(1, null);
    result.r2 = reported;
  }
}
