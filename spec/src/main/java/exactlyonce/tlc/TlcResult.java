package exactlyonce.tlc;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The result of one run of TLC.
 *
 * @param verdict the outcome
 * @param violation what was violated; present if and only if the verdict is {@link Verdict#VIOLATED}
 * @param message the error or the violation in one line; empty if the model holds
 * @param counterexample the states that led to a violation, or to an error while TLC evaluated one
 * @param distinctStates the number of distinct states found, if TLC reported it
 * @param generatedStates the number of states generated, duplicates included
 * @param depth the depth of the state graph; TLC does not report it when a liveness property is violated
 * @param seconds the duration of the run without the start of its process, with the runs that were
 *     needed to name the violated property
 * @param log what TLC printed, progress left out
 */
public record TlcResult(
    Verdict verdict,
    Optional<Violation> violation,
    String message,
    Optional<Counterexample> counterexample,
    OptionalLong distinctStates,
    OptionalLong generatedStates,
    OptionalInt depth,
    double seconds,
    List<String> log) {

  private static final String TIMED_OUT = "no result within ";
  private static final String PARSING_FAILED = "Parsing or semantic analysis failed.";

  /** The outcome of a run. */
  public enum Verdict {
    /** Everything that the configuration names is true in every reachable state and behaviour. */
    HOLDS,
    /** Some property is not. */
    VIOLATED,
    /** TLC could not tell: the module does not parse, a constant is missing, an expression has no value. */
    ERROR
  }

  /** What kind of property was violated. */
  public enum Kind {
    INVARIANT,
    ACTION_PROPERTY,
    /** The initial predicate of a property, of a refinement for example. */
    INITIAL_PREDICATE,
    LIVENESS,
    DEADLOCK,
    ASSERTION
  }

  /**
   * A violated property.
   *
   * @param property its name in the configuration; {@code Deadlock} and {@code Assertion} for those two
   */
  public record Violation(Kind kind, String property) {}

  /** The number of states of the counterexample, 0 if there is none. */
  public int traceLength() {
    return counterexample.map(Counterexample::length).orElse(0);
  }

  /** The name of the violated property, or an empty string. */
  public String property() {
    return violation.map(Violation::property).orElse("");
  }

  /** Whether the run was given up because it took too long. */
  public boolean timedOut() {
    return verdict == Verdict.ERROR && message.startsWith(TIMED_OUT);
  }

  /** Whether TLC died, of too little memory for example. */
  public boolean processEnded() {
    return verdict == Verdict.ERROR && message.startsWith(TlcRun.NO_RESULT);
  }

  /** Whether the modules, or the configuration, could not be read. */
  public boolean didNotParse() {
    return verdict == Verdict.ERROR && log.stream().anyMatch(PARSING_FAILED::equals);
  }

  TlcResult withSeconds(double all) {
    return new TlcResult(
        verdict,
        violation,
        message,
        counterexample,
        distinctStates,
        generatedStates,
        depth,
        all,
        log);
  }

  TlcResult withProperty(String property) {
    Optional<Violation> named = violation.map(v -> new Violation(v.kind(), property));
    return new TlcResult(
        verdict,
        named,
        message,
        counterexample,
        distinctStates,
        generatedStates,
        depth,
        seconds,
        log);
  }

  static TlcResult timedOut(Duration limit, double seconds, List<String> log) {
    return error(TIMED_OUT + limit.toSeconds() + " s", seconds, log);
  }

  /** A run that failed before or beside TLC. */
  static TlcResult error(String message, double seconds, List<String> log) {
    return new TlcResult(
        Verdict.ERROR,
        Optional.empty(),
        message,
        Optional.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalInt.empty(),
        seconds,
        List.copyOf(log));
  }
}
