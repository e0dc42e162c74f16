package exactlyonce.stress;

import exactlyonce.protocol.Sender;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Two threads poll when an answer is overdue. One of them asks. */
@JCStressTest
@Description("two polls at once: frames that each sends")
@Outcome(
    id = {"1, 0", "0, 1"},
    expect = Expect.ACCEPTABLE,
    desc = "one of them asked")
@Outcome(expect = Expect.FORBIDDEN, desc = "both of them asked, or neither")
@State
public class TwoPollsStress {
  private static final long LATER = 1_000_000_000;

  private final Sender<String, Void> sender =
      SenderOfOne.create(new SenderOfOne.Nowhere(), (seq, payload, outcome, reply) -> {});

  @Actor
  public void first(II_Result result) {
    result.r1 = sender.poll(LATER);
  }

  @Actor
  public void second(II_Result result) {
    result.r2 = sender.poll(LATER);
  }
}
