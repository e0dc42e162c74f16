package exactlyonce;

import static org.assertj.core.api.Assertions.assertThat;

import exactlyonce.protocol.Sender;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program that uses the library compiles and runs, with the library on either path. */
class ModulePathTest {
  private static final String PROGRAM = """
      package app;

      import exactlyonce.async.UndeliveredException;
      import exactlyonce.protocol.Receiver;
      import exactlyonce.protocol.Replies;
      import exactlyonce.protocol.ReplyMode;
      import exactlyonce.protocol.Requests;
      import exactlyonce.protocol.RetryPolicy;
      import exactlyonce.protocol.Sender;
      import exactlyonce.protocol.Status;
      import exactlyonce.session.HostSettings;
      import exactlyonce.wire.FrameSink;
      import exactlyonce.window.Outcome;

      public class Program {
        static Sender<String, Integer> sender;

        public static void main(String[] args) {
          Receiver<String, Integer> receiver = Receiver.unordered(
              2,
              ReplyMode.WITH_REPLIES,
              (seq, payload) -> payload.length(),
              new Replies<Integer>() {
                public void ack(long seq, Integer reply) {
                  sender.ack(seq, reply);
                }

                public void rejected(long seq, String reason) {
                  sender.rejected(seq, reason);
                }

                public void status(long seq, Status status) {
                  sender.status(seq, status);
                }
              });
          sender = new Sender<>(
              2,
              ReplyMode.WITH_REPLIES,
              receiver,
              (seq, payload, outcome, reply) -> System.out.println(
                  Program.class.getModule().isNamed() + " " + outcome + " " + reply),
              new RetryPolicy(1, 1));
          sender.trySubmit("four");
        }
      }
      """;

  @TempDir
  private Path directory;

  private Path library;

  @BeforeEach
  void findLibrary() throws URISyntaxException {
    library =
        Path.of(Sender.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  @Test
  void onTheModulePath() throws IOException, InterruptedException {
    write("module-info.java", "module app { requires exactlyonce; }");
    write("app/Program.java", PROGRAM);
    compile("--module-path", library.toString());
    assertThat(run("--module-path", library + ":" + directory, "--module", "app/app.Program"))
        .isEqualTo("true DELIVERED 4");
  }

  @Test
  void onTheClassPath() throws IOException, InterruptedException {
    write("app/Program.java", PROGRAM);
    compile("-classpath", library.toString());
    assertThat(run("-classpath", library + ":" + directory, "app.Program"))
        .isEqualTo("false DELIVERED 4");
  }

  /** So a product that depends on the library pulls in nothing else. */
  @Test
  void theModuleRequiresOnlyJavaBaseAndExportsEveryPackage() {
    ModuleDescriptor module =
        ModuleFinder.of(library).find("exactlyonce").orElseThrow().descriptor();
    Set<String> needed = module.requires().stream()
        .filter(other -> !other.modifiers().contains(ModuleDescriptor.Requires.Modifier.STATIC))
        .map(ModuleDescriptor.Requires::name)
        .collect(Collectors.toSet());
    assertThat(needed).containsExactly("java.base");
    assertThat(module.exports().stream().map(ModuleDescriptor.Exports::source))
        .containsExactlyInAnyOrder(
            "exactlyonce.async",
            "exactlyonce.metrics",
            "exactlyonce.protocol",
            "exactlyonce.session",
            "exactlyonce.window",
            "exactlyonce.wire");
  }

  private void write(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void compile(String... path) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(path));
    arguments.addAll(List.of("-d", directory.toString()));
    try (Stream<Path> files = Files.walk(directory)) {
      files
          .filter(file -> file.toString().endsWith(".java"))
          .forEach(file -> arguments.add(file.toString()));
    }
    int result = ToolProvider.getSystemJavaCompiler()
        .run(null, null, null, arguments.toArray(String[]::new));
    assertThat(result).isZero();
  }

  private String run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output.strip();
  }
}
