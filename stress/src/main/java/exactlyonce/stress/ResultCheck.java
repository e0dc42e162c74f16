package exactlyonce.stress;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
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
   * Compares the tests that must run with those that there are.
   *
   * @return what is wrong, a line each; empty if all is well
   */
  static List<String> ofNames(Set<String> expected, Collection<String> existing) {
    List<String> complaints = new ArrayList<>();
    if (expected.isEmpty()) {
      complaints.add("no test is listed");
    }
    Set<String> all = new TreeSet<>(expected);
    all.addAll(existing);
    for (String test : all) {
      if (!existing.contains(test)) {
        complaints.add(test + ": there is no such test");
      } else if (!expected.contains(test)) {
        complaints.add(test + ": is not listed");
      }
    }
    return complaints;
  }

  /**
   * Checks that the shipped classes show nothing forbidden, and everything that is acceptable.
   *
   * @return what is wrong, a line each; empty if all is well
   */
  static List<String> ofShipped(Set<String> expected, List<TestRun> runs) {
    List<String> complaints = new ArrayList<>();
    TreeSet<String> missing = new TreeSet<>(expected);
    for (TestRun run : runs) {
      if (!expected.contains(run.test())) {
        complaints.add(run.test() + ": ran, but is not listed");
      } else if (!missing.remove(run.test())) {
        complaints.add(run.test() + ": is duplicated");
      } else {
        check(run, complaints);
      }
    }
    for (String test : missing) {
      complaints.add(test + ": did not run (needs two processors)");
    }
    return complaints;
  }

  private static void check(TestRun run, List<String> complaints) {
    if (run.status() != Status.NORMAL) {
      complaints.add(run.test() + ": ended with " + run.status());
    }
    if (run.samples() < MIN_SAMPLES) {
      complaints.add(
          text("%s: took %,d samples, needs %,d", run.test(), run.samples(), MIN_SAMPLES));
    }
    if (run.states() == 0) {
      complaints.add(run.test() + ": saw no outcome");
    }
    if (run.forbidden() > 0) {
      complaints.add(text("%s: %,d forbidden outcomes", run.test(), run.forbidden()));
    }
    if (!run.unseen().isEmpty()) {
      complaints.add(run.test() + ": not raced, or answered wrongly: never saw " + run.unseen());
    }
  }

  /**
   * Checks that every twin is caught.
   *
   * @return what is wrong, a line each; empty if all is well
   */
  static List<String> ofTwins(List<TwinRun> runs) {
    List<String> complaints = new ArrayList<>();
    for (TwinRun twin : runs) {
      TestRun run = twin.run();
      if (run == null || run.samples() == 0) {
        complaints.add(twin.twin() + ": did not run (needs two processors)");
      } else if (run.status() != Status.NORMAL) {
        complaints.add(twin.twin() + ": ended with " + run.status());
      } else if (run.forbidden() == 0) {
        complaints.add(text(
            "%s: was not caught by %s in %,d samples", twin.twin(), run.test(), run.samples()));
      }
    }
    return complaints;
  }

  private static String text(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
