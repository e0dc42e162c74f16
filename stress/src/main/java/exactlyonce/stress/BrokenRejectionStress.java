package exactlyonce.stress;

import exactlyonce.window.Answer;
import exactlyonce.window.ReceiveWindow;
import exactlyonce.window.ReplyCells;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * Broken on purpose: like {@link RejectionStress}, but the place for the reason is created once the
 * message is published as handled. Model {@code RequestReplyWindow-PublishedBeforeReply}.
 */
@JCStressTest
@Description("CHECK while a handler rejects: rejected, or not known yet, and never acknowledged")
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "rejected")
@Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "unknown, or in progress")
@Outcome(expect = Expect.FORBIDDEN, desc = "acknowledged")
@State
public class BrokenRejectionStress {
  private final ReceiveWindow window = new ReceiveWindow(1);
  private @Nullable ReplyCells<String> cells;

  @Actor
  public void handler() {
    window.claim(0);
    window.deliver(0); // the bug: too early
    ReplyCells<String> created = new ReplyCells<>(1);
    created.store(0, "why");
    cells = created;
  }

  @Actor
  public void check(I_Result result) {
    if (window.check(0) == Answer.DELIVERED) {
      ReplyCells<String> seen = cells;
      result.r1 = seen == null || seen.load(0) == null ? 2 : 1;
    }
  }
}
