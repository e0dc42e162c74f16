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
    return place.text(module);
  }

  /** The text of the module without it. */
  public String removedFrom(String module) {
    return place.replacedIn(module, "TRUE");
  }
}
