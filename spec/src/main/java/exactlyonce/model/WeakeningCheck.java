package exactlyonce.model;

import exactlyonce.model.Witness.By;
import exactlyonce.tlc.Progress;
import exactlyonce.tlc.Tlc;
import exactlyonce.tlc.TlcRequest;
import exactlyonce.tlc.TlcResult;
import exactlyonce.tlc.TlcResult.Verdict;
import exactlyonce.tlc.Weakening;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Weakens the specifications, one clause at a time, and looks which model notices: whose verdict is
 * another than the manifest expects. Other numbers of states are no other verdict. A clause that no
 * model needs is superfluous, or a property or a mutant is missing that says what it is for.
 */
public final class WeakeningCheck {

  /** Without the clause a model may have infinitely many states. */
  private static final Duration LIMIT = Duration.ofSeconds(20);

  /** A model of no more states runs no faster in code that is compiled twice. */
  private static final long BRIEF = 5_000;

  /**
   * What became of one weakening.
   *
   * @param clause its text, in one line
   * @param model that noticed; empty if none did
   * @param found what the model gave, as in {@code violated NoDuplicate}; empty if none noticed
   * @param cutOff the number of models that were not done in time; who knows what they would have
   *     noticed
   * @param runs the number of models that were run
   * @param seconds that they took
   */
  public record Outcome(
      Weakening weakening, String clause, Optional<Model> model, String found, int cutOff, int runs, double seconds) {

    /** Whether a model noticed. */
    public boolean noticed() {
      return model.isPresent();
    }
  }

  private final Specifications specifications;
  private final Tlc tlc;
  private final ModelChecker checker;

  public WeakeningCheck(Specifications specifications, Tlc tlc) {
    this.specifications = specifications;
    this.tlc = tlc;
    this.checker = new ModelChecker(specifications, tlc, Optional.empty());
  }

  /**
   * Tries the weakenings, one at a time, and tells of each what became of it, in the same order.
   *
   * @param weakenings each with the models that are asked, in this order
   */
  public List<Outcome> check(Map<Weakening, List<Witness>> weakenings, Consumer<Outcome> done)
      throws InterruptedException {
    return InParallel.on(tlc.concurrency(), weakenings.entrySet(), each -> {
      Outcome outcome = check(each.getKey(), each.getValue());
      done.accept(outcome);
      return outcome;
    });
  }

  private Outcome check(Weakening weakening, List<Witness> witnesses) throws InterruptedException {
    try (ChangedModule changed = new ChangedModule(
        specifications, tlc, checker, weakening.place().module(), weakening::appliedTo)) {
      String clause = weakening.clause(changed.original());
      int cutOff = 0;
      int runs = 0;
      double seconds = 0;
      for (Witness witness : witnesses) {
        Depth depth = new Depth();
        TlcResult result = changed.run(request(witness.model()), depth);
        runs++;
        seconds += result.seconds();
        boolean undecided = isCutOff(result) && !depth.isBeyondCounterexample(witness);
        cutOff += undecided ? 1 : 0;
        if (!undecided && notices(witness, result)) {
          return new Outcome(
              weakening, clause, Optional.of(witness.model()), found(result), cutOff, runs, seconds);
        }
      }
      return new Outcome(weakening, clause, Optional.empty(), "", cutOff, runs, seconds);
    }
  }

  private TlcRequest request(Model model) {
    Long distinct = model.expected().distinctStates();
    return checker
        .request(model)
        .withTimeout(LIMIT)
        .withBrief((distinct == null ? 0 : distinct) <= BRIEF);
  }

  private static boolean isCutOff(TlcResult result) {
    return result.timedOut() || result.processEnded();
  }

  private static boolean notices(Witness witness, TlcResult result) {
    Expected expected = witness.model().expected();
    if (result.verdict() != Verdict.VIOLATED || !witness.isMutant()) {
      return result.verdict() != (witness.isMutant() ? Verdict.VIOLATED : Verdict.HOLDS);
    }
    Integer length = expected.traceLength();
    return !result.property().equals(expected.property())
        || (witness.by() == By.COUNTEREXAMPLE && length != null && result.traceLength() > length);
  }

  private static String found(TlcResult result) {
    return switch (result.verdict()) {
      case HOLDS -> "holds";
      case VIOLATED -> "violated " + result.property() + " in " + result.traceLength() + " states";
      case ERROR -> "error: " + result.message();
    };
  }

  /** How far a run came: TLC visits the states in the order of their depth. */
  private static final class Depth implements Progress.Listener {

    private volatile int depth;

    @Override
    public void progressed(Progress progress) {
      depth = progress.depth();
    }

    /** Whether the run passed the length of the pinned counterexample without one. */
    boolean isBeyondCounterexample(Witness witness) {
      Integer length = witness.model().expected().traceLength();
      return witness.by() == By.COUNTEREXAMPLE && length != null && depth > length + 1;
    }
  }
}
