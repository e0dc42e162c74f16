package exactlyonce.stress.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Numbers for what is kept in memory, so that states are arrays of numbers. Numbers, strings and the like
 * are the same if they are equal, other objects if they are identical. Not thread-safe.
 */
public final class Values {
  private final List<@Nullable Object> objects = new ArrayList<>();
  private final Map<Object, Integer> numbers = new HashMap<>();

  /** Returns the number of a value. */
  public int number(@Nullable Object value) {
    return numbers.computeIfAbsent(key(value), key -> {
      objects.add(value);
      return objects.size() - 1;
    });
  }

  /** Returns the value with this number. */
  public @Nullable Object value(int number) {
    return objects.get(number);
  }

  private static Object key(@Nullable Object value) {
    boolean byContent = value instanceof Number
        || value instanceof String
        || value instanceof Boolean
        || value instanceof Record
        || value instanceof Enum;
    return byContent ? Objects.requireNonNull(value) : new Identity(value);
  }

  private record Identity(@Nullable Object object) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Identity identity && identity.object == object;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(object);
    }
  }
}
