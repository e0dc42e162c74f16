package exactlyonce.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import exactlyonce.session.ReceiverStore;
import exactlyonce.simulation.CrashSchedule.Kind;
import exactlyonce.simulation.CrashSchedule.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
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
 * Any schedule of submissions, cancellations, closed sessions, timeouts, failing handlers, frames
 * lost, duplicated and reordered, and crashes of both sides at any step: nothing is duplicated or
 * told falsely at any time, and in the end every message is decided and every session closed.
 */
class CrashScheduleTest {
  /** What finds faults soon. */
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

  @Property(tries = 2000)
  @StatisticsReport(onFailureOnly = true)
  void nothingIsLostDuplicatedOrToldFalsely(
      @ForAll boolean ordered, @ForAll("sizes") int size, @ForAll("schedules") List<Step> steps) {
    CrashSchedule schedule = new CrashSchedule(ordered, size, MortalEnds::disk);
    schedule.run(steps);
    schedule.finish();
    Statistics.label("crashes")
        .collect(schedule.crashes() > 2)
        .coverage(coverage -> coverage.check(true).count(count -> count > 100));
    Statistics.label("doubt")
        .collect(schedule.inDoubt() > 0)
        .coverage(coverage -> coverage.check(true).count(count -> count > 20));
  }

  /** The schedules would notice: each of these disks is broken in one place. */
  @Example
  void aBrokenDiskIsNoticed() {
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
      BiFunction<Life, ReceiverStore<Message, Reply>, ReceiverStore<Message, Reply>> disk) {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 3000; i++) {
      List<Step> steps = new ArrayList<>();
      for (int j = 0; j < 100; j++) {
        steps.add(new Step(LIKELY.get(random.nextInt(LIKELY.size())), random.nextInt(1000)));
      }
      CrashSchedule schedule = new CrashSchedule(false, 2, disk);
      try {
        schedule.run(steps);
        schedule.finish();
      } catch (AssertionError e) {
        if (e.getMessage().contains(asWhat)) {
          assertThat(e).hasMessageContaining("| crashes");
          return;
        }
      }
    }
    throw new IllegalStateException("not noticed as " + asWhat + ": a disk that " + what);
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
        Tuple.of(8, Kind.REPLY),
        Tuple.of(2, Kind.DUPLICATE_REQUEST),
        Tuple.of(2, Kind.DUPLICATE_REPLY),
        Tuple.of(1, Kind.LOSE_REQUEST),
        Tuple.of(1, Kind.LOSE_REPLY),
        Tuple.of(2, Kind.CRASH_OF_SENDER),
        Tuple.of(2, Kind.CRASH_OF_RECEIVER),
        Tuple.of(1, Kind.LOSS_OF_RECEIVERS_DISK),
        Tuple.of(1, Kind.DROP_UNTOUCHED));
    return Combinators.combine(kinds, Arbitraries.integers().between(0, 999))
        .as(Step::new)
        .list()
        .ofMinSize(20)
        .ofMaxSize(200);
  }
}
