package exactlyonce.tlc;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A guard: a conjunct of an action that says when the action is possible, and nothing about what it does.
 *
 * @param place where it is
 * @param action the definition that it belongs to
 */
public record Guard(Coverage.Place place, String action) {

  private static final Pattern LINE =
      Pattern.compile(ActionGuards.PREFIX + "(\\w+) (\\d+) (\\d+) (\\d+) (\\d+) (\\S+)");

  /** The same run, which tells the guards besides. */
  public static TlcRequest of(TlcRequest request) {
    Map<String, String> properties = new HashMap<>(request.systemProperties());
    properties.put(TlcRequest.REPORTER, ActionGuards.class.getName());
    return request.withSystemProperties(properties);
  }

  /** Reads what TLC printed. */
  public static List<Guard> in(List<String> log) {
    List<Guard> guards = new ArrayList<>();
    for (String line : log) {
      Matcher match = LINE.matcher(line);
      if (match.matches()) {
        guards.add(new Guard(
            new Coverage.Place(
                match.group(1),
                Integer.parseInt(match.group(2)),
                Integer.parseInt(match.group(3)),
                Integer.parseInt(match.group(4)),
                Integer.parseInt(match.group(5))),
            match.group(6)));
      }
    }
    return guards;
  }

  /** Its text in one line. */
  public String text(String module) {
    return String.join(" ", lines(module).stream().map(String::strip).toList());
  }

  private List<String> lines(String module) {
    List<String> all = module.lines().toList();
    List<String> lines = new ArrayList<>();
    for (int number = place.line(); number <= place.lastLine(); number++) {
      String line = all.get(number - 1);
      lines.add(line.substring(from(number), to(number, line)));
    }
    return lines;
  }

  private int from(int number) {
    return number == place.line() ? place.column() - 1 : 0;
  }

  private int to(int number, String line) {
    return number == place.lastLine() ? place.lastColumn() : line.length();
  }

  /**
   * The text of the module with TRUE in its place. What comes after it stays where it is, for the
   * columns of conjunctions and disjunctions have a meaning.
   */
  public String removedFrom(String module) {
    List<String> changed = new ArrayList<>(module.lines().toList());
    for (int number = place.line(); number <= place.lastLine(); number++) {
      String line = changed.get(number - 1);
      int from = from(number);
      int to = to(number, line);
      String instead = number == place.line() ? "TRUE" : "";
      String space = " ".repeat(Math.max(0, to - from - instead.length()));
      changed.set(number - 1, line.substring(0, from) + instead + space + line.substring(to));
    }
    return String.join("\n", changed) + "\n";
  }
}
