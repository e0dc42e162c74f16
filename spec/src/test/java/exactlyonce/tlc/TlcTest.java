package exactlyonce.tlc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import exactlyonce.tlc.Counterexample.BackTo;
import exactlyonce.tlc.Counterexample.Stop;
import exactlyonce.tlc.Counterexample.Stuttering;
import exactlyonce.tlc.TlcResult.Kind;
import exactlyonce.tlc.TlcResult.Verdict;
import exactlyonce.tlc.TlcResult.Violation;
import java.io.File;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every outcome of TLC, from TLC itself. */
class TlcTest {

  private static Tlc tlc;

  @BeforeAll
  static void open() {
    tlc = new Tlc();
  }

  @AfterAll
  static void close() {
    tlc.close();
  }

  private static TlcResult run(TlcRequest request) throws InterruptedException {
    return tlc.run(request);
  }

  private static void assertViolated(TlcResult result, Kind kind, String property, int length) {
    assertThat(result.verdict()).as(result.message()).isEqualTo(Verdict.VIOLATED);
    assertThat(result.violation()).contains(new Violation(kind, property));
    assertThat(result.traceLength()).isEqualTo(length);
    assertThat(result.message()).isNotEmpty().doesNotContain("\n");
  }

  private static void assertError(TlcResult result, String... parts) {
    assertThat(result.verdict()).as(result.message()).isEqualTo(Verdict.ERROR);
    assertThat(result.violation()).isEmpty();
    assertThat(result.message()).contains(parts).doesNotContain("\n");
  }

  @Test
  void aModelHolds() throws Exception {
    TlcResult result = run(Specs.counter("Safety", "INVARIANT TypeOK PROPERTY Grows"));
    assertThat(result.verdict()).as(result.message()).isEqualTo(Verdict.HOLDS);
    assertThat(result.distinctStates()).hasValue(7);
    assertThat(result.generatedStates()).hasValue(7);
    assertThat(result.depth()).hasValue(4);
    assertThat(result.counterexample()).isEmpty();
    assertThat(result.message()).isEmpty();
    assertThat(result.property()).isEmpty();
  }

  @Test
  void twoWorkersFindAsManyDistinctStates() throws Exception {
    TlcResult result = run(Specs.counter("Safety", "INVARIANT TypeOK").withWorkers(2));
    assertThat(result.verdict()).as(result.message()).isEqualTo(Verdict.HOLDS);
    assertThat(result.distinctStates()).hasValue(7);
  }

  @Test
  void anInvariantIsViolated() throws Exception {
    TlcResult result = run(Specs.counter("Safety", "INVARIANTS TypeOK Below"));
    assertViolated(result, Kind.INVARIANT, "Below", 3);
    Counterexample counterexample = result.counterexample().orElseThrow();
    assertThat(counterexample.ending()).isEqualTo(new Stop());
    assertThat(counterexample.states())
        .containsExactly(
            new Counterexample.State(1, "Init", state("0", "<<>>")),
            new Counterexample.State(2, "Step", state("1", "<<1>>")),
            new Counterexample.State(3, "Step", state("3", "<<1, 2>>")));
    assertThat(result.distinctStates()).hasValue(5);
  }

  private static Map<String, TlaValue> state(String x, String seen) {
    return Map.of("x", TlaValue.parse(x), "seen", TlaValue.parse(seen));
  }

  @Test
  void anInvariantIsViolatedAtOnce() throws Exception {
    TlcRequest request = Specs.counter("Safety", "INVARIANT Below");
    String atZero = request.config().replace("Limit = 3", "Limit = 0");
    TlcResult result = run(request.withConfig(atZero));
    assertViolated(result, Kind.INVARIANT, "Below", 1);
    assertThat(result.counterexample().orElseThrow().states().get(0).variables())
        .isEqualTo(state("0", "<<>>"));
    assertThat(result.distinctStates()).isEmpty();
  }

  @Test
  void anActionPropertyIsViolated() throws Exception {
    TlcResult result = run(Specs.counter("Safety", "PROPERTIES Grows ByOne"));
    assertViolated(result, Kind.ACTION_PROPERTY, "ByOne", 2);
  }

  /** TLC calls it by its line in the other module. */
  @Test
  void aRefinementIsViolatedByAStep() throws Exception {
    TlcResult result = run(Specs.counter("Safety", "PROPERTIES Grows CountsByOne Climbs"));
    assertViolated(result, Kind.ACTION_PROPERTY, "CountsByOne", 2);
  }

  @Test
  void aRefinementIsViolatedAtOnce() throws Exception {
    TlcResult result = run(Specs.counter("Safety", "PROPERTIES Grows StartsAtOne"));
    assertViolated(result, Kind.INITIAL_PREDICATE, "StartsAtOne", 1);
  }

  @Test
  void aRefinementIsViolatedByItsFairness() throws Exception {
    TlcResult result = run(Specs.counter("Safety", "PROPERTIES Grows Climbs"));
    assertViolated(result, Kind.LIVENESS, "Climbs", 2);
  }

