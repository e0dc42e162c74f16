package exactlyonce.stress;

import exactlyonce.protocol.Sender;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * One thread decides and reports message 0, while another needs its slot for message 1. The other
 * thread gets the slot only after the report, and sees what the listener did.
 */
@JCStressTest
@Description("a message is reported while another needs its slot: number assigned, report seen")
@Outcome(
    id = {"-1, 0", "-1, 1"},
    expect = Expect.ACCEPTABLE,
    desc = "the window was full")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "it got the slot after the report")
@Outcome(expect = Expect.FORBIDDEN, desc = "it got the slot before the report")
@State
public class ReportBeforeNextStress {
  private int reported; // plain: the window must order it
  private final Sender<String, Void> sender =
      SenderOfOne.create(new SenderOfOne.Nowhere(), (seq, payload, outcome, reply) -> reported = 1);

  @Actor
  public void decides() {
    sender.ack(0, null);
  }

  @Actor
  public void appends(II_Result result) {
    result.r1 = (int) sender.trySubmit("1");
    result.r2 = reported;
  }
}
