package exactlyonce.model;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files that were built with this class, in its jar or its directory of classes.
 *
 * <p>They are not read as resources: in the URL of one, {@code !/} separates the jar's path from the
 * entry's, and Java takes the wrong one when the name of the jar's directory ends in {@code !}.
 */
public final class ProgramFiles {

  private ProgramFiles() {}

  /** What is done with the root of the files. */
  private interface Use<T> {
    T of(Path root) throws IOException;
  }

  /** The contents of a file; empty if there is none of this name. */
  public static Optional<byte[]> read(String file) throws IOException {
    return fromRoot(root -> {
      Path path = root.resolve(file);
      return Files.isRegularFile(path) ? Optional.of(Files.readAllBytes(path)) : Optional.empty();
    });
  }

  /** Copies what is in a directory, and below; returns how many files. */
  static int copy(String directory, Path to) throws IOException {
    return fromRoot(root -> {
      Path from = root.resolve(directory);
      List<Path> files;
      try (Stream<Path> walk = Files.walk(from)) {
        files = walk.filter(Files::isRegularFile).toList();
      }
      for (Path file : files) {
        Path copy = to.resolve(from.relativize(file).toString());
        Files.createDirectories(copy.resolveSibling(""));
        try (InputStream in = Files.newInputStream(file)) {
          Files.copy(in, copy);
        }
      }
      return files.size();
    });
  }

  /** The jar, if those who read its resources in the usual way do not find them. */
  public static Optional<Path> unreadableJar() {
    try {
      Path origin = origin();
      boolean unreadable =
          Files.isRegularFile(origin) && origin.toUri().getPath().contains("!/");
      return unreadable ? Optional.of(origin) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static <T> T fromRoot(Use<T> use) throws IOException {
    Path origin = origin();
    if (Files.isDirectory(origin)) {
      return use.of(origin);
    }
    try (FileSystem jar = FileSystems.newFileSystem(origin)) {
      return use.of(jar.getPath(""));
    }
  }

  private static Path origin() throws IOException {
    try {
      return Path.of(
          ProgramFiles.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }
}
