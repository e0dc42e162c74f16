package exactlyonce.trace;

import static org.assertj.core.api.Assertions.assertThat;

import exactlyonce.model.Specifications;
import exactlyonce.protocol.ReplyMode;
import exactlyonce.session.DeliveryOrder;
import exactlyonce.simulation.RunResult;
import exactlyonce.simulation.RunSettings;
import exactlyonce.tlc.Tlc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * No run of the implementation is rejected. One of a hundred meets coincidences that hardly any other
 * does, so there are many: with {@code -Druns=N}, N of each kind.
 */
@Tag("slow")
class ManyRunsTraceTest {
  private static final int RUNS = Integer.getInteger("runs", 40);
  private static final int BATCH = 40;
  private static final int AT_A_TIME = 8;
  private static final double CRASH = 0.02;

  @TempDir
  private Path directory;

  @ParameterizedTest
  @EnumSource
  @DisplayName("every run is accepted, however its threads and crashes meet")
  void accepted(TraceKind kind) throws Exception {
    List<String> rejected = new ArrayList<>();
    try (Tlc tlc = new Tlc();
        Specifications specifications = Specifications.ofThisProgram()) {
      for (int from = 0; from < RUNS; from += BATCH) {
        List<Path> batch = record(kind, Math.min(BATCH, RUNS - from));
        List<TraceVerdict> verdicts = TraceCheck.checkAll(batch, tlc, specifications);
        for (int i = 0; i < batch.size(); i++) {
          if (!verdicts.get(i).accepted()) {
            rejected.add(verdicts.get(i) + " in " + keep(batch.get(i)));
          }
        }
      }
    }
    assertThat(rejected).isEmpty();
  }

  private static Path keep(Path trace) throws IOException {
    Path kept = Files.createDirectories(Path.of("target", "rejected"))
        .resolve(UUID.randomUUID() + ".jsonl");
    return Files.copy(trace, kept);
  }

  /** A run mostly waits, so several take little longer than one. */
  private List<Path> record(TraceKind kind, int runs) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME);
    try {
      List<Callable<Path>> all = new ArrayList<>();
      for (int run = 0; run < runs; run++) {
        int number = run;
        all.add(() -> record(kind, number, directory.resolve("run-" + number + ".jsonl")));
      }
      List<Path> files = new ArrayList<>();
      for (Future<Path> file : threads.invokeAll(all)) {
        files.add(file.get());
      }
      return files;
    } finally {
      threads.shutdown();
    }
  }

  private static Path record(TraceKind kind, int number, Path file) throws Exception {
    RunSettings settings = RunSettings.of(50)
        .withWindow(4)
        .withOrder(kind.ordered() ? DeliveryOrder.ORDERED : DeliveryOrder.UNORDERED)
        .withReplyMode(number % 2 == 0 ? ReplyMode.WITH_REPLIES : ReplyMode.WITHOUT_REPLIES)
        .withApplication(0.1, 0.1)
        .withRejections(0.2);
    RunResult result = RecordedRun.write(file, kind, settings, CRASH);
    assertThat(result.ok()).as(result.toString()).isTrue();
    return file;
  }
}
