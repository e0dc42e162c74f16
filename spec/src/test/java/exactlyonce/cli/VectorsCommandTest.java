package exactlyonce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VectorsCommandTest {

  @TempDir
  private Path directory;

  /** To write them again: {@code vectors spec/vectors}. */
  @Test
  @Tag("slow")
  void writesWhatIsCheckedIn() throws IOException {
    CommandLineRun run = CommandLineRun.of("vectors", directory.resolve("new").toString());
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(contents(directory.resolve("new"))).isEqualTo(contents(Path.of("vectors")));
    assertThat(run.out())
        .startsWith("file")
        .containsPattern("(?m)^receiver\\.jsonl +\\d+ +\\d+ +(\\d{4}) +\\1 +\\d+$");
  }

  private static Map<String, String> contents(Path of) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.list(of)) {
      for (Path file : files.toList()) {
        contents.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return contents;
  }

  @Test
  void aFileIsNoDirectory() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "");
    CommandLineRun.of("vectors", file.toString()).assertBadInput(file.toString(), "directory");
  }

  @Test
  void specificationsWithoutRolesAreBadInput() throws IOException {
    Files.writeString(
        directory.resolve("manifest.json"), Files.readString(Path.of("tla", "manifest.json")));
    CommandLineRun.of(
            "vectors",
            directory.resolve("new").toString(),
            "--specifications",
            directory.toString())
        .assertBadInput(directory.toString());
  }

  @Test
  void theDirectoryMustBeNamed() {
    CommandLineRun.of("vectors").assertBadInput("DIR", "exactly-once vectors --help");
  }
}
