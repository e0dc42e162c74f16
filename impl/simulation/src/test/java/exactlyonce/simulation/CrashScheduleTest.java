package exactlyonce.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import exactlyonce.session.DeliveryOrder;
import exactlyonce.session.ReceiverStore;
import exactlyonce.simulation.CrashSchedule.Kind;
import exactlyonce.simulation.CrashSchedule.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;

/**
 * Under any schedule of submissions, cancellations, closed sessions, timeouts, failing handlers,
 * frames that are lost, duplicated or reordered, and crashes of both sides at any step, both sides
 * take the same steps as their models, and nothing is duplicated or reported falsely at any time.
 * In the end every message is decided and every session closed.
 */
class CrashScheduleTest {
  /** The actions that find faults soon. */
  private static final List<Kind> LIKELY = List.of(
      Kind.SUBMIT,
      Kind.SUBMIT,
      Kind.CANCEL,
      Kind.POLL,
      Kind.REQUEST,
      Kind.REQUEST,
      Kind.DUPLICATE_REQUEST,
      Kind.REPLY,
      Kind.REPLY,
      Kind.CRASH_OF_RECEIVER);

  private static final Set<Kind> ENDS_SESSIONS =
      Set.of(Kind.CLOSE, Kind.LOSS_OF_RECEIVERS_DISK, Kind.DROP_UNTOUCHED);

  private static final Set<Kind> FAILS = Set.of(
      Kind.REQUEST_FAILS,
      Kind.REQUEST_WITH_UNKNOWN_COMMIT,
      Kind.LOSE_REQUEST,
      Kind.LOSE_REPLY,
      Kind.CRASH_OF_SENDER,
      Kind.CRASH_OF_RECEIVER,
      Kind.LOSS_OF_RECEIVERS_DISK,
      Kind.DROP_UNTOUCHED);

  private static final BiConsumer<String, Runnable> NO_FAULT = (name, step) -> step.run();

  /** Every kind of step of the models, and everything that a frame can find. */
  private static final List<String> STEPS =
      List.of(("nonce, open, data, check, seal, close, DELIVERED, NOT_DELIVERED, IN_DOUBT, "
              + "write open, write append, write draining, write closing, write ended, write clear, "
              + "session, opened, ack, status, gone, handle, handle fails, "
              + "found GONE, found NOTHING_OWED, found UNKNOWN, found IN_PROGRESS, "
              + "found DELIVERED, found SEALED, found another session, "
              + "concluded as delivered, concluded as unknown, "
              + "write opened, write delivered, write sealed, write over")
          .split(", "));

  @Property(tries = 1500)
  @StatisticsReport(onFailureOnly = true)
  void nothingIsLostDuplicatedOrReportedFalsely(
      @ForAll DeliveryOrder order,
      @ForAll("sizes") int size,
      @ForAll("schedules") List<Step> steps) {
    CrashSchedule schedule = new CrashSchedule(order, size, CrashPoints::disk, NO_FAULT, true);
    run(schedule, steps);
    Statistics.label("crashes")
        .collect(schedule.crashes() > 2)
        .coverage(coverage -> coverage.check(true).count(count -> count > 100));
    Statistics.label("doubt")
        .collect(schedule.inDoubt() > 0)
        .coverage(coverage -> coverage.check(true).count(count -> count > 20));
    schedule.kinds().forEach(kind -> Statistics.label("steps").collect(kind));
    STEPS.forEach(kind -> Statistics.label("steps")
        .coverage(coverage -> coverage.check(kind).count(count -> count > 5)));
  }

  /** The schedules detect faults: each of these disks is broken in one place. */
  @Example
  void aBrokenDiskIsDetected() {
    assertNoticed("handles first and writes then", "duplicated", BrokenDisks::effectFirst);
    assertNoticed("writes first and handles then", "falsely confirmed", BrokenDisks::recordFirst);
    assertNoticed(
        "does not write what is delivered", "duplicated", BrokenDisks::deliveredIsNotWritten);
    assertNoticed(
        "does not write what is sealed", "falsely denied", BrokenDisks::sealedIsNotWritten);
    assertNoticed("forgets everything", "in doubt without need", BrokenDisks::forgetful);
  }

