package exactlyonce.stress.model;

import java.util.Arrays;

/** For each location, the time of the latest write that one must see. Immutable. */
final class View {
  static final View NONE = new View(new long[0]);

  private final long[] times;

  private View(long[] times) {
    this.times = times;
  }

  long time(int location) {
    return location < times.length ? times[location] : 0;
  }

  View with(int location, long time) {
    if (time(location) >= time) {
      return this;
    }
    long[] grown = Arrays.copyOf(times, Math.max(times.length, location + 1));
    grown[location] = time;
    return new View(grown);
  }

  View join(View other) {
    if (other == this || other.times.length == 0) {
      return this;
    }
    if (times.length == 0) {
      return other;
    }
    long[] joined = Arrays.copyOf(times, Math.max(times.length, other.times.length));
    for (int location = 0; location < other.times.length; location++) {
      joined[location] = Math.max(joined[location], other.times[location]);
    }
    return new View(joined);
  }
}
