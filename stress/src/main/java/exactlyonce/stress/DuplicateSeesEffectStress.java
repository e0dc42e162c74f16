package exactlyonce.stress;

import exactlyonce.protocol.Receiver;
import exactlyonce.protocol.ReplyMode;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LI_Result;

/**
 * A copy that is acknowledged sees what the handler wrote to a plain field: an ACK never precedes the
 * effect. Both ways to that answer are raced: the read, and the witness of the compare-and-exchange.
 */
@JCStressTest
@Description("a copy while another runs the handler: what it is told, the effect it sees")
@Outcome(id = "ACK, 1", expect = Expect.ACCEPTABLE, desc = "it arrived after the effect")
@Outcome(
    id = {"IN_PROGRESS, 0", "IN_PROGRESS, 1"},
    expect = Expect.ACCEPTABLE,
    desc = "it arrived while the handler ran, and need not see the effect")
@Outcome(
    id = "ACK, 2",
    expect = Expect.ACCEPTABLE,
    desc = "it arrived first: the effect is its own")
@Outcome(expect = Expect.FORBIDDEN, desc = "it was told of an effect that it does not see")
@State
public class DuplicateSeesEffectStress {
  private final Told told = new Told();
  private final Receiver<String, Integer> receiver =
      Receiver.unordered(1, ReplyMode.WITHOUT_REPLIES, this::handle, told);
  private int effect;

  private @Nullable Integer handle(long seq, String payload) {
    effect = told.isSecond() ? 2 : 1;
    return null;
  }

  @Actor
  public void handler() {
    receiver.data(0, "a");
  }

  @Actor
  public void duplicate(LI_Result result) {
    told.second();
    receiver.data(0, "a");
    result.r1 = told.last();
    result.r2 = effect;
  }
}
