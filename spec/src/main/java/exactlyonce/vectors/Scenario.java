package exactlyonce.vectors;

import exactlyonce.tlc.TlaValue;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * A path from the initial state.
 *
 * @param way to the state in which something is tested
 * @param tested the steps that it is about: one that leads elsewhere, or some of one action that do not
 * @param probes steps that show which state the side is then in
 * @param unwritten if the side has crashed: what takes the place of the steps after the crash if nothing was
 *     stored of what is tested; empty if that is the same
 */
record Scenario(
    List<Transition> way,
    List<Transition> tested,
    List<Transition> probes,
    List<Transition> unwritten) {

  List<Transition> steps() {
    List<Transition> steps = new ArrayList<>(way);
    steps.addAll(tested);
    steps.addAll(probes);
    return steps;
  }

  /** Its first step that is tested: all have the same action. */
  Transition first() {
    return tested.get(0);
  }

  /** Whether a session is dropped. */
  boolean drops() {
    return steps().stream().anyMatch(Transition::drops);
  }

  /**
   * Whether anything happens while a handler runs.
   *
   * @param handlerRuns whether one runs in a state
   */
  boolean holdsHandler(Predicate<TlaValue> handlerRuns) {
    List<Transition> steps = steps();
    for (int i = 0; i < steps.size(); i++) {
      boolean ended = i + 1 < steps.size() && steps.get(i + 1).endsHandler();
      if (handlerRuns.test(steps.get(i).to()) && !ended) {
        return true;
      }
    }
    return false;
  }
}
