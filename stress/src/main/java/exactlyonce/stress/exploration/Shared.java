package exactlyonce.stress.exploration;

import exactlyonce.stress.model.Locations;
import exactlyonce.stress.model.Values;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The values and the locations of one client. Not thread-safe. */
public final class Shared {
  private final Values values = new Values();
  private final Locations locations;
  private final IdentityHashMap<Object, Map<Object, Integer>> numbers = new IdentityHashMap<>();

  Shared(int threads) {
    locations = new Locations(threads);
  }

  /** Returns the numbers of values. */
  public Values values() {
    return values;
  }

  /** Returns what is known about each location. */
  public Locations locations() {
    return locations;
  }

  /**
   * Returns the location of a field or an element.
   *
   * @param owner the object or the array
   * @param part the field's name or the index
   * @param name for the reader
   * @param initial what it held at the start
   * @param racy whether plain accesses are meant to race
   */
  public int location(
      Object owner, Object part, String name, Supplier<@Nullable Object> initial, boolean racy) {
    return numbers
        .computeIfAbsent(owner, key -> new HashMap<>())
        .computeIfAbsent(part, key -> locations.add(name, values.number(initial.get()), racy));
  }
}
