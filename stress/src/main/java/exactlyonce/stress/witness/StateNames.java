package exactlyonce.stress.witness;

import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The names of what the slots of the windows hold. */
final class StateNames {
  private static final int STATE_BITS = 3;

  private static final Map<String, Map<Integer, String>> STATES = Map.of(
      "ReceiveWindow.stamps",
      states("CLAIMED", "CLAIMED_AFTER_SEALED", "DELIVERED", "SEALED"),
      "OrderedReceiveWindow.stamps",
      states("CLAIMED", "FILLING", "BUFFERED", "DELIVERED", "SEALED", "PASSED", "FAILED"),
      "SendWindow.stamps",
      states(
          "REPORTING", "PENDING", "SEALING", "DELIVERED", "NOT_DELIVERED", "IN_DOUBT", "REJECTED"));

  private StateNames() {}

  /** Returns a value as it is to be read, by the location that holds it. */
  static String text(String location, @Nullable Object value) {
    int bracket = location.indexOf('[');
    Map<Integer, String> states =
        STATES.get(bracket < 0 ? location : location.substring(0, bracket));
    if (states == null || !(value instanceof Long stamp)) {
      return value != null && isUnnamed(value)
          ? value.getClass().getSimpleName()
          : String.valueOf(value);
    }
    int state = (int) (stamp & ((1 << STATE_BITS) - 1));
    return "(" + (stamp >> STATE_BITS) + ", " + states.getOrDefault(state, "state " + state) + ")";
  }

  /** Whether its text is its hash code, another one in each run. */
  private static boolean isUnnamed(Object value) {
    return value
        .toString()
        .equals(value.getClass().getName() + "@" + Integer.toHexString(value.hashCode()));
  }

  /** The numbers are those in the class of the windows, which is not public. */
  private static Map<Integer, String> states(String... names) {
    Map<Integer, String> states = new HashMap<>();
    try {
      Class<?> stamp = Class.forName("exactlyonce.window.Stamp");
      for (String name : List.of(names)) {
        Field field = stamp.getDeclaredField(name);
        field.setAccessible(true);
        states.put(field.getInt(null), name);
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
    return states;
  }
}
