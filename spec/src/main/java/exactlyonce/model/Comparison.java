package exactlyonce.model;

import exactlyonce.tlc.TlcResult;
import exactlyonce.tlc.TlcResult.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Compares a run with what the manifest expects.
 *
 * <p>A violation must have its property and the length of the counterexample in the manifest. A model
 * that holds must have its distinct states there, and, if it runs with one worker, its generated states
 * and depth. If one is missing, the model is <em>not pinned</em>, which is a difference too: no model
 * passes because no expectation is listed.
 */
final class Comparison {

  private final Model model;
  private final TlcResult result;
  private final int workers;
  private final List<String> differences = new ArrayList<>();
  private final List<String> missing = new ArrayList<>();

  private Comparison(Model model, TlcResult result, int workers) {
    this.model = model;
    this.result = result;
    this.workers = workers;
  }

  /** The differences in words; empty if there are none. */
  static List<String> differences(Model model, TlcResult result, int workers) {
    Comparison comparison = new Comparison(model, result, workers);
    comparison.compare();
    return List.copyOf(comparison.differences);
  }

  private void compare() {
    if (result.verdict() == Verdict.ERROR) {
      differences.add(result.message());
      return;
    }
    Expected expected = model.expected();
    boolean violated = result.verdict() == Verdict.VIOLATED;
    if (violated != (expected.verdict() == Expected.Verdict.VIOLATED)) {
      String found = violated
          ? "violated " + result.property() + " in " + result.traceLength() + " states"
          : "holds";
      differences.add("expected: " + expected.inWords() + "; found: " + found);
      return;
    }
    if (violated) {
      pinned("property", expected.property(), result.property());
      pinned("traceLength", expected.traceLength(), result.traceLength());
      optional("distinctStates", expected.distinctStates(), value(result.distinctStates()));
      optional("generatedStates", expected.generatedStates(), value(result.generatedStates()));
      optional("depth", expected.depth(), value(result.depth()));
    } else {
      pinned("distinctStates", expected.distinctStates(), value(result.distinctStates()));
      if (workers == 1) {
        pinned("generatedStates", expected.generatedStates(), value(result.generatedStates()));
        pinned("depth", expected.depth(), value(result.depth()));
      }
    }
    if (!missing.isEmpty()) {
      differences.add("not pinned: the manifest lacks " + String.join(", ", missing));
    }
  }

  private void pinned(String what, @Nullable Object expected, @Nullable Object found) {
    if (expected == null) {
      missing.add(what + " " + found);
    }
    optional(what, expected, found);
  }

  private void optional(String what, @Nullable Object expected, @Nullable Object found) {
    if (expected != null && !Objects.equals(expected, found)) {
      differences.add(what + " expected: " + expected + ", found: " + found);
    }
  }

  private static @Nullable Long value(OptionalLong number) {
    return number.isPresent() ? number.getAsLong() : null;
  }

  private static @Nullable Integer value(OptionalInt number) {
    return number.isPresent() ? number.getAsInt() : null;
  }
}
