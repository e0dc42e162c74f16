package exactlyonce.stress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExploreTest {
  private static final String[] LOST_WAKE_UP = {
    "HandOver", "OrderedReceiveWindow.isPassed#1", "ACQUIRE"
  };

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir
  Path directory;

  @Test
  void drawsWhatGoesWrong() {
    assertThat(explore(LOST_WAKE_UP)).isEqualTo(1);
    assertThat(out.toString(UTF_8)).startsWith("forbidden outcome: ").contains("does not see");
    assertThat(err.toString(UTF_8)).isEmpty();
  }

  @Test
  void drawsItIntoAFileAsWell() {
    Path file = directory.resolve("witness.svg");

    assertThat(explore("--svg", file.toString(), LOST_WAKE_UP[0], LOST_WAKE_UP[1], LOST_WAKE_UP[2]))
        .isEqualTo(1);
    assertThat(out.toString(UTF_8)).startsWith("forbidden outcome: ");
    assertThat(file).content().startsWith("<svg ").contains("does not see");
  }

  @Test
  void drawsNothingIfNothingGoesWrong() {
    Path file = directory.resolve("witness.svg");

    assertThat(explore("DataCheck", "--svg", file.toString())).isZero();
    assertThat(file).doesNotExist();
    assertThat(err.toString(UTF_8))
        .isEqualToIgnoringNewLines("nothing goes wrong: " + file + " is not written");
  }

  @ParameterizedTest
  @CsvSource({
    "'NoClient', no client NoClient",
    "'DataCheck ReceiveWindow.check#1 VOLATILE', no such access with a weaker mode: see WEAKENINGS.md",
    "'DataCheck ReceiveWindow.check#1', 'after a client: an access and a weaker mode, as in WEAKENINGS.md'",
    "'DataCheck --png x', no option --png",
    "'DataCheck --svg', --svg is followed by one file",
    "'DataCheck --svg a --svg b', --svg is followed by one file",
    "'--svg a', '--svg draws what goes wrong in one client, and none is named'",
    "'--weakenings --svg a', --weakenings is used alone",
    "'DataCheck --svg target', --svg: cannot write target",
    "'DataCheck --svg target/none/x.svg', --svg: cannot write target/none/x.svg",
  })
  void badInputIsNamedInOneLine(String args, String message) {
    assertThat(explore(args.split(" "))).isEqualTo(2);
    assertThat(err.toString(UTF_8)).isEqualToIgnoringNewLines(message);
    assertThat(out.toString(UTF_8)).isEmpty();
    assertThat(Files.exists(Path.of("a"))).isFalse();
  }

  private int explore(String... args) {
    return Explore.run(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), args);
  }
}
