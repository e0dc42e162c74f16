package exactlyonce.matrix;

import java.util.EnumMap;
import java.util.Map;

/**
 * A bug that was seeded, and what caught it.
 *
 * @param name of the bug; sources that give one name mean one bug
 * @param bug what is wrong
 * @param caughtBy by which checks, and which test, vector, property or client of each
 */
record SeededBug(String name, String bug, Map<Check, String> caughtBy) {
  static SeededBug of(String name, String bug, Check check, String by) {
    return new SeededBug(name, bug, Map.of(check, by));
  }

  /** Returns this bug with what another source says of it. */
  SeededBug and(SeededBug other) {
    Map<Check, String> both = new EnumMap<>(Check.class);
    both.putAll(caughtBy);
    other.caughtBy.forEach((check, by) -> both.merge(check, by, (a, b) -> a + ", " + b));
    return new SeededBug(name, bug, both);
  }
}