  @ParameterizedTest
  @CsvSource({"Returns Stays, Stays", "Stays Returns, Stays", "Arrives Returns Stays, Stays"})
  void theViolatedOneOfSeveralLivenessPropertiesIsNamed(String properties, String violated)
      throws Exception {
    TlcResult result = run(Specs.counter("Cycle", "PROPERTIES " + properties));
    assertViolated(result, Kind.LIVENESS, violated, 3);
    assertThat(result.counterexample().orElseThrow().ending()).isEqualTo(new BackTo(1, "Reset"));
    assertThat(result.depth()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"Arrives Stays, Arrives", "Stays Arrives, Stays"})
  void theFirstOfSeveralViolatedLivenessPropertiesIsNamed(String properties, String violated)
      throws Exception {
    TlcResult result = run(Specs.counter("Forever", "PROPERTIES " + properties));
    assertViolated(result, Kind.LIVENESS, violated, 1);
  }

  /** Runs of one module share TLC's classes, and with them its static fields. */
  @Test
  void aRunFindsTheSameAfterOthers() throws Exception {
    List<TlcRequest> requests = Stream.of(
            Specs.counter("Cycle", "PROPERTIES Returns"),
            Specs.counter("Cycle", "PROPERTIES Returns Stays"),
            Specs.counter("Cycle", "INVARIANTS TypeOK Below PROPERTY Returns"),
            Specs.counter("Forever", "PROPERTIES Arrives Stays"),
            Specs.counter("Safety", "PROPERTIES Grows Climbs"),
            Specs.counter("Safety", "PROPERTIES Grows ByOne"))
        .map(request -> request.withConfig(request.config().replace("Limit = 3", "Limit = 9")))
        .toList();
    List<Found> alone = new ArrayList<>();
    for (TlcRequest request : requests) {
      alone.add(Found.by(tlc, request.withJvmOptions(List.of("-Xmx1g")))); // a process of its own
    }
    try (Tlc oneProcess = new Tlc(1, Optional.empty())) {
      for (int turn = 0; turn < 4; turn++) {
        for (int i = 0; i < requests.size(); i++) {
          assertThat(Found.by(oneProcess, requests.get(i))).isEqualTo(alone.get(i));
        }
      }
    }
    assertThat(alone).extracting(Found::verdict).contains(Verdict.HOLDS, Verdict.VIOLATED);
  }

  private record Found(
      Verdict verdict,
      Optional<Violation> violation,
      Optional<Counterexample> counterexample,
      OptionalLong distinctStates,
      OptionalLong generatedStates) {
    static Found by(Tlc tlc, TlcRequest request) throws InterruptedException {
      TlcResult result = tlc.run(request);
      return new Found(
          result.verdict(),
          result.violation(),
          result.counterexample(),
          result.distinctStates(),
          result.generatedStates());
    }
  }

  @Test
  void nothingHappensAnyMore() throws Exception {
    TlcResult result = run(Specs.counter("Safety", "PROPERTY Arrives"));
    assertViolated(result, Kind.LIVENESS, "Arrives", 3);
    assertThat(result.counterexample().orElseThrow().ending()).isEqualTo(new Stuttering());
  }

  @Test
  void aDeadlockIsReached() throws Exception {
    TlcRequest request = Specs.counter("Safety", "INVARIANT TypeOK");
    String checked = request.config().replace("CHECK_DEADLOCK FALSE", "");
    TlcResult result = run(request.withConfig(checked));
    assertViolated(result, Kind.DEADLOCK, "Deadlock", 3);
  }

  @Test
  void anAssertionFails() throws Exception {
    TlcResult result = run(Specs.counter("Safety", "INVARIANT Asserts"));
    assertViolated(result, Kind.ASSERTION, "Assertion", 2);
    assertThat(result.message()).contains("two is too much");
  }

  @Test
  void anExpressionHasNoValue() throws Exception {
    TlcResult result = run(Specs.counter("Safety", "INVARIANT HasNoValue"));
    assertError(result, "HasNoValue", "first argument of >");
    assertThat(result.traceLength()).isEqualTo(2);
  }

  @Test
  void anAssumptionIsFalse() throws Exception {
    TlcRequest request = Specs.counter("Safety", "");
    String tooMuch = request.config().replace("Limit = 3", "Limit = 100");
    assertError(run(request.withConfig(tooMuch)), "Assumption", "Counter", "false");
  }

  @Test
  void aConstantHasNoValue() throws Exception {
    TlcRequest request = Specs.counter("Safety", "");
    String without = request.config().replace("CONSTANT Limit = 3", "");
    assertError(run(request.withConfig(without)), "constant parameter Limit is not assigned");
  }

  @Test
  void thePropertyIsNotDefined() throws Exception {
    assertError(run(Specs.counter("Safety", "INVARIANT Nowhere")), "Nowhere", "not defined");
  }

