package exactlyonce.bench.peer;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What a receiver remembers, so as to recognise duplicates. Used by any thread. */
interface Memory {
  /** Remembers a message; returns whether it was not known. */
  boolean isNew(long number);

  /** A map from which the message one window before is removed. */
  static Memory concurrentMap(int window) {
    Map<Long, Boolean> seen = new ConcurrentHashMap<>(2 * window);
    return number -> {
      seen.remove(number - window);
      return seen.putIfAbsent(number, Boolean.TRUE) == null;
    };
  }

  /** A map under a lock which forgets the eldest. */
  static Memory lockedMap(int window) {
    Set<Long> seen = Collections.newSetFromMap(new LinkedHashMap<Long, Boolean>(2 * window) {
      private static final long serialVersionUID = 1;

      @Override
      protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
        return size() > window;
      }
    });
    return Collections.synchronizedSet(seen)::add;
  }

  /** A cache of bounded size, which chooses itself what it forgets. */
  static Memory cache(int window) {
    // On the calling thread, so that how much it forgets does not depend on how busy others are.
    Cache<Long, Boolean> seen =
        Caffeine.newBuilder().maximumSize(window).executor(Runnable::run).build();
    return number -> seen.asMap().putIfAbsent(number, Boolean.TRUE) == null;
  }
}
