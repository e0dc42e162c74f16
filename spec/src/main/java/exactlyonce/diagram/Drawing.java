package exactlyonce.diagram;

import exactlyonce.model.Model;
import exactlyonce.tlc.Counterexample;
import exactlyonce.tlc.Counterexample.State;
import exactlyonce.tlc.TlcResult;
import exactlyonce.tlc.TlcResult.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is drawn of a counterexample.
 *
 * @param title the name of the model
 * @param lifelines from left to right
 * @param network the one of them at which it is said what is still in flight
 * @param steps the initial state is the first
 * @param end how it goes on after the last step
 * @param inFlight what is in the network at the end, in lines
 * @param verdict what this shows, in lines; the first says which property is violated
 */
public record Drawing(
    String title,
    List<String> lifelines,
    String network,
    List<Step> steps,
    End end,
    List<String> inFlight,
    List<String> verdict) {

  public Drawing {
    lifelines = List.copyOf(lifelines);
    steps = List.copyOf(steps);
    inFlight = List.copyOf(inFlight);
    verdict = List.copyOf(verdict);
  }

  /** How it goes on after the last step. */
  public sealed interface End {}

  /** It does not matter how. */
  public record Stop() implements End {}

  /** Nothing happens any more, for ever. */
  public record Nothing() implements End {
    static final String TEXT = "nothing happens any more, for ever";
  }

  /**
   * The last steps are repeated, for ever.
   *
   * @param from the number of the state to which the last step leads back
   */
  public record Loop(int from) implements End {
    static final String TEXT = "again and again, for ever";

    /** Whether the repeated steps begin after this one, which is not the last. */
    boolean beginsAfter(Step step) {
      return step.number() == from;
    }
  }

  /**
   * The drawing of a violation.
   *
   * @throws IllegalArgumentException if the result is no violation, or has no counterexample
   */
  public static Drawing of(Model model, TlcResult result) {
    Counterexample counterexample =
        result.counterexample().orElseThrow(() -> new IllegalArgumentException("nothing to draw"));
    Violation violation =
        result.violation().orElseThrow(() -> new IllegalArgumentException("no violation"));
    Legend legend = Legend.of(model.module());
    List<State> states = counterexample.states();
    Cast cast = new Cast(legend, states.get(0).variables());
    StepReader reader = new StepReader(legend, cast, states.get(0));
    List<Step> steps = new ArrayList<>();
    steps.add(initial(states, legend));
    for (int i = 1; i < states.size(); i++) {
      State state = states.get(i);
      steps.add(reader.read(states.get(i - 1), state, state.action()));
    }
    State last = states.get(states.size() - 1);
    End end = new Stop();
    if (counterexample.ending() instanceof Counterexample.BackTo back) {
      State target = states.get(back.number() - 1);
      steps.add(reader.read(last, target, back.action()));
      end = new Loop(back.number());
    } else if (counterexample.ending() instanceof Counterexample.Stuttering) {
      end = new Nothing();
    }
    return new Drawing(
        model.name(),
        cast.lifelines(),
        legend.network().lifeline(),
        steps,
        end,
        inFlight(reader.inFlight()),
        verdict(model, violation, last.number()));
  }

  /** The initial state goes without saying, unless it is all there is. */
  private static Step initial(List<State> states, Legend legend) {
    State first = states.get(0);
    List<String> lines = new ArrayList<>();
    if (states.size() == 1) {
      first.variables().forEach((name, value) -> lines.add(name + " = " + value));
    }
    return new Step(
        first.number(),
        first.action(),
        lines.isEmpty()
            ? List.of()
            : List.of(new Step.Changed(legend.network().lifeline(), lines)));
  }

  private static List<String> inFlight(List<Flight.Copy> copies) {
    List<String> lines = new ArrayList<>();
    inFlight("still in flight", copies.stream().filter(copy -> !copy.received()), lines);
    inFlight("may arrive again", copies.stream().filter(Flight.Copy::received), lines);
    return lines;
  }

  private static void inFlight(String what, Stream<Flight.Copy> copies, List<String> lines) {
    String labels = copies.map(copy -> copy.frame().label()).collect(Collectors.joining(", "));
    if (!labels.isEmpty()) {
      lines.add(what + ": " + labels);
    }
  }

  private static List<String> verdict(Model model, Violation violation, int last) {
    String property = violation.property();
    String headline = switch (violation.kind()) {
      case INVARIANT -> property + " is violated: it is false in state " + last + ".";
      case ACTION_PROPERTY ->
        property + " is violated: it does not allow the step to state " + last + ".";
      case INITIAL_PREDICATE -> property + " is violated: it does not allow the initial state.";
      case LIVENESS -> property + " is violated by a behaviour that goes on like this.";
      case DEADLOCK -> "Deadlock: in state " + last + " no step is possible.";
      case ASSERTION -> "Assertion: it fails in a step from state " + last + ".";
    };
    List<String> lines = new ArrayList<>(List.of(headline));
    if (!model.constants().isEmpty()) {
      lines.add(model.constants().entrySet().stream()
          .map(constant -> constant.getKey() + " = " + constant.getValue())
          .collect(Collectors.joining(", ", "Here ", ".")));
    }
    Optional.ofNullable(model.breaks()).ifPresent(rule -> lines.add("Broken rule: " + rule));
    Optional.ofNullable(model.shows()).ifPresent(lesson -> lines.add("It shows: " + lesson));
    return lines;
  }
}
