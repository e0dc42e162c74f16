package exactlyonce.stress;

import exactlyonce.protocol.Sender;
import exactlyonce.session.SessionSender;
import java.util.Objects;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IZ_Result;

/** The application closes a session. Who is told so finds it written. */
@JCStressTest
@Description("a session is closed while a message is submitted: its number; is DRAINING written?")
@Outcome(
    id = {"0, false", "0, true"},
    expect = Expect.ACCEPTABLE,
    desc = "submitted before")
@Outcome(id = "-3, true", expect = Expect.ACCEPTABLE, desc = "closed before")
@Outcome(expect = Expect.FORBIDDEN, desc = "it is closed, and that is not written")
@State
public class ClosedIsWrittenStress {
  private final WrittenStore store = new WrittenStore();
  private final SessionSender<String, Void> session = store.openSession();
  private final Sender<String, Void> sender = Objects.requireNonNull(session.sender());

  @Actor
  public void closes() {
    session.close();
  }

  @Actor
  public void submits(IZ_Result result) {
    result.r1 = (int) sender.trySubmit("a");
    result.r2 = store.isDraining;
  }
}
