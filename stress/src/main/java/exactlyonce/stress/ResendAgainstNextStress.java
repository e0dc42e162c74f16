package exactlyonce.stress;

import exactlyonce.protocol.Sender;
import exactlyonce.protocol.Status;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * Message 0 is sent again while it is decided and the next message takes its slot. What goes out under a
 * number is the payload of that number.
 *
 * <p>Specification: FrameIntegrity of {@code SendWindow}.
 */
@JCStressTest
@Description("an UNKNOWN while the slot moves on: the payload that is sent as message 0")
@Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "its own")
@Outcome(id = "null", expect = Expect.ACCEPTABLE, desc = "it was decided before")
@Outcome(expect = Expect.FORBIDDEN, desc = "that of another message")
@State
public class ResendAgainstNextStress {
  private @Nullable Thread resending;
  private @Nullable String resent;
  private final Sender<String, Void> sender = SenderOfOne.create(
      new SenderOfOne.Nowhere() {
        @Override
        public void data(long seq, String payload) {
          if (Thread.currentThread() == resending) {
            resent = payload;
          }
        }
      },
      (seq, payload, outcome, reply) -> {});

  @Actor
  public void unknown(L_Result result) {
    resending = Thread.currentThread();
    sender.status(0, Status.UNKNOWN);
    result.r1 = resent;
  }

  @Actor
  public void next() {
    sender.ack(0, null);
    sender.trySubmit("1");
  }
}
