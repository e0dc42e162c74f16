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
import org.openjdk.jcstress.infra.results.LLLL_Result;

/**
 * DATA races SEAL for one message: one of them wins, and the loser's answer tells which. In
 * particular, a DATA that lost to SEAL is told SEALED, not IN_PROGRESS: it must answer from the
 * witness.
 */
@JCStressTest
@Description(
    "DATA races SEAL: DATA is told, SEAL is told, number of effects, a later CHECK is told")
@Outcome(
    id = "ACK, IN_PROGRESS, 1, ACK",
    expect = Expect.ACCEPTABLE,
    desc = "DATA won, and SEAL arrived while the handler ran")
@Outcome(
    id = "ACK, ACK, 1, ACK",
    expect = Expect.ACCEPTABLE,
    desc = "DATA won, and SEAL arrived after the handler")
@Outcome(id = "SEALED, SEALED, 0, SEALED", expect = Expect.ACCEPTABLE, desc = "SEAL won")
@Outcome(
    expect = Expect.FORBIDDEN,
    desc = "both won, or neither, or the loser was told something else")
@State
public class DataAgainstSealStress {
  private final Told told = new Told();
  private final Receiver<String, Integer> receiver =
      Receiver.unordered(1, ReplyMode.WITHOUT_REPLIES, this::handle, told);
  private int effects;

  private @Nullable Integer handle(long seq, String payload) {
    effects++;
    return null;
  }

  @Actor
  public void data(LLLL_Result result) {
    told.call(() -> receiver.data(0, "a"));
    result.r1 = told.last();
  }

  @Actor
  public void seal(LLLL_Result result) {
    told.second();
    receiver.seal(0);
    result.r2 = told.last();
  }

  @Arbiter
  public void check(LLLL_Result result) {
    result.r3 = effects;
    told.second();
    receiver.check(0);
    result.r4 = told.last();
  }
}
