package exactlyonce.stress;

import exactlyonce.protocol.Sender;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZIZ_Result;

/** A message is cancelled while it is decided. It stays decided, and is reported once. */
@JCStressTest
@Description("a message is cancelled while ACK arrives: cancelled; reports; is all decided?")
@Outcome(id = "true, 1, true", expect = Expect.ACCEPTABLE, desc = "cancelled before the answer")
@Outcome(id = "false, 1, true", expect = Expect.ACCEPTABLE, desc = "it was decided before")
@Outcome(expect = Expect.FORBIDDEN, desc = "it is open again, or was not reported")
@State
public class CancelAgainstAckStress {
  private int reports;
  private final Sender<String, Void> sender =
      SenderOfOne.create(new SenderOfOne.Nowhere(), (seq, payload, outcome, reply) -> reports++);

  @Actor
  public void cancels(ZIZ_Result result) {
    result.r1 = sender.cancel(0);
  }

  @Actor
  public void decides() {
    sender.ack(0, null);
  }

  @Arbiter
  public void allDecided(ZIZ_Result result) {
    result.r2 = reports;
    result.r3 = sender.allDecided();
  }
}
