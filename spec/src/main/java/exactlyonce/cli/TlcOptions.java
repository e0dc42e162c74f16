package exactlyonce.cli;

import exactlyonce.model.Specifications;
import exactlyonce.tlc.Tlc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that runs TLC. */
final class TlcOptions {

  @Option(
      names = "--tla2tools",
      paramLabel = "JAR",
      description = "Uses the TLC in this jar instead of the built-in one.")
  private @Nullable Path tla2tools;

  @Option(
      names = "--specifications",
      paramLabel = "DIR",
      description =
          "Uses the manifest and the modules in this directory instead of the built-in ones.")
  private @Nullable Path directory;

  Specifications specifications() {
    if (directory == null) {
      return Specifications.ofThisProgram();
    }
    if (!Files.isRegularFile(directory.resolve("manifest.json"))) {
      throw new BadInput(
          "there is no manifest.json",
          "--specifications " + directory,
          "name a directory that has one, such as spec/tla");
    }
    return Specifications.in(directory);
  }

  /** Whether the specifications are the caller's. */
  boolean namesSpecifications() {
    return directory != null;
  }

  Tlc tlc() {
    return new Tlc(Tlc.defaultConcurrency(), tla2tools());
  }

  private Optional<Path> tla2tools() {
    if (tla2tools == null) {
      return Optional.empty();
    }
    if (!Files.isReadable(tla2tools) || !hasTlc(tla2tools)) {
      throw new BadInput(
          "there is no TLC in this jar", "--tla2tools " + tla2tools, "name a tla2tools.jar");
    }
    return Optional.of(tla2tools);
  }

  private static boolean hasTlc(Path jar) {
    try (java.util.jar.JarFile file = new java.util.jar.JarFile(jar.toFile())) {
      return file.getEntry("tlc2/TLC.class") != null;
    } catch (java.io.IOException e) {
      return false;
    }
  }
}
