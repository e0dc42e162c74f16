package exactlyonce.stress;

import exactlyonce.protocol.Sender;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Two answers decide one message at the same time. It is reported once, with one of the two outcomes. */
@JCStressTest
@Description("ACK against SEALED, which a wrong receiver may send: reports of delivered, of not")
@Outcome(
    id = {"1, 0", "0, 1"},
    expect = Expect.ACCEPTABLE,
    desc = "one of them")
@Outcome(expect = Expect.FORBIDDEN, desc = "reported twice, or never")
@State
public class ReportedOnceStress {
  private int delivered;
  private int notDelivered;
  private final Sender<String, Void> sender =
      SenderOfOne.create(new SenderOfOne.Nowhere(), (seq, payload, outcome, reply) -> {
        if (outcome == exactlyonce.window.Outcome.DELIVERED) {
          delivered++;
        } else {
          notDelivered++;
        }
      });

  @Actor
  public void ack() {
    sender.ack(0, null);
  }

  @Actor
  public void sealed() {
    sender.status(0, exactlyonce.protocol.Status.SEALED);
  }

  @Arbiter
  public void count(II_Result result) {
    result.r1 = delivered;
    result.r2 = notDelivered;
  }
}
