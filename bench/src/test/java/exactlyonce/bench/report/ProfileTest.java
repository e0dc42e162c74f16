package exactlyonce.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import exactlyonce.bench.report.Profile.Sample;
import exactlyonce.bench.report.Profile.Share;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileTest {
  private static final String THREAD = "sampled";

  @TempDir
  Path directory;

  private volatile boolean running = true;
  private volatile long work;

  @Test
  void theMostFrequentMethodsOfEachThreadComeFirst() {
    List<Sample> samples = Stream.of(
            Stream.generate(() -> new Sample("b", "A.rare")).limit(1),
            Stream.generate(() -> new Sample("b", "A.some")).limit(30),
            Stream.generate(() -> new Sample("b", "A.often")).limit(69),
            Stream.of(new Sample("a", "B.only")))
        .flatMap(each -> each)
        .toList();
    assertThat(Profile.shares(samples))
        .containsExactly(
            new Share("a", "B.only", 1),
            new Share("b", "A.often", 0.69),
            new Share("b", "A.some", 0.3));
  }

  @Test
  void findsTheMethodInWhichAThreadIs() throws Exception {
    Thread thread = new Thread(this::busy, THREAD);
    thread.start();
    List<Sample> samples = List.of();
    for (int i = 0; samples.isEmpty(); i++) {
      Path file = directory.resolve(i + ".jfr");
      try (Recording recording = new Recording()) {
        recording.enable("jdk.ExecutionSample").withPeriod(Duration.ofMillis(1));
        recording.start();
        long before = work;
        while (work < before + 10_000_000) {
          Thread.onSpinWait();
        }
        recording.stop();
        recording.dump(file);
      }
      samples = Profile.samples(file, Map.of("pled", "label"));
    }
    running = false;
    thread.join();
    assertThat(samples).contains(new Sample("label", "ProfileTest.busy"));
  }

  private void busy() {
    long done = 0;
    while (running) {
      done++;
      work = done;
    }
  }
}
