package exactlyonce.stress;

import exactlyonce.session.HostEvent;
import exactlyonce.session.HostSettings;
import exactlyonce.session.ReceiverHost;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZI_Result;

/** A session is dropped while one of its messages arrives. No handler runs in a session that is dropped. */
@JCStressTest
@Description("a session is dropped while a message arrives: was it? the effect: 1, or 2 after that")
@Outcome(id = "true, 0", expect = Expect.ACCEPTABLE, desc = "dropped before the message came")
@Outcome(id = "true, 1", expect = Expect.ACCEPTABLE, desc = "handled before it was dropped")
@Outcome(id = "false, 1", expect = Expect.ACCEPTABLE, desc = "in use, and not dropped")
@Outcome(
    expect = Expect.FORBIDDEN,
    desc = "an effect when the session was gone, or a drop that is denied")
@State
public class DropAgainstHandlingStress {
  private static final long SESSION = 1;
  private static final int SPINS = 20; // so that the handler takes as long as the drop

  private boolean isDropped;
  private int effect;
  private final ReceiverHost<String, Void> host = ReceiverHost.<String, Void>builder(
          (sender, session) -> (seq, payload) -> {
            for (int i = 0; i < SPINS; i++) {
              Thread.onSpinWait();
            }
            effect = isDropped ? 2 : 1;
            return null;
          },
          new SilentReplies())
      .settings(HostSettings.ofWindowSize(1))
      .ids(() -> SESSION)
      .onEvent(event -> isDropped |= event instanceof HostEvent.Dropped)
      .build();

  /** The session is open. */
  public DropAgainstHandlingStress() {
    host.open(1, 1, 1);
  }

  @Actor
  public void drops(ZI_Result result) {
    result.r1 = host.drop(SESSION);
  }

  @Actor
  public void brings() {
    host.in(SESSION).data(0, "a");
  }

  @Arbiter
  public void effect(ZI_Result result) {
    result.r2 = effect;
  }
}
