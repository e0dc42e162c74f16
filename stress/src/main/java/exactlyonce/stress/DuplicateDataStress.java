package exactlyonce.stress;

import exactlyonce.protocol.Receiver;
import exactlyonce.protocol.ReplyMode;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLI_Result;

/** Two copies of one DATA at once: one runs the handler, the other is told how far it has got. */
@JCStressTest
@Description("two copies of one DATA: the first is told, the second is told, number of effects")
@Outcome(
    id = {"ACK, IN_PROGRESS, 1", "IN_PROGRESS, ACK, 1"},
    expect = Expect.ACCEPTABLE,
    desc = "one copy ran the handler, and the other arrived meanwhile")
@Outcome(
    id = "ACK, ACK, 1",
    expect = Expect.ACCEPTABLE,
    desc = "one copy ran the handler, and the other arrived afterwards")
@Outcome(expect = Expect.FORBIDDEN, desc = "not exactly one copy ran the handler")
@State
public class DuplicateDataStress {
  private final Told told = new Told();
  private final Receiver<String, Integer> receiver =
      Receiver.unordered(1, ReplyMode.WITHOUT_REPLIES, this::handle, told);

  // One per actor: a shared atomic counter would order the accesses that must race.
  private int effectsOfFirst;
  private int effectsOfSecond;

  private @Nullable Integer handle(long seq, String payload) {
    if (told.isSecond()) {
      effectsOfSecond++;
    } else {
      effectsOfFirst++;
    }
    return null;
  }

  @Actor
  public void first(LLI_Result result) {
    told.call(() -> receiver.data(0, "a"));
    result.r1 = told.last();
  }

  @Actor
  public void second(LLI_Result result) {
    told.second();
    told.call(() -> receiver.data(0, "a"));
    result.r2 = told.last();
  }

  @Arbiter
  public void count(LLI_Result result) {
    result.r3 = effectsOfFirst + effectsOfSecond;
  }
}
