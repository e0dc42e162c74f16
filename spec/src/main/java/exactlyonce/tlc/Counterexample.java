package exactlyonce.tlc;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A behaviour that violates a property: its states, and what comes after the last one.
 *
 * @param states from the initial state on, never empty
 * @param ending what comes after the last of them
 */
public record Counterexample(List<State> states, Ending ending) {

  public Counterexample {
    states = List.copyOf(states);
  }

  /** The number of states printed; neither stuttering nor the way back to a state counts. */
  public int length() {
    return states.size();
  }

  /**
   * One state.
   *
   * @param number from 1
   * @param action the action that led to it; {@code Init} for the first
   * @param variables the value of each variable, in TLC's order
   */
  public record State(int number, String action, Map<String, TlaValue> variables) {
    public State {
      variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
    }
  }

  /** What comes after the last state. */
  public sealed interface Ending {}

  /** Nothing that matters: the last state, or the step to it, is the violation. */
  public record Stop() implements Ending {}

  /** Nothing happens any more. */
  public record Stuttering() implements Ending {}

  /** The behaviour repeats from an earlier state on, forever. */
  public record BackTo(int number, String action) implements Ending {}
}
