package exactlyonce.session;

import exactlyonce.session.HostedSession.Opening;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The last OPENs whose sessions were closed. Nobody waits for them any more, so a copy that arrives
 * late must not open another session: its sender may no longer be there to close it. Thread-safe.
 */
final class ClosedOpenings {
  private final int capacity;
  private final Set<Opening> openings = ConcurrentHashMap.newKeySet();
  private final Queue<Opening> oldestFirst = new ConcurrentLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger();

  ClosedOpenings(int capacity) {
    this.capacity = capacity;
  }

  void add(Opening opening) {
    if (!openings.add(opening)) {
      return;
    }
    oldestFirst.add(opening);
    if (size.incrementAndGet() > capacity) {
      Opening oldest = oldestFirst.poll();
      if (oldest != null) {
        size.decrementAndGet();
        openings.remove(oldest);
      }
    }
  }

  boolean contains(Opening opening) {
    return openings.contains(opening);
  }
}
