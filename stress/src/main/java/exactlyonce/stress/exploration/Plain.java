package exactlyonce.stress.exploration;

import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/** The objects and arrays whose plain accesses are looked at, with their names. Thread-safe. */
public final class Plain {
  // Arrays, and objects of classes without an equality of their own.
  private static final Map<Object, String> NAMES = Collections.synchronizedMap(new WeakHashMap<>());

  private Plain() {}

  /** Returns plain variables, all 0. */
  public static long[] variables(String name, int count) {
    long[] variables = new long[count];
    name(variables, name);
    return variables;
  }

  /** Gives an object or an array its name. */
  public static void name(@Nullable Object shared, String name) {
    if (shared != null) {
      NAMES.put(shared, name);
    }
  }

  /** Returns its name; null if it is not looked at. */
  public static @Nullable String nameOf(Object object) {
    return NAMES.get(object);
  }
}
