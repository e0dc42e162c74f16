package exactlyonce.model;

import exactlyonce.tlc.TemporaryDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The TLA+ modules, the configuration files and the manifest, as files: TLC reads nothing else. Those of
 * this program come from its jar and are unpacked for the time of use.
 */
public final class Specifications implements AutoCloseable {

  private static final String RESOURCES = "tla";

  private final Path directory;
  private final Manifest manifest;
  private final Runnable cleanUp;

  private Specifications(Path directory, Runnable cleanUp) {
    this.directory = directory;
    this.cleanUp = cleanUp;
    Path file = directory.resolve("manifest.json");
    if (!Files.isRegularFile(file)) {
      throw new ManifestException(directory + ": there is no manifest.json");
    }
    this.manifest = Manifest.parse(read(file), "manifest.json");
    manifest.lattices().forEach(each -> LatticeCells.of(this, each)); // which fails if one is empty
  }

  /** Those of this program. */
  public static Specifications ofThisProgram() {
    TemporaryDirectory temporary = TemporaryDirectory.create();
    try {
      copyResources(temporary.path());
      return new Specifications(temporary.path(), temporary::close);
    } catch (IOException e) {
      temporary.close();
      throw new UncheckedIOException("cannot unpack the specifications", e);
    } catch (RuntimeException e) {
      temporary.close();
      throw e;
    }
  }

  /** Those in a directory: a manifest, modules, and configuration files in {@code models/}. */
  public static Specifications in(Path directory) {
    return new Specifications(directory.toAbsolutePath(), () -> {});
  }

  private static void copyResources(Path target) throws IOException {
    URL root = Specifications.class.getClassLoader().getResource(RESOURCES + "/manifest.json");
    if (root == null) {
      throw new ManifestException("this build has no " + RESOURCES + "/manifest.json");
    }
    try {
      URI uri = root.toURI();
      if ("jar".equals(uri.getScheme())) {
        try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
          copy(jar.getPath(RESOURCES), target);
        }
      } else {
        Path manifest = Path.of(uri);
        copy(manifest.resolveSibling(""), target);
      }
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
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
  }

  /** The manifest. */
  public Manifest manifest() {
    return manifest;
  }

  /** Where the modules are. */
  public Path directory() {
    return directory;
  }

  /** The text of a model's configuration file, its constants not yet replaced. */
  public String config(Model model) {
    return config(model.config());
  }

  /** The text of a configuration file. */
  public String config(String name) {
    Path file = directory.resolve("models").resolve(name);
    if (!Files.isRegularFile(file)) {
      throw new ManifestException("there is no file models/" + name);
    }
    return read(file);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /** Deletes what was unpacked. */
  @Override
  public void close() {
    cleanUp.run();
  }
}
