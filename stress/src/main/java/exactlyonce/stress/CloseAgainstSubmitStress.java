package exactlyonce.stress;

import exactlyonce.protocol.Sender;
import exactlyonce.protocol.Status;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IZI_Result;

/**
 * A session is closed while its last place becomes free and is wanted. Whatever number is given, the closed
 * sender does not say that all is decided before that message is, and remembers that it was given.
 */
@JCStressTest
@Description(
    "closed while a message is submitted: its number; is all decided? unexpected answers about 1")
@Outcome(id = "1, false, 0", expect = Expect.ACCEPTABLE, desc = "submitted before")
@Outcome(id = "-3, true, 1", expect = Expect.ACCEPTABLE, desc = "closed before")
@Outcome(expect = Expect.FORBIDDEN, desc = "a message is forgotten, or waited for in vain")
@State
public class CloseAgainstSubmitStress {
  private final Sender<String, Void> sender =
      SenderOfOne.create(new SenderOfOne.Nowhere(), (seq, payload, outcome, reply) -> {});

  /** Message 0 is decided. */
  public CloseAgainstSubmitStress() {
    sender.ack(0, null);
  }

  @Actor
  public void submits(IZI_Result result) {
    result.r1 = (int) sender.trySubmit("a");
  }

  @Actor
  public void closes() {
    sender.close();
  }

  @Arbiter
  public void allDecided(IZI_Result result) {
    result.r2 = sender.allDecided();
    sender.status(1, Status.IN_PROGRESS);
    result.r3 = (int) sender.lostMemory();
  }
}
