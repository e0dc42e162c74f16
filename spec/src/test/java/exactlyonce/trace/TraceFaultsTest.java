package exactlyonce.trace;

import static org.assertj.core.api.Assertions.assertThat;

import exactlyonce.model.Specifications;
import exactlyonce.protocol.ReplyMode;
import exactlyonce.session.DeliveryOrder;
import exactlyonce.simulation.Faults;
import exactlyonce.simulation.RunSettings;
import exactlyonce.tlc.Tlc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Single faults in small recorded traces: TLC accepts what an independent judge accepts, and rejects
 * what it rejects. With {@code -Dfaults=N}, N of each kind.
 */
@Tag("slow")
@Tag("checker")
class TraceFaultsTest {
  private static final int QUICK = 12;
  private static final int FAULTS = Integer.getInteger("faults", QUICK);
  private static final long SEED = Long.getLong("faults.seed", 1);
  private static final int RUNS = 8;
  private static final int BATCH = 120;

  @TempDir
  private Path directory;

  private record Faulty(Fault fault, Path file, boolean isLegal) {
    String about(TraceVerdict verdict) throws IOException {
      return fault + (isLegal ? ", legal: " : ", illegal: ") + verdict + "\n"
          + Files.readString(file);
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("TLC and a plain judge agree about each fault")
  void theJudgesAgree(TraceKind kind) throws Exception {
    SplittableRandom random = new SplittableRandom(SEED);
    List<Trace> recorded = record(kind);
    assertThat(recorded).allMatch(PlainJudge::accepts);
    List<Faulty> all = new ArrayList<>();
    for (Fault fault : Fault.of(kind)) {
      for (int i = 0; i < FAULTS; i++) {
        all.add(faulty(fault, recorded, i, random));
      }
    }
    List<String> disagreements = new ArrayList<>();
    try (Tlc tlc = new Tlc();
        Specifications specifications = Specifications.ofThisProgram()) {
      for (int from = 0; from < all.size(); from += BATCH) {
        List<Faulty> batch = all.subList(from, Math.min(all.size(), from + BATCH));
        List<TraceVerdict> verdicts =
            TraceCheck.checkAll(batch.stream().map(Faulty::file).toList(), tlc, specifications);
        for (int i = 0; i < batch.size(); i++) {
          if (verdicts.get(i).accepted() != batch.get(i).isLegal()) {
            disagreements.add(batch.get(i).about(verdicts.get(i)));
          }
        }
      }
    }
    report(kind, all);
    assertThat(disagreements).isEmpty();
    assertThat(all).anyMatch(Faulty::isLegal).anyMatch(faulty -> !faulty.isLegal());
  }

  private static void report(TraceKind kind, List<Faulty> all) {
    Map<Fault, Long> legal = new EnumMap<>(Fault.class);
    all.forEach(each -> legal.merge(each.fault(), each.isLegal() ? 1L : 0L, Long::sum));
    if (FAULTS > QUICK) {
      legal.forEach((fault, count) -> System.out.println(
          kind + " " + fault + ": " + count + " of " + FAULTS + " are legal all the same"));
    }
  }

  private Faulty faulty(Fault fault, List<Trace> recorded, int number, SplittableRandom random)
      throws IOException {
    Path file = directory.resolve(fault + "-" + number + ".jsonl");
    while (true) {
      FaultyTrace trace = new FaultyTrace(recorded.get(random.nextInt(recorded.size())));
      if (fault.change(trace, random)) {
        trace.write(file);
        try {
          return new Faulty(fault, file, PlainJudge.accepts(Trace.read(file)));
        } catch (TraceFormatException e) {
          // This is noticed before anybody judges. Another one, then.
        }
      }
    }
  }

  private List<Trace> record(TraceKind kind) throws Exception {
    List<Trace> recorded = new ArrayList<>();
    for (int run = 0; run < RUNS; run++) {
      Path file = directory.resolve("recorded-" + run + ".jsonl");
      RunSettings settings = RunSettings.of(4)
          .withWindow(2)
          .withOrder(kind.ordered() ? DeliveryOrder.ORDERED : DeliveryOrder.UNORDERED)
          .withReplyMode(run % 2 == 0 ? ReplyMode.WITH_REPLIES : ReplyMode.WITHOUT_REPLIES)
          .withFaults(new Faults(0.2, 0.2, 0.2))
          .withApplication(0.1, 0.2)
          .withRejections(0.1)
          .withSeed(SEED * 100 + run);
      RecordedRun.write(file, kind, settings, 0.02);
      recorded.add(Trace.read(file));
    }
    if (kind.crashes()) {
      for (Path file : RareTraces.write(kind, directory)) {
        recorded.add(Trace.read(file));
      }
    }
    return recorded;
  }
}
