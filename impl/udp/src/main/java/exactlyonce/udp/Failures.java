package exactlyonce.udp;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells what goes wrong to the listener. Where there is none, the failures number 1, 2, 4, 8 and so
 * on are logged: a network that is down fails with every datagram.
 */
final class Failures {
  private static final Logger LOGGER = System.getLogger("exactlyonce.udp");

  private final Consumer<? super UdpException> listener;

  Failures(Consumer<? super UdpException> listener) {
    this.listener = listener;
  }

  static Consumer<UdpException> log() {
    AtomicLong failures = new AtomicLong();
    return failure -> {
      long number = failures.incrementAndGet();
      if (Long.bitCount(number) == 1) {
        log("failure " + number, failure);
      }
    };
  }

  void report(String what, @Nullable Throwable cause) {
    UdpException failure = new UdpException(cause == null ? what : what + ": " + cause, cause);
    try {
      listener.accept(failure);
    } catch (RuntimeException ofListener) { // must not end the thread that reports
      ofListener.addSuppressed(failure);
      log("the listener has failed", ofListener);
    }
  }

  private static void log(String what, Exception failure) {
    LOGGER.log(Level.WARNING, what + ": " + failure.getMessage(), failure);
  }
}
