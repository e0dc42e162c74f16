package exactlyonce.stress.model;

import java.util.ArrayList;
import java.util.List;

/**
 * What is known of each location: its name and what it held at the start. Besides, there is a location for
 * each thread that reads it plainly, which counts these reads: a write must be ordered after them. Not
 * thread-safe.
 */
public final class Locations {
  private record Location(String name, int initial, boolean racy) {}

  private final int stride;
  private final List<Location> locations = new ArrayList<>();

  /**
   * Creates no locations.
   *
   * @param threads how many threads there are
   */
  public Locations(int threads) {
    stride = threads + 1;
  }

  /**
   * Adds a location.
   *
   * @param name for the reader
   * @param initial the number of the value that it holds at the start
   * @param racy whether plain accesses are meant to race: they read something old, and nothing is wrong
   * @return its number
   */
  public int add(String name, int initial, boolean racy) {
    locations.add(new Location(name, initial, racy));
    return (locations.size() - 1) * stride;
  }

  /** Returns a location's name. */
  public String name(int location) {
    return locations.get(location / stride).name;
  }

  int initial(int location) {
    return location % stride == 0 ? locations.get(location / stride).initial : 0;
  }

  /** Returns whether plain accesses are meant to race. */
  public boolean isRacy(int location) {
    return locations.get(location / stride).racy;
  }

  /** Returns the location that counts the plain reads by a thread. */
  int reads(int location, int thread) {
    return location + 1 + thread;
  }

  boolean isCount(int location) {
    return location % stride != 0;
  }

  /** Returns a number greater than that of every location. */
  int bound() {
    return locations.size() * stride;
  }
}