  private static void assertNoticed(
      String what,
      String asWhat,
      BiFunction<Incarnation, ReceiverStore<Message, Reply>, ReceiverStore<Message, Reply>> disk) {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 3000; i++) {
      List<Step> steps = steps(random, LIKELY);
      try {
        run(new CrashSchedule(DeliveryOrder.UNORDERED, 2, disk, NO_FAULT, false), steps);
      } catch (AssertionError e) {
        if (e.getMessage().contains(asWhat)) {
          assertThat(e).hasMessageContaining("| crashes");
          return;
        }
      }
    }
    throw new IllegalStateException("not detected as " + asWhat + ": a disk that " + what);
  }

  /** The models detect wrong steps even if they do no harm that the ledger could detect. */
  @Example
  void aWrongStepIsDetected() {
    assertOnlyModelsDetect("nothing", "data", taken(2, ": data["));
    assertOnlyModelsDetect("nothing", "ack", taken(2, ": ack["));
    assertOnlyModelsDetect("status.*IN_PROGRESS", "]", taken(0, "IN_PROGRESS"));
    assertOnlyModelsDetect("write draining", "]", taken(0, "write draining"));
    assertOnlyModelsDetect("write ended", "]", taken(0, "write ended"));
    assertOnlyModelsDetect("write clear", "]", taken(0, "write clear"));
    assertOnlyModelsDetect("write sealed", "status.*SEALED", sealedIsWrittenLate());
  }

  private static void assertOnlyModelsDetect(
      String expected, String actual, BiConsumer<String, Runnable> fault) {
    SplittableRandom random = new SplittableRandom(1);
    AssertionError noticed = null;
    for (int i = 0; i < 150; i++) {
      List<Step> steps = steps(random, i % 4 < 2 ? LIKELY : List.of(Kind.values()));
      DeliveryOrder order = DeliveryOrder.values()[i % 2];
      run(new CrashSchedule(order, 2, CrashPoints::disk, fault, false), steps);
      if (noticed == null) {
        noticed = catchThrowableOfType(
            AssertionError.class,
            () -> run(new CrashSchedule(order, 2, CrashPoints::disk, fault, true), steps));
      }
    }
    assertThat(String.valueOf(noticed))
        .containsPattern("expected: .*" + expected + ".*\n  actual: \\[(\\d+: )?" + actual)
        .contains("|--- open[1, 1, ");
  }

  private static BiConsumer<String, Runnable> taken(int times, String wrong) {
    return (name, step) -> {
      for (int i = 0; i < (name.contains(wrong) ? times : 1); i++) {
        step.run();
      }
    };
  }

  /** Writes the seal right after the answer: no crash comes in between. */
  private static BiConsumer<String, Runnable> sealedIsWrittenLate() {
    AtomicReference<Runnable> late = new AtomicReference<>(() -> {});
    return (name, step) -> {
      if (name.startsWith("write sealed")) {
        late.set(step);
      } else {
        step.run();
        Runnable write = late.getAndSet(() -> {});
        if (name.contains("SEALED")) {
          write.run();
        }
      }
    };
  }

  private static void run(CrashSchedule schedule, List<Step> steps) {
    schedule.run(steps);
    schedule.finish();
  }

  private static List<Step> steps(SplittableRandom random, List<Kind> kinds) {
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      steps.add(new Step(kinds.get(random.nextInt(kinds.size())), random.nextInt(1000)));
    }
    return steps;
  }

  @Provide
  Arbitrary<Integer> sizes() {
    return Arbitraries.of(1, 2, 4);
  }

  @Provide
  Arbitrary<List<Step>> schedules() {
    Arbitrary<Kind> kinds = Arbitraries.frequency(
        Tuple.of(6, Kind.SUBMIT),
        Tuple.of(2, Kind.CANCEL),
        Tuple.of(1, Kind.CLOSE),
        Tuple.of(4, Kind.POLL),
        Tuple.of(8, Kind.REQUEST),
        Tuple.of(2, Kind.REQUEST_FAILS),
        Tuple.of(2, Kind.REQUEST_WITH_UNKNOWN_COMMIT),
        Tuple.of(8, Kind.REPLY),
        Tuple.of(2, Kind.DUPLICATE_REQUEST),
        Tuple.of(2, Kind.DUPLICATE_REPLY),
        Tuple.of(1, Kind.LOSE_REQUEST),
        Tuple.of(1, Kind.LOSE_REPLY),
        Tuple.of(2, Kind.CRASH_OF_SENDER),
        Tuple.of(2, Kind.CRASH_OF_RECEIVER),
        Tuple.of(1, Kind.LOSS_OF_RECEIVERS_DISK),
        Tuple.of(1, Kind.DROP_UNTOUCHED));
    return Arbitraries.oneOf(
        schedules(kinds, 20),
        schedules(kinds.filter(kind -> !ENDS_SESSIONS.contains(kind)), 80),
        schedules(kinds.filter(kind -> !FAILS.contains(kind)), 80));
  }

  private static Arbitrary<List<Step>> schedules(Arbitrary<Kind> kinds, int steps) {
    return Combinators.combine(kinds, Arbitraries.integers().between(0, 999))
        .as(Step::new)
        .list()
        .ofMinSize(steps)
        .ofMaxSize(200);
  }
}
