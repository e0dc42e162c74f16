package exactlyonce.tlc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the states of a counterexample. */
final class StateReader {

  private static final Pattern HEAD =
      Pattern.compile("(\\d+): (?:Back to state: )?<(Initial predicate|[^ (>]+).*");
  private static final Pattern STUTTERING = Pattern.compile("\\d+: Stuttering");
  private static final Pattern VARIABLE = Pattern.compile("(?:/\\\\ )?([A-Za-z_]\\w*) = (.*)");

  private final List<Counterexample.State> states = new ArrayList<>();
  private Counterexample.Ending ending = new Counterexample.Stop();

  boolean isEmpty() {
    return states.isEmpty();
  }

  Counterexample counterexample() {
    return new Counterexample(states, ending);
  }

  /** A state, or stuttering. */
  void state(ToolMessage message) {
    if (STUTTERING.matcher(message.first()).matches()) {
      ending = new Counterexample.Stuttering();
      return;
    }
    Matcher head = HEAD.matcher(message.first());
    if (!head.matches()) {
      throw new IllegalArgumentException("not a state: " + message.first());
    }
    String action = head.group(2).equals("Initial predicate") ? "Init" : head.group(2);
    int number = Integer.parseInt(head.group(1));
    List<String> lines = message.lines();
    states.add(new Counterexample.State(number, action, variables(lines.subList(1, lines.size()))));
  }

  /** The way back to an earlier state. */
  void backTo(ToolMessage message) {
    Matcher head = HEAD.matcher(message.first());
    if (!head.matches()) {
      throw new IllegalArgumentException("not a way back to a state: " + message.first());
    }
    ending = new Counterexample.BackTo(Integer.parseInt(head.group(1)), head.group(2));
  }

  /** The one state of a violation by an initial state. */
  void initialState(List<String> lines) {
    states.add(new Counterexample.State(1, "Init", variables(lines)));
  }

  private static Map<String, TlaValue> variables(List<String> lines) {
    Map<String, StringBuilder> texts = new LinkedHashMap<>();
    StringBuilder current = new StringBuilder();
    for (String line : lines) {
      Matcher variable = VARIABLE.matcher(line);
      if (variable.matches()) {
        current = new StringBuilder(variable.group(2));
        texts.put(variable.group(1), current);
      } else {
        current.append('\n').append(line); // TLC breaks long values over several lines
      }
    }
    Map<String, TlaValue> variables = new LinkedHashMap<>();
    texts.forEach((name, text) -> variables.put(name, value(text.toString().strip())));
    return variables;
  }

  private static TlaValue value(String text) {
    try {
      return TlaValue.parse(text);
    } catch (IllegalArgumentException e) {
      return new TlaValue.Other(text);
    }
  }
}
