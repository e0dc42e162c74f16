package exactlyonce.stress;

import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Of two threads that claim one slot, one wins. A placeholder. */
@JCStressTest
@Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "the first won")
@Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "the second won")
@State
public class PlaceholderStress {
  private final AtomicLong slot = new AtomicLong();

  @Actor
  public void first(ZZ_Result result) {
    result.r1 = slot.compareAndSet(0, 1);
  }

  @Actor
  public void second(ZZ_Result result) {
    result.r2 = slot.compareAndSet(0, 2);
  }
}
