package exactlyonce.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFileTest {

  private static final byte[] NEW = "new".getBytes(UTF_8);

  @TempDir
  private Path directory;

  @Test
  void replacesAFileAndLeavesNothingElse() throws IOException {
    Path file = Files.writeString(directory.resolve("a.txt"), "old");
    OutputFile.check("--output", file);
    assertThat(file).hasContent("old");
    OutputFile.write("--output", file, NEW);
    assertThat(file).hasContent("new");
    assertThat(files()).containsExactly(file);
  }

  @Test
  void whatIsNotCompleteLeavesTheOldFile() throws IOException {
    Path file = Files.writeString(directory.resolve("a.txt"), "old");
    try (OutputFile output = new OutputFile("--output", file)) {
      Files.write(output.temporary(), NEW);
    }
    assertThat(file).hasContent("old");
    assertThat(files()).containsExactly(file);
  }

  @Test
  void aNewFileIsAsReadableAsAnyOther() throws IOException {
    Path other = Files.writeString(directory.resolve("other"), "");
    Path file = directory.resolve("a.svg");
    OutputFile.write("--output", file, NEW);
    assertThat(Files.getPosixFilePermissions(file)).isEqualTo(Files.getPosixFilePermissions(other));
  }

  @Test
  void aLinkStaysALink() throws IOException {
    Path file = Files.writeString(directory.resolve("a.txt"), "old");
    Path link = Files.createSymbolicLink(directory.resolve("link"), file);
    OutputFile.write("--output", link, NEW);
    assertThat(link).isSymbolicLink();
    assertThat(file).hasContent("new");
  }

  @Test
  void aDirectoryIsNoFile() {
    assertThatThrownBy(() -> OutputFile.check("--output", directory))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("is a directory, --output " + directory);
  }

  @Test
  void aDeviceIsNotReplaced() {
    assertThatThrownBy(() -> OutputFile.check("--output", Path.of("/dev/null")))
        .hasMessageContaining("cannot be replaced");
  }

  @Test
  void theDirectoryMustExist() {
    assertThatThrownBy(() -> OutputFile.check("--output", directory.resolve("none/a.txt")))
        .hasMessageContaining("NoSuchFile");
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.toList();
    }
  }
}
