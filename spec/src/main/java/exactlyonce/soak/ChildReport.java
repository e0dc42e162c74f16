package exactlyonce.soak;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A line that a child writes to its standard output for its parent. All other lines are for humans. The
 * end is marked, for a child that is killed may have written half a line.
 */
record ChildReport(Kind kind, long value) {
  private static final Pattern LINE = Pattern.compile("@([a-z]+) ([0-9]+)\\.");

  enum Kind {
    /** The receiver listens on this port. */
    PORT,
    /** So many orders are booked. */
    BOOKED,
    /** So many orders are confirmed. */
    CONFIRMED,
    /** The sender is at its end: so many orders are confirmed, and none is open. */
    DONE
  }

  static void print(Kind kind, long value) {
    System.out.println("@" + kind.name().toLowerCase(Locale.ROOT) + " " + value + ".");
  }

  static @Nullable ChildReport parse(String line) {
    Matcher matcher = LINE.matcher(line);
    return matcher.matches()
        ? new ChildReport(
            Kind.valueOf(matcher.group(1).toUpperCase(Locale.ROOT)),
            Long.parseLong(matcher.group(2)))
        : null;
  }
}
