package exactlyonce.model;

import exactlyonce.tlc.TemporaryDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The TLA+ modules, the configuration files and the manifest, as files: TLC reads nothing else. Those of
 * this program come from its jar, and are unpacked while they are in use.
 */
public final class Specifications implements AutoCloseable {

  private static final String RESOURCES = "tla";

  private final Path directory;
  private final Manifest manifest;
  private final Runnable cleanUp;

  private Specifications(Path directory, Runnable cleanUp) {
    this.directory = directory;
    this.cleanUp = cleanUp;
    if (!Files.isRegularFile(directory.resolve(Manifest.FILE))) {
      throw new ManifestException(directory + ": there is no " + Manifest.FILE);
    }
    this.manifest = Manifest.read(directory);
    manifest.lattices().forEach(each -> LatticeCells.of(this, each)); // which fails if one is empty
  }

  /** Those of this program. */
  public static Specifications ofThisProgram() {
    TemporaryDirectory temporary = TemporaryDirectory.create();
    try {
      temporary.keepDuring(() -> ProgramFiles.copy(RESOURCES, temporary.path()));
      return new Specifications(temporary.path(), temporary::close);
    } catch (IOException e) {
      temporary.close();
      throw new UncheckedIOException("cannot unpack the specifications", e);
    } catch (RuntimeException e) {
      temporary.close();
      throw e;
    }
  }

  /** Those in a directory: modules, a manifest, and a manifest in each folder of {@code models/}. */
  public static Specifications in(Path directory) {
    return new Specifications(directory.toAbsolutePath(), () -> {});
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

  /**
   * The text of a configuration file.
   *
   * @param file relative to the directory of the modules
   */
  public String config(String file) {
    return SpecificationText.read(directory, file);
  }

  /** Deletes what was unpacked. */
  @Override
  public void close() {
    cleanUp.run();
  }
}
