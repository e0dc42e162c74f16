package exactlyonce.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The steps that a side took: writes, frames, reports, and handler runs. A model then replays them
 * and states for each step that it must, or may, come next. Where the side has crashed, the model
 * crashes as well.
 */
final class Steps {
  /** The kinds of steps that the models have accepted, without sessions and arguments. */
  final Set<String> kinds = new TreeSet<>();

  private final List<String> taken = new ArrayList<>();
  private int accepted;
  private boolean crashed;

  static String text(String step, Object... arguments) {
    return arguments == null || arguments.length == 0 ? step : step + Arrays.toString(arguments);
  }

  void took(String step, Object... arguments) {
    taken.add(text(step, arguments));
  }

  void must(String step, Object... arguments) {
    if (!may(step, arguments)) {
      if (crashed && accepted == taken.size()) {
        throw new Incarnation.Crash();
      }
      throw difference(text(step, arguments));
    }
  }

  /** Accepts a step if it is next; returns whether it is. */
  boolean may(String step, Object... arguments) {
    if (accepted == taken.size() || !taken.get(accepted).equals(text(step, arguments))) {
      return false;
    }
    accepted++;
    kinds.add(step.substring(step.indexOf(':') + 1).trim());
    return true;
  }

  /**
   * Compares the steps since the last call, which may have ended in a crash, with those of the
   * model.
   */
  void verify(boolean crash, Runnable model) {
    crashed = crash;
    try {
      model.run();
    } catch (Incarnation.Crash e) {
      // at the step at which the side crashed
    }
    if (accepted < taken.size()) {
      throw difference("nothing");
    }
    forget();
  }

  void forget() {
    taken.clear();
    accepted = 0;
  }

  private AssertionError difference(String expected) {
    return new AssertionError("the model differs after " + taken.subList(0, accepted)
        + "\n  expected: " + expected
        + "\n  actual: " + taken.subList(accepted, taken.size()) + (crashed ? " and a crash" : ""));
  }
}
