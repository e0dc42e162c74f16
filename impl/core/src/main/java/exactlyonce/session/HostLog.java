package exactlyonce.session;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Says what happens at a host where nobody else listens. Some events come with every frame, so of
 * each kind only number 1, 2, 4, 8 and so on are logged. Thread-safe.
 */
final class HostLog implements Consumer<HostEvent> {
  private static final Logger LOGGER = System.getLogger("exactlyonce.session");

  private final Map<Class<?>, AtomicLong> counts = new ConcurrentHashMap<>();

  @Override
  public void accept(HostEvent event) {
    long number =
        counts.computeIfAbsent(event.getClass(), kind -> new AtomicLong()).incrementAndGet();
    if (Long.bitCount(number) == 1) {
      LOGGER.log(level(event), number + " times so far: " + event, event.cause());
    }
  }

  private static Level level(HostEvent event) {
    if (event instanceof HostEvent.Opened
        || event instanceof HostEvent.Closed
        || event instanceof HostEvent.Gone) {
      return Level.DEBUG;
    }
    if (event instanceof HostEvent.Dropped) {
      return Level.INFO;
    }
    return event instanceof HostEvent.MemoryLost ? Level.ERROR : Level.WARNING;
  }
}
