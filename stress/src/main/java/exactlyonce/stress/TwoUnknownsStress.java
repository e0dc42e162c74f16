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
import org.openjdk.jcstress.infra.results.II_Result;

/** Two UNKNOWN answer one CHECK. The message is sent again once. */
@JCStressTest
@Description("two UNKNOWN at once: copies that each thread sends")
@Outcome(
    id = {"1, 0", "0, 1"},
    expect = Expect.ACCEPTABLE,
    desc = "one of them")
@Outcome(expect = Expect.FORBIDDEN, desc = "both of them, or neither")
@State
public class TwoUnknownsStress {
  private @Nullable Thread second;
  private int byFirst;
  private int bySecond;
  private final Sender<String, Void> sender = SenderOfOne.create(
      new SenderOfOne.Nowhere() {
        @Override
        public void data(long seq, String payload) {
          if (Thread.currentThread() == second) {
            bySecond++;
          } else {
            byFirst++;
          }
        }
      },
      (seq, payload, outcome, reply) -> {});

  /** What was sent until now does not count. */
  public TwoUnknownsStress() {
    byFirst = 0;
  }

  @Actor
  public void first(II_Result result) {
    sender.status(0, Status.UNKNOWN);
    result.r1 = byFirst;
  }

  @Actor
  public void second(II_Result result) {
    second = Thread.currentThread();
    sender.status(0, Status.UNKNOWN);
    result.r2 = bySecond;
  }
}
