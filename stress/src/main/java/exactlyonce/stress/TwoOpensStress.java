package exactlyonce.stress;

import exactlyonce.session.SessionSender;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Two threads ask for a session. One OPEN is sent. */
@JCStressTest
@Description("two threads ask for a session: which of them sent OPEN?")
@Outcome(
    id = {"true, false", "false, true"},
    expect = Expect.ACCEPTABLE,
    desc = "one of them")
@Outcome(expect = Expect.FORBIDDEN, desc = "both of them, or neither")
@State
public class TwoOpensStress {
  private final SessionSender<String, Void> session = new WrittenStore().newSender();

  @Actor
  public void first(ZZ_Result result) {
    result.r1 = session.open();
  }

  @Actor
  public void second(ZZ_Result result) {
    result.r2 = session.open();
  }
}
