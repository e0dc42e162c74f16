package exactlyonce.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistogramFileTest {
  @TempDir
  Path directory;

  @Test
  void aHistogramThatDoesNotAddUpSaysSoInItsName() throws IOException {
    Histogram histogram = new Histogram(3);
    histogram.recordValue(100);
    Path file = directory.resolve("times.hdr");
    assertThat(HistogramFile.write(file, histogram, 1)).isEqualTo(file).exists();
    assertThat(HistogramFile.write(file, histogram, 2))
        .hasFileName("FAIL-times.hdr")
        .exists();
  }

  @Test
  void whatIsWrittenCanBeRead() throws IOException {
    Histogram histogram = new Histogram(3);
    histogram.recordValue(100);
    histogram.recordValue(200);
    Path file = HistogramFile.write(directory.resolve("times.hdr"), histogram, 2);
    try (HistogramLogReader reader = new HistogramLogReader(file.toFile())) {
      EncodableHistogram read = reader.nextIntervalHistogram();
      assertThat(read).isEqualTo(histogram);
      assertThat(reader.nextIntervalHistogram()).isNull();
    }
  }
}
