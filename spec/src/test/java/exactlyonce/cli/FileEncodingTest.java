package exactlyonce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import exactlyonce.tlc.Specs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Editors on Windows put a byte order mark in front of what they save. */
class FileEncodingTest {

  @TempDir
  private Path directory;

  @BeforeEach
  void copySpecifications() throws IOException {
    try (Stream<Path> files = Files.walk(Specs.directory())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path to = directory.resolve(Specs.directory().relativize(file));
        Files.createDirectories(to.resolveSibling(""));
        Files.copy(file, to);
      }
    }
  }

  private CommandLineRun check(String marked) throws IOException {
    Path file = directory.resolve(marked);
    Files.writeString(file, "\uFEFF" + Files.readString(file));
    return CommandLineRun.of("check", "Counter-3", "--specifications", directory.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"models/Counter/Counter.cfg", "manifest.json", "models/Counter/manifest.json"})
  void aByteOrderMarkIsNamed(String file) throws IOException {
    CommandLineRun run = check(file);
    assertThat(run.err().lines())
        .containsExactly("exactly-once: " + directory.resolve(file)
            + " starts with a byte order mark; save it as UTF-8 without BOM");
    assertThat(run.out()).isEmpty();
    assertThat(run.code()).isEqualTo(2);
  }

  /** What comes before a module is a comment. */
  @Test
  void inAModuleItDoesNoHarm() throws IOException {
    CommandLineRun run = check("Counter.tla");
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).as(run.out()).isZero();
  }
}
