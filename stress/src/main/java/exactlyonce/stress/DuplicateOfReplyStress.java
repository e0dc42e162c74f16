package exactlyonce.stress;

import exactlyonce.protocol.Receiver;
import exactlyonce.protocol.ReplyMode;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * A late copy of a delivered message is answered while the next lap takes its slot. It gets its own
 * reply or none, and never the reply of the next lap.
 */
@JCStressTest
@Description("a copy of a delivered message while its slot moves on: its reply")
@Outcome(id = "10", expect = Expect.ACCEPTABLE, desc = "it arrived before the next lap")
@Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "no answer is owed any more")
@Outcome(expect = Expect.FORBIDDEN, desc = "it got the reply of another message")
@State
public class DuplicateOfReplyStress {
  private final Told told = new Told();
  private final Receiver<Integer, Integer> receiver =
      Receiver.unordered(1, ReplyMode.WITH_REPLIES, (seq, payload) -> payload, told);

  /** Message 0 is delivered. */
  public DuplicateOfReplyStress() {
    receiver.data(0, 10);
  }

  @Actor
  public void duplicate(I_Result result) {
    told.second();
    receiver.data(0, 10);
    result.r1 = told.replyToSecond();
  }

  @Actor
  public void nextLap() {
    receiver.data(1, 11);
  }
}
