package exactlyonce.bench.report;

import exactlyonce.bench.pair.PairRun;
import exactlyonce.bench.peer.Contestants;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.HdrHistogram.Histogram;

/** The rules that notice what cannot be a result, and whether they notice the negative controls. */
final class ControlCheck {
  /** Work that is done takes at least so many times as long as nothing; else its control is broken. */
  private static final double MIN_WORK = 1.5;

  /** Two threads that slow each other down by more than this share a line. */
  private static final double MAX_SHARING = 1.5;

  /** As of the build's gate. */
  static final double MAX_BYTES = 0.01;

  /**
   * A control.
   *
   * @param name what is wrong on purpose
   * @param flag what the harness says about it
   * @param noticed whether that is what it must say
   */
  record Control(String name, String flag, boolean noticed) {}

  private ControlCheck() {}

  static List<Control> controls(Measurements measured, Path directory) throws IOException {
    Summary empty = measured.summary("Primitives.empty");
    List<Control> controls = new ArrayList<>();
    double honest = Ratio.of(measured.summary("Controls.honest"), empty).value();
    controls.add(noWork("dead code", measured.summary("Controls.deadCode"), empty, honest));
    controls.add(noWork("constant fold", measured.summary("Controls.constantFold"), empty, honest));
    controls.add(
        new Control("the same work, done (not wrong)", timesNothing(honest), honest >= MIN_WORK));
    double bytes = measured.summary("Controls.allocation").bytes();
    controls.add(new Control(
        "an allocation",
        Chart.number(bytes) + " B/op" + (bytes >= MAX_BYTES ? ": allocates" : ""),
        bytes >= MAX_BYTES));
    Ratio sharing = Ratio.of(
        measured.summary(CacheLines.Use.ADJACENT.id()),
        measured.summary(CacheLines.Use.APART.id()));
    controls.add(new Control(
        "two counters on one cache line",
        Chart.number(sharing.value()) + " x as long as apart"
            + (sharing.value() > MAX_SHARING ? ": false sharing" : ""),
        sharing.value() > MAX_SHARING));
    Summary dropping = measured.pipeline(Contestants.DROPPING);
    controls.add(new Control(
        "a peer that drops messages",
        dropping.failure() == null ? "passes" : "FAIL: " + dropping.failure(),
        dropping.failure() != null && dropping.failure().contains(PairRun.NOT_ONCE)));
    controls.add(histogram(directory));
    return controls;
  }

  /**
   * Does nothing what takes about as long as nothing, not as long as the work: both take so little that on a
   * machine that changes its speed between two JVMs a fixed limit would be wrong now and then.
   */
  private static Control noWork(String name, Summary work, Summary empty, double honest) {
    double ratio = Ratio.of(work, empty).value();
    boolean flagged = ratio < Math.sqrt(honest);
    return new Control(name, timesNothing(ratio) + (flagged ? ": does nothing" : ""), flagged);
  }

  private static String timesNothing(double ratio) {
    return Chart.number(ratio) + " x as long as nothing";
  }

  private static Control histogram(Path directory) throws IOException {
    Histogram histogram = new Histogram(3);
    histogram.recordValue(1);
    Path file = HistogramFile.write(directory.resolve("control.hdr"), histogram, 2);
    Files.deleteIfExists(file);
    String name = Objects.requireNonNull(file.getFileName()).toString();
    return new Control(
        "a histogram with one value too few", "file " + name, name.startsWith(HistogramFile.FAIL));
  }
}
