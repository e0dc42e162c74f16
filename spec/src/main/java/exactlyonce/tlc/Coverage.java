package exactlyonce.tlc;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How often a run of {@link #of(TlcRequest)} took each action, and evaluated each expression.
 *
 * @param actions in TLC's order
 * @param evaluated for each expression of actions and invariants, how often
 */
public record Coverage(List<Action> actions, Map<Place, Long> evaluated) {

  /** TLC reports at the end, and before that every so many minutes. */
  private static final List<String> ARGUMENTS = List.of("-coverage", "30000");

  private static final String START = "The coverage statistics at ";
  private static final String PLACE = "line \\d+, col \\d+ to line \\d+, col \\d+ of module (\\w+)";
  private static final Pattern DEFINITION =
      Pattern.compile("<(\\S+) " + PLACE + ">: [\\d,]+:([\\d,]+)");
  private static final Pattern EXPRESSION =
      Pattern.compile(ExpressionCounts.PREFIX + "(\\w+) (\\d+) (\\d+) (\\d+) (\\d+) (\\d+)");

  public Coverage {
    actions = List.copyOf(actions);
    evaluated = Collections.unmodifiableMap(new LinkedHashMap<>(evaluated));
  }

  /**
   * An action.
   *
   * @param name of its definition
   * @param module that defines it
   * @param taken the steps found, those to states known before included
   */
  public record Action(String name, String module, long taken) {}

  /** From one character to another, both included. */
  public record Place(String module, int line, int column, int lastLine, int lastColumn) {

    /** Whether the other is part of this. */
    public boolean contains(Place other) {
      return module.equals(other.module)
          && before(line, column, other.line, other.column)
          && before(other.lastLine, other.lastColumn, lastLine, lastColumn);
    }

    /** What is in this place of the module's text, in one line. */
    public String text(String text) {
      List<String> all = text.lines().toList();
      List<String> parts = new ArrayList<>();
      for (int number = line; number <= lastLine; number++) {
        String whole = all.get(number - 1);
        parts.add(whole.substring(from(number), to(number, whole)).strip());
      }
      return String.join(" ", parts);
    }

    /**
     * The text of the module with something else in this place. What comes after it stays where it
     * is if there is room, for the columns of conjunctions and disjunctions have a meaning.
     */
    public String replacedIn(String text, String instead) {
      List<String> changed = new ArrayList<>(text.lines().toList());
      for (int number = line; number <= lastLine; number++) {
        String whole = changed.get(number - 1);
        int from = from(number);
        int to = to(number, whole);
        String first = number == line ? instead : "";
        String space = " ".repeat(Math.max(0, to - from - first.length()));
        changed.set(number - 1, whole.substring(0, from) + first + space + whole.substring(to));
      }
      return String.join("\n", changed) + "\n";
    }

    private int from(int number) {
      return number == line ? column - 1 : 0;
    }

    private int to(int number, String whole) {
      return number == lastLine ? lastColumn : whole.length();
    }

    private static boolean before(int line, int column, int otherLine, int otherColumn) {
      return line < otherLine || (line == otherLine && column <= otherColumn);
    }
  }

  /** The same run, which counts besides. */
  public static TlcRequest of(TlcRequest request) {
    List<String> arguments = new ArrayList<>(request.arguments());
    arguments.addAll(ARGUMENTS);
    Map<String, String> properties = new HashMap<>(request.systemProperties());
    properties.put(TlcRequest.REPORTER, ExpressionCounts.class.getName());
    return request.withArguments(arguments).withSystemProperties(properties);
  }

  /** Reads the last report in what TLC printed; there is nothing in it if TLC did not count. */
  public static Coverage in(List<String> log) {
    List<Action> actions = new ArrayList<>();
    Map<Place, Long> evaluated = new LinkedHashMap<>();
    for (String line : log) {
      Matcher definition = DEFINITION.matcher(line);
      Matcher expression = EXPRESSION.matcher(line);
      if (line.startsWith(START)) {
        actions.clear();
      } else if (definition.matches()) {
        long taken = Long.parseLong(definition.group(3).replace(",", ""));
        actions.add(new Action(definition.group(1), definition.group(2), taken));
      } else if (line.startsWith(ExpressionCounts.INITIAL)) {
        String initial = line.substring(ExpressionCounts.INITIAL.length());
        actions.removeIf(action -> action.name().equals(initial));
      } else if (expression.matches()) {
        evaluated.put(place(expression), Long.valueOf(expression.group(6)));
      }
    }
    return new Coverage(actions, evaluated);
  }

  private static Place place(Matcher match) {
    return new Place(
        match.group(1),
        Integer.parseInt(match.group(2)),
        Integer.parseInt(match.group(3)),
        Integer.parseInt(match.group(4)),
        Integer.parseInt(match.group(5)));
  }
}
