package exactlyonce.stress.exploration;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the specifications allow: for each client that they have too, every outcome that TLC finds, memory
 * taken as sequentially consistent. The module {@code spec} makes the table, in its {@code ClientOutcomesTest}.
 */
public final class SpecifiedOutcomes {
  private static final String TABLE = "/exactlyonce/stress/outcomes.txt";
  private static final String SEPARATOR = ": ";

  private SpecifiedOutcomes() {}

  /** Returns the outcomes of each client by its name. */
  public static Map<String, Set<String>> byClient() {
    try (InputStream in = SpecifiedOutcomes.class.getResourceAsStream(TABLE)) {
      if (in == null) {
        throw new IllegalStateException("no " + TABLE);
      }
      return read(new BufferedReader(new InputStreamReader(in, UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Compares what a client does with what the specification allows.
   *
   * @param specified null if the specifications do not have this client
   * @return a line for each outcome that only one of them has; empty if they are the same
   */
  public static List<String> differences(@Nullable Set<String> specified, Set<String> found) {
    List<String> differences = new ArrayList<>();
    if (specified != null) {
      specified.stream()
          .filter(outcome -> !found.contains(outcome))
          .forEach(outcome -> differences.add("only in the specification: " + outcome));
      found.stream()
          .filter(outcome -> !specified.contains(outcome))
          .forEach(outcome -> differences.add("not in the specification: " + outcome));
    }
    return differences;
  }

  private static Map<String, Set<String>> read(BufferedReader table) {
    Map<String, Set<String>> outcomes = new HashMap<>();
    table.lines().forEach(line -> {
      int end = line.indexOf(SEPARATOR);
      outcomes
          .computeIfAbsent(line.substring(0, end), client -> new TreeSet<>())
          .add(line.substring(end + SEPARATOR.length()));
    });
    return outcomes;
  }
}
