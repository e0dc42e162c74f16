package exactlyonce.diagram;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** A file that appears as a whole or not at all. */
public final class DiagramFile {

  private final Path file;

  public DiagramFile(Path file) {
    this.file = file;
  }

  /** Fails if the file cannot be written, and leaves everything as it is. */
  public void checkWritable() throws IOException {
    if (Files.isDirectory(file)) {
      throw new FileSystemException(file.toString(), null, "it is a directory");
    }
    if (Files.exists(file) && !(Files.isRegularFile(file) && Files.isWritable(file))) {
      throw new FileSystemException(file.toString(), null, "what is there cannot be replaced");
    }
    Files.delete(create(new byte[0]));
  }

  /** Writes the file, in place of one that is there already. */
  public void write(byte[] content) throws IOException {
    Path temporary = create(content);
    try {
      Path target = target();
      try {
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
      }
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** A link stays a link. */
  private Path target() throws IOException {
    return Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
  }

  private Path create(byte[] content) throws IOException {
    Path target = target();
    String name = "." + target.getFileName() + "." + ProcessHandle.current().pid() + ".tmp";
    Path temporary = target.resolveSibling(name);
    return Files.write(temporary, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }
}
