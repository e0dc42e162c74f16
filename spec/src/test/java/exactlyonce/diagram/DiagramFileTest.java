package exactlyonce.diagram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiagramFileTest {

  @TempDir
  private Path directory;

  @Test
  void replacesAFileAndLeavesNothingElse() throws IOException {
    Path file = Files.writeString(directory.resolve("a.txt"), "old");
    DiagramFile diagram = new DiagramFile(file);
    diagram.checkWritable();
    assertThat(file).hasContent("old");
    diagram.write("new".getBytes());
    assertThat(file).hasContent("new");
    assertThat(Files.list(directory)).containsExactly(file);
  }

  @Test
  void aNewFileIsAsReadableAsAnyOther() throws IOException {
    Path other = Files.writeString(directory.resolve("other"), "");
    Path file = directory.resolve("a.svg");
    new DiagramFile(file).write(new byte[] {1});
    assertThat(Files.getPosixFilePermissions(file)).isEqualTo(Files.getPosixFilePermissions(other));
  }

  @Test
  void aLinkStaysALink() throws IOException {
    Path file = Files.writeString(directory.resolve("a.txt"), "old");
    Path link = Files.createSymbolicLink(directory.resolve("link"), file);
    new DiagramFile(link).write("new".getBytes());
    assertThat(link).isSymbolicLink();
    assertThat(file).hasContent("new");
  }

  @Test
  void aDirectoryIsNoFile() {
    assertThatThrownBy(new DiagramFile(directory)::checkWritable)
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("it is a directory");
  }

  @Test
  void aDeviceIsNotReplaced() {
    assertThatThrownBy(new DiagramFile(Path.of("/dev/null"))::checkWritable)
        .hasMessageContaining("cannot be replaced");
  }

  @Test
  void theDirectoryMustExist() {
    assertThatThrownBy(new DiagramFile(directory.resolve("none/a.txt"))::checkWritable)
        .isInstanceOf(NoSuchFileException.class);
  }
}
