package exactlyonce.udp;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds what is still in use by its id. An entry disappears once nobody else refers to its value, so
 * that a transport keeps no sender and no session alive. Thread-safe.
 */
final class WeakMap<V> {
  private static final class Entry<V> extends WeakReference<V> {
    final long id;

    Entry(long id, V value, ReferenceQueue<V> unused) {
      super(value, unused);
      this.id = id;
    }
  }

  private final Map<Long, Entry<V>> entries = new ConcurrentHashMap<>();
  private final ReferenceQueue<V> unused = new ReferenceQueue<>();

  void put(long id, V value) {
    entries.put(id, new Entry<>(id, value, unused));
    for (Reference<? extends V> old; (old = unused.poll()) != null; ) {
      entries.remove(((Entry<?>) old).id, old);
    }
  }

  @Nullable V get(long id) {
    Entry<V> entry = entries.get(id);
    return entry == null ? null : entry.get();
  }

  /** Removes an entry if it has this value. */
  void remove(long id, V value) {
    entries.computeIfPresent(id, (same, entry) -> entry.refersTo(value) ? null : entry);
  }

  List<V> values() {
    List<V> values = new ArrayList<>();
    for (Entry<V> entry : entries.values()) {
      V value = entry.get();
      if (value != null) {
        values.add(value);
      }
    }
    return values;
  }

  int size() {
    return entries.size();
  }
}
