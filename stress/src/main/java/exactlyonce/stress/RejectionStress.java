package exactlyonce.stress;

import exactlyonce.protocol.Receiver;
import exactlyonce.protocol.RejectedException;
import exactlyonce.protocol.Replies;
import exactlyonce.protocol.ReplyMode;
import exactlyonce.protocol.Status;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * The first rejection of a session without replies, which creates the place for its reason, while
 * another thread answers CHECK. Whoever sees that the message is handled must see that it is rejected.
 */
@JCStressTest
@Description("CHECK while a handler rejects: rejected, or not known yet, and never acknowledged")
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "rejected")
@Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "unknown, or in progress")
@Outcome(expect = Expect.FORBIDDEN, desc = "acknowledged, or rejected for no reason")
@State
public class RejectionStress {
  private final Told told = new Told();
  private final Receiver<String, Void> receiver = Receiver.unordered(
      1,
      ReplyMode.WITHOUT_REPLIES,
      (seq, payload) -> {
        throw new RejectedException("why");
      },
      told);

  @Actor
  public void handler() {
    receiver.data(0, "a");
  }

  @Actor
  public void check(I_Result result) {
    told.checker = Thread.currentThread();
    receiver.check(0);
    result.r1 = told.answer;
  }

  /** Remembers what the thread was told that checks. */
  private static final class Told implements Replies<Void> {
    private @Nullable Thread checker;
    private int answer;

    private void tell(int what) {
      if (Thread.currentThread() == checker) {
        answer = what;
      }
    }

    @Override
    public void ack(long seq, @Nullable Void reply) {
      tell(2);
    }

    @Override
    public void rejected(long seq, String reason) {
      tell(reason.equals("why") ? 1 : 3);
    }

    @Override
    public void status(long seq, Status status) {
      tell(0);
    }
  }
}
