package exactlyonce.async;

import exactlyonce.protocol.SenderFailedException;
import exactlyonce.session.SessionState;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Says what went wrong, and how the session is, where nobody else listens. A network that is down
 * throws with every frame, so only the failures number 1, 2, 4, 8 and so on are logged; but always
 * those that end the sender.
 */
final class FailureLog implements Consumer<Exception> {
  private static final Logger LOGGER = System.getLogger("exactlyonce.async");

  private final long sender;
  private final AtomicLong failures = new AtomicLong();

  FailureLog(long sender) {
    this.sender = sender;
  }

  @Override
  public void accept(Exception failure) {
    boolean over =
        failure instanceof SenderFailedException || failure instanceof UndecidedException;
    long number = failures.incrementAndGet();
    if (over || Long.bitCount(number) == 1) {
      LOGGER.log(
          over ? Level.ERROR : Level.WARNING, "sender " + sender + ", failure " + number, failure);
    }
  }

  void changed(SessionState state) {
    LOGGER.log(Level.DEBUG, () -> "sender " + sender + ": " + state.inWords());
  }
}
