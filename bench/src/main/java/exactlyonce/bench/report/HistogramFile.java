package exactlyonce.bench.report;

import java.io.FileNotFoundException;
import java.nio.file.Path;
import java.util.Objects;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;

/** A histogram in the log format of HdrHistogram, with a name that says if it cannot be trusted. */
final class HistogramFile {
  static final String FAIL = "FAIL-";

  private HistogramFile() {}

  /**
   * Writes a histogram. If it does not have one value for each message, its name begins with {@value
   * FAIL}.
   *
   * @param expected how many values it must have
   * @return the file that was written
   */
  static Path write(Path file, Histogram histogram, long expected) throws FileNotFoundException {
    String name = Objects.requireNonNull(file.getFileName()).toString();
    Path written = histogram.getTotalCount() == expected ? file : file.resolveSibling(FAIL + name);
    if (histogram.getStartTimeStamp() > histogram.getEndTimeStamp()) { // not set
      histogram.setStartTimeStamp(System.currentTimeMillis());
      histogram.setEndTimeStamp(System.currentTimeMillis());
    }
    HistogramLogWriter writer = new HistogramLogWriter(written.toFile());
    writer.outputLogFormatVersion();
    writer.outputComment("nanoseconds from when a message was due to its confirmation");
    writer.outputLegend();
    writer.outputIntervalHistogram(histogram);
    writer.close();
    return written;
  }
}