  @Test
  void theConfigurationIsMalformed() throws Exception {
    assertError(run(Specs.counter("Safety", "CONSTANT X =")), "configuration file at line");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SyntaxError   | SyntaxError.tla line 4, column 1: Encountered",
        "UnknownName   | UnknownName.tla line 3, column 13: Unknown operator: `y'",
        "MissingModule | Cannot find source file for module NowhereToBeFound",
        "NoSuchModule  | Cannot find source file for module NoSuchModule",
      })
  void theModuleIsNotWellFormed(String module, String message) throws Exception {
    TlcRequest request = TlcRequest.of(Specs.directory(), module, "INIT Init\nNEXT Init\n");
    assertError(run(request), message);
  }

  @Test
  void everyKindOfValueIsRead() throws Exception {
    String config = "SPECIFICATION Spec\nCONSTANT m = m\nINVARIANT AtStart\nCHECK_DEADLOCK FALSE\n";
    TlcResult result = run(TlcRequest.of(Specs.directory(), "Values", config));
    assertViolated(result, Kind.INVARIANT, "AtStart", 2);
    Map<String, TlaValue> values =
        result.counterexample().orElseThrow().states().get(1).variables();
    assertThat(values)
        .containsEntry("step", TlaValue.parse("1"))
        .containsEntry("int", TlaValue.parse("-3"))
        .containsEntry("string", new TlaValue.Str("a \"quoted\\\" one"))
        .containsEntry("tuple", TlaValue.parse("<<1, TRUE, <<>>>>"))
        .containsEntry("set", TlaValue.parse("{\"a\", \"b\"}"))
        .containsEntry("interval", new TlaValue.Interval(2, 4))
        .containsEntry("record", TlaValue.parse("[a |-> m, b |-> {}]"))
        .containsEntry("function", TlaValue.parse("(1 :> \"y\" @@ 3 :> \"x\" @@ 7 :> \"z\")"));
    assertThat(values.get("long")).isInstanceOf(TlaValue.Tuple.class);
    assertThat(((TlaValue.Tuple) values.get("long")).elements().get(8).toString())
        .isEqualTo("[name |-> \"a name that is long\", values |-> {9, 10, 11}]");
    assertThat(values.get("lazy")).isInstanceOfAny(TlaValue.Other.class, TlaValue.SetOf.class);
  }

  private static TlcRequest usesJava(String invariant) {
    String config = "INIT Init\nNEXT Next\nINVARIANT " + invariant + "\n";
    return TlcRequest.of(Specs.directory(), "UsesJava", config)
        .withJvmOptions(List.of("-Xmx256m", "-D" + TlcRequest.SYSTEM_LOADER + "=true"));
  }

  @Test
  void aJavaClassMayOverrideAModuleAndSeesTheSystemPropertiesOfItsRun() throws Exception {
    Map<String, String> on = Map.of("test.setting", "on");
    TlcResult with = run(usesJava("IsSet").withSystemProperties(on));
    assertThat(with.verdict()).as(with.message()).isEqualTo(Verdict.HOLDS);
    assertViolated(run(usesJava("IsSet")), Kind.INVARIANT, "IsSet", 1);
  }

  @Test
  void aProcessThatDiesIsAnErrorAndTheNextRunHasAnother() throws Exception {
    assertError(run(usesJava("Halts")), "TLC's process ended without a result");
    assertThat(run(Specs.counter("Safety", "")).verdict()).isEqualTo(Verdict.HOLDS);
  }

  @Test
  void anUnknownJvmOptionIsAnErrorThatNamesIt() throws Exception {
    TlcRequest request = Specs.counter("Safety", "").withJvmOptions(List.of("-XX:+NoSuchOption"));
    assertError(run(request), "NoSuchOption");
  }

  @Test
  void progressIsReportedUntilTheTimeIsUp() throws Exception {
    List<Progress> reports = new ArrayList<>();
    for (int seconds = 4; reports.size() < 2; seconds *= 2) { // a busy machine is slow to start it
      TlcRequest request = Specs.clock(9).withTimeout(Duration.ofSeconds(seconds));
      TlcResult result = tlc.run(request, reports::add);
      assertError(result, "no result within " + seconds + " s");
    }
    Progress last = reports.get(reports.size() - 1);
    assertThat(last.generated()).isGreaterThan(last.distinct());
    assertThat(last.distinct()).isPositive();
    assertThat(last.rate()).isPositive();
  }

  @Test
  void aRunMayBeInterrupted() throws Exception {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    CountDownLatch works = new CountDownLatch(1);
    Future<TlcResult> running =
        thread.submit(() -> tlc.run(Specs.clock(9), progress -> works.countDown()));
    works.await();
    running.cancel(true);
    thread.shutdown();
    assertThat(thread.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    assertThat(run(Specs.counter("Safety", "")).verdict()).isEqualTo(Verdict.HOLDS);
  }

  @Test
  void afterTheEndNothingRunsAndNothingIsLeft() {
    Set<String> before = temporaryDirectories();
    Tlc other = new Tlc(1, Optional.empty());
    other.close();
    other.close();
    assertThatThrownBy(() -> other.run(Specs.clock(1))).isInstanceOf(IllegalStateException.class);
    assertThat(temporaryDirectories()).isSubsetOf(before);
  }

  private static Set<String> temporaryDirectories() {
    String[] all = new File(System.getProperty("java.io.tmpdir"))
        .list((directory, name) -> name.startsWith("exactly-once-"));
    return Set.of(all == null ? new String[0] : all);
  }
}
