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
 * A message of the second lap is handled while its copy arrives. The copy gets the reply that belongs to it, and
 * not the one that the lap before has left in its place.
 */
@JCStressTest
@Description("a copy while its message is handled: the reply that the copy gets")
@Outcome(id = "11", expect = Expect.ACCEPTABLE, desc = "its own")
@Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "none: the message was in progress")
@Outcome(expect = Expect.FORBIDDEN, desc = "that of the lap before")
@State
public class CopyAgainstReplyStress {
  private final Told told = new Told();
  private final Receiver<Integer, Integer> receiver =
      Receiver.unordered(1, ReplyMode.WITH_REPLIES, (seq, payload) -> payload, told);

  /** Message 0 is delivered. */
  public CopyAgainstReplyStress() {
    receiver.data(0, 10);
  }

  @Actor
  public void handler() {
    receiver.data(1, 11);
  }

  @Actor
  public void copy(I_Result result) {
    told.second();
    receiver.data(1, 11);
    result.r1 = told.replyToSecond();
  }
}
