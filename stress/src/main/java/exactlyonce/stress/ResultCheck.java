package exactlyonce.stress;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.openjdk.jcstress.infra.Status;

/**
 * Checks whether a run of jcstress shows what it must. jcstress itself passes if a test did not
 * run, or hardly ran; this check does not.
 */
final class ResultCheck {
  /**
   * Fewer samples of a test show nothing. A run of the gate takes millions; a machine that is busy
   * with other things may take a tenth of that.
   */
  static final long MIN_SAMPLES = 100_000;

  private ResultCheck() {}

  /**
   * Compares what was observed with what must be.
   *
   * @return what is wrong, a line each; empty if all is well
   */
  static List<String> complaints(Map<String, Verdict> expected, List<TestRun> runs) {
    List<String> complaints = new ArrayList<>();
    TreeSet<String> missing = new TreeSet<>(expected.keySet());
    for (TestRun run : runs) {
      Verdict verdict = expected.get(run.test());
      if (verdict == null) {
        complaints.add(run.test() + ": ran, but no expectation is listed");
      } else if (!missing.remove(run.test())) {
        complaints.add(run.test() + ": is duplicated");
      } else {
        check(run, verdict, complaints);
      }
    }
    for (String test : missing) {
      complaints.add(test + ": did not run (needs two processors)");
    }
    return complaints;
  }

  private static void check(TestRun run, Verdict verdict, List<String> complaints) {
    if (run.status() != Status.NORMAL) {
      complaints.add(run.test() + ": ended with " + run.status());
    }
    if (run.samples() < MIN_SAMPLES) {
      complaints.add(String.format(
          Locale.ROOT, "%s: took %,d samples, needs %,d", run.test(), run.samples(), MIN_SAMPLES));
    }
    switch (verdict) {
      case HOLDS -> {
        if (run.forbidden() > 0) {
          complaints.add(String.format(
              Locale.ROOT, "%s: %,d forbidden outcomes", run.test(), run.forbidden()));
        }
        if (!run.unseen().isEmpty()) {
          complaints.add(
              run.test() + ": not raced, or answered wrongly: never saw " + run.unseen());
        }
      }
      case VIOLATED -> {
        if (run.forbidden() == 0) {
          complaints.add(run.test() + ": is broken on purpose, and was not caught");
        }
      }
    }
  }
}
