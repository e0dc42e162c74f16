package exactlyonce.stress.weakening;

import static org.assertj.core.api.Assertions.assertThat;

import exactlyonce.stress.bytecode.TestedClasses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class WeakeningTableTest {
  /** The file of the repository says what the clients notice, and why not. */
  @Tag("slow")
  @Test
  void fileIsUpToDate() throws IOException {
    String text = WeakeningTable.of(Baseline.small(), row -> {}).text();
    Files.writeString(Path.of("target", "WEAKENINGS.md"), text);

    assertThat(Path.of("WEAKENINGS.md")).content().isEqualTo(text);
    assertThat(text).doesNotContain("NO REASON IS GIVEN");
  }

  @Test
  void fileHasEveryWeakening() throws IOException {
    String text = Files.readString(Path.of("WEAKENINGS.md"));

    assertThat(TestedClasses.calls())
        .flatExtracting(Weakening::of)
        .isNotEmpty()
        .allSatisfy(weakening -> assertThat(text)
            .contains("| `" + weakening.call().site() + "` | "
                + weakening.call().method() + " | " + weakening.mode() + " | "))
        .hasSize((int) text.lines().filter(line -> line.startsWith("| `")).count());
  }

  @Test
  void everyReasonIsUsed() {
    assertThat(TestedClasses.calls())
        .flatExtracting(Weakening::of)
        .extracting(Weakening::name)
        .containsAll(Survivors.REASONS.keySet());
  }
}
