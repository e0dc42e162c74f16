package exactlyonce.model;

import exactlyonce.model.Witness.By;
import exactlyonce.tlc.Progress;
import exactlyonce.tlc.Tlc;
import exactlyonce.tlc.TlcRequest;
import exactlyonce.tlc.TlcResult;
import exactlyonce.tlc.TlcResult.Verdict;
import exactlyonce.tlc.Weakening;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;

/**
 * Weakens the specifications, one clause at a time, and looks which model notices: whose verdict is
 * another than the manifest expects. Other numbers of states are no other verdict. A clause that no
 * model needs is superfluous, or a property or a mutant is missing that says what it is for.
 */
public final class WeakeningCheck {

  /**
   * Without the clause a model may have infinitely many states. So a run ends after so many times the
   * states that are generated with it,
   */
  private static final long GROWTH = 10;

  /** or after so many, if that is more. */
  private static final long MOST_STATES = 200_000;

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
      Weakening weakening,
      String clause,
      Optional<Model> model,
      String found,
      int cutOff,
      int runs,
      double seconds) {

    /** Whether a model noticed. */
    public boolean noticed() {
      return model.isPresent();
    }
  }

  private final Specifications specifications;
  private final Tlc tlc;
  private final ModelChecker checker;
  private final PinnedWitnesses pinned;

  /** A model, and a kind of clause that it has noticed. */
  private record Noticed(Model model, Weakening.Kind kind) {}

  /** How often that was so in this run. */
  private final ConcurrentMap<Noticed, Integer> noticed = new ConcurrentHashMap<>();

  /**
   * Creates a check.
   *
   * @param pinned the models to ask first
   */
  public WeakeningCheck(Specifications specifications, Tlc tlc, PinnedWitnesses pinned) {
    this.pinned = pinned;
    this.specifications = specifications;
    this.tlc = tlc;
    this.checker = new ModelChecker(specifications, tlc, Optional.empty());
  }

  /**
   * Tries the weakenings, one at a time, and tells of each what became of it, in the same order.
   *
   * @param weakenings each with the models that are asked, the smallest first
   */
  public List<Outcome> check(Map<Weakening, List<Witness>> weakenings, Consumer<Outcome> done)
      throws InterruptedException {
    try (Influence influence = new Influence(specifications, tlc, weakenings.keySet())) {
      return InParallel.on(tlc.concurrency(), weakenings.entrySet(), each -> {
        Outcome outcome = check(each.getKey(), each.getValue(), influence);
        done.accept(outcome);
        return outcome;
      });
    }
  }

  private Outcome check(Weakening weakening, List<Witness> witnesses, Influence influence)
      throws InterruptedException {
    try (ChangedModule changed = new ChangedModule(
        specifications, tlc, checker, weakening.place().module(), weakening::appliedTo)) {
      String clause = weakening.clause(changed.original());
      int cutOff = 0;
      int runs = 0;
      double seconds = 0;
      String first = pinned.of(weakening, clause).orElse("");
      Deque<Witness> toAsk = new ArrayDeque<>(inOrder(weakening, first, witnesses));
      int putOff = 0;
      while (!toAsk.isEmpty()) {
        Witness witness = toAsk.remove();
        if (!witness.model().name().equals(first)) {
          if (influence.isBusyWith(witness) && putOff < toAsk.size()) {
            toAsk.add(witness);
            putOff++;
            continue;
          } else if (!influence.isPossible(weakening, witness)) {
            continue;
          }
        }
        putOff = 0;
        runs++;
        Run run = run(witness, changed);
        seconds += run.seconds();
        cutOff += run.cutOff() ? 1 : 0;
        if (run.found().isPresent()) {
          noticed.merge(new Noticed(witness.model(), weakening.kind()), 1, Integer::sum);
          Optional<Model> model = Optional.of(witness.model());
          String found = run.found().get();
          return new Outcome(weakening, clause, model, found, cutOff, runs, seconds);
        }
      }
      return new Outcome(weakening, clause, Optional.empty(), "", cutOff, runs, seconds);
    }
  }

  /**
   * The one that noticed the last time comes first. Then come those of the module itself, and those
   * that have noticed the same kind of clause most often. The largest are the last.
   */
  private List<Witness> inOrder(Weakening weakening, String first, List<Witness> witnesses) {
    String module = weakening.place().module();
    Map<Noticed, Integer> sofar = Map.copyOf(noticed);
    return witnesses.stream()
        .sorted(Comparator.comparing((Witness w) -> !w.model().name().equals(first))
            .thenComparing(Witness::isLarge)
            .thenComparing(w -> !w.model().isOf(module))
            .thenComparing(w -> -sofar.getOrDefault(new Noticed(w.model(), weakening.kind()), 0)))
        .toList();
  }

  private Run run(Witness witness, ChangedModule changed) throws InterruptedException {
    long start = System.nanoTime();
    try {
      TlcResult result = changed.run(request(witness.model()), new Patience(witness));
      boolean cutOff = result.timedOut() || result.processEnded();
      boolean noticed = !cutOff && notices(witness, result);
      return new Run(
          noticed ? Optional.of(found(result)) : Optional.empty(), cutOff, result.seconds());
    } catch (Ended e) {
      return new Run(e.found, e.found.isEmpty(), (System.nanoTime() - start) / 1e9);
    }
  }

  private TlcRequest request(Model model) {
    Long distinct = model.expected().distinctStates();
    return checker
        .request(model)
        .withTimeout(ChangedModule.LIMIT)
        .withBrief((distinct == null ? 0 : distinct) <= BRIEF);
  }

  private static boolean notices(Witness witness, TlcResult result) {
    Expected expected = witness.model().expected();
    if (result.verdict() != Verdict.VIOLATED || !witness.model().isMutant()) {
      return result.verdict() != (witness.model().isMutant() ? Verdict.VIOLATED : Verdict.HOLDS);
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

  /** What one run showed, if anything. */
  private record Run(Optional<String> found, boolean cutOff, double seconds) {}

  /** Ends a run that is not worth waiting for. */
  private static final class Patience implements Progress.Listener {

    private final Witness witness;
    private final long most;

    Patience(Witness witness) {
      this.witness = witness;
      Long generated = witness.model().expected().generatedStates();
      this.most = Math.max(MOST_STATES, GROWTH * (generated == null ? 0 : generated));
    }

    /** TLC visits the states in the order of their depth. */
    @Override
    public void progressed(Progress progress) {
      Integer length = witness.model().expected().traceLength();
      if (witness.by() == By.COUNTEREXAMPLE && length != null && progress.depth() > length) {
        throw new Ended(Optional.of("no counterexample in " + length + " states"));
      } else if (progress.generated() > most) {
        throw new Ended(Optional.empty());
      }
    }
  }

  /** A run was ended before its end. */
  private static final class Ended extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Optional<String> found;

    Ended(Optional<String> found) {
      this.found = found;
    }
  }
}
