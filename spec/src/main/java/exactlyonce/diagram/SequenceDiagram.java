package exactlyonce.diagram;

import exactlyonce.model.Model;
import exactlyonce.tlc.Counterexample;
import exactlyonce.tlc.Counterexample.State;
import exactlyonce.tlc.TlcResult;
import exactlyonce.tlc.TlcResult.Violation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A counterexample as a sequence diagram, not yet drawn.
 *
 * @param title the name of the model
 * @param lifelines from left to right, without those at which nothing happens
 * @param network the lifeline at which every arrow begins or ends
 * @param steps beginning with the initial state
 * @param end what follows the last step
 * @param inFlight lines that list what is in the network at the end
 * @param verdict lines that say what the diagram shows; the first names the violated property
 */
public record SequenceDiagram(
    String title,
    List<String> lifelines,
    String network,
    List<Step> steps,
    End end,
    List<String> inFlight,
    List<String> verdict) {

  public SequenceDiagram {
    lifelines = List.copyOf(lifelines);
    steps = List.copyOf(steps);
    inFlight = List.copyOf(inFlight);
    verdict = List.copyOf(verdict);
  }

  /** What is written below: what the diagram shows, and what is still in the network. */
  List<String> caption() {
    List<String> caption = new ArrayList<>(verdict);
    caption.addAll(inFlight);
    return caption;
  }

  /** What follows the last step. */
  public sealed interface End {}

  /** Nothing that matters. */
  public record Stop() implements End {}

  /** Nothing ever happens again. */
  public record Stuttering() implements End {
    static final String TEXT = "nothing ever happens again";
  }

  /**
   * The last steps repeat forever.
   *
   * @param from the number of the state to which the last step leads back
   */
  public record Loop(int from) implements End {
    static final String TEXT = "these steps repeat forever";

    /** Whether the repeated steps begin after this one, which is not the last. */
    boolean beginsAfter(Step step) {
      return step.number() == from;
    }
  }

  /**
   * The diagram of a violation.
   *
   * @throws IllegalArgumentException if the result is no violation, or has no counterexample
   */
  public static SequenceDiagram of(Model model, TlcResult result) {
    Counterexample counterexample = result
        .counterexample()
        .orElseThrow(() -> new IllegalArgumentException("there is no counterexample to draw"));
    Violation violation = result
        .violation()
        .orElseThrow(() -> new IllegalArgumentException("there is no violation to draw"));
    Legend legend = Legend.of(model.module());
    List<State> states = counterexample.states();
    Participants participants = new Participants(legend, states.get(0).variables());
    StepReader reader = new StepReader(legend, participants, states.get(0));
    List<Step> steps = new ArrayList<>();
    steps.add(initial(states, legend, participants));
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
      end = new Stuttering();
    }
    String network = legend.network().lifeline();
    return new SequenceDiagram(
        model.name(),
        busy(participants.lifelines(), network, steps),
        network,
        steps,
        end,
        inFlight(reader.inFlight()),
        verdict(model, violation, last.number()));
  }

  /** The initial state needs no note, unless it is the only one. */
  private static Step initial(List<State> states, Legend legend, Participants participants) {
    State first = states.get(0);
    List<Step.Event> events = new ArrayList<>();
    if (states.size() == 1) {
      Participants.Roles roles = participants.roles(Map.of(), Map.of());
      new StateChanges(legend, Map.of(), first.variables(), roles)
          .notes(legend.network().lifeline(), Set.of(legend.network().variable()))
          .forEach((at, lines) -> events.add(new Step.Changed(at, lines)));
    }
    return new Step(first.number(), first.action(), events);
  }

  /** The lifelines at which something happens; an idle thread is not drawn. */
  private static List<String> busy(List<String> lifelines, String network, List<Step> steps) {
    Set<String> busy = new HashSet<>();
    for (Step step : steps) {
      for (Step.Event event : step.events()) {
        busy.add(event.lifeline());
        if (!(event instanceof Step.Changed)) {
          busy.add(network);
        }
      }
    }
    if (busy.isEmpty()) {
      busy.add(network);
    }
    return lifelines.stream().filter(busy::contains).toList();
  }

  private static List<String> inFlight(List<FramesInFlight.Copy> copies) {
    List<String> lines = new ArrayList<>();
    inFlight("Still in flight", copies.stream().filter(copy -> !copy.received()), lines);
    inFlight("May arrive again", copies.stream().filter(FramesInFlight.Copy::received), lines);
    return lines;
  }

  private static void inFlight(
      String what, Stream<FramesInFlight.Copy> copies, List<String> lines) {
    String labels = copies.map(copy -> copy.frame().label()).collect(Collectors.joining(", "));
    if (!labels.isEmpty()) {
      lines.add(what + ": " + labels);
    }
  }

  private static List<String> verdict(Model model, Violation violation, int last) {
    String property = violation.property();
    String headline = switch (violation.kind()) {
      case INVARIANT -> property + " is violated: it is false in state " + last + ".";
      case ACTION_PROPERTY -> property + " is violated by the step to state " + last + ".";
      case INITIAL_PREDICATE -> property + " is violated by the initial state.";
      case LIVENESS -> property + " is violated by this behaviour.";
      case DEADLOCK -> "Deadlock: in state " + last + " no step is enabled.";
      case ASSERTION -> "The assertion fails in a step from state " + last + ".";
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
