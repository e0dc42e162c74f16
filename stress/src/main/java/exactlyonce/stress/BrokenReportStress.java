package exactlyonce.stress;

import java.util.concurrent.atomic.AtomicBoolean;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Broken on purpose: like {@link ReportBeforeNextStress}, but the decision already frees the slot.
 * Model {@code SendWindow-ResolvedBeforeReport}.
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
public class BrokenReportStress {
  private final AtomicBoolean resolved = new AtomicBoolean();
  private int reported;

  @Actor
  public void decides() {
    if (resolved.compareAndSet(false, true)) {
      reported = 1; // the bug: another thread may have intervened
    }
  }

  @Actor
  public void appends(II_Result result) {
    result.r1 = resolved.get() ? 1 : -1;
    result.r2 = reported;
  }
}
