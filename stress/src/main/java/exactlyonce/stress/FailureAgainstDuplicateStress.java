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
import org.openjdk.jcstress.infra.results.LIL_Result;

/**
 * The first attempt of a handler fails while a copy of its message arrives. The copy is the next attempt, or it
 * is told that one is running; and it finds undone what the failed one had done.
 */
@JCStressTest
@Description(
    "a handler fails while a copy arrives: the copy is told, the effect, a later CHECK is told")
@Outcome(
    id = "ACK, 10, ACK",
    expect = Expect.ACCEPTABLE,
    desc = "the copy was handled, before the other one or after it had failed")
@Outcome(
    id = "IN_PROGRESS, 0, UNKNOWN",
    expect = Expect.ACCEPTABLE,
    desc = "the copy arrived before the failure")
@Outcome(expect = Expect.FORBIDDEN, desc = "the claim is lost, or what failed had an effect")
@State
public class FailureAgainstDuplicateStress {
  private final Told told = new Told();
  private final Receiver<String, Integer> receiver =
      Receiver.unordered(1, ReplyMode.WITHOUT_REPLIES, this::handle, told);
  private int effect;

  private @Nullable Integer handle(long seq, String payload) {
    if (told.isSecond()) {
      effect += 10;
      return null;
    }
    effect++;
    effect--; // undone
    throw new IllegalStateException("fails");
  }

  @Actor
  public void fails() {
    receiver.data(0, "a");
  }

  @Actor
  public void copy(LIL_Result result) {
    told.second();
    receiver.data(0, "a");
    result.r1 = told.last();
  }

  @Arbiter
  public void check(LIL_Result result) {
    result.r2 = effect;
    told.second();
    receiver.check(0);
    result.r3 = told.last();
  }
}
