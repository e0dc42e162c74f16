package exactlyonce.ports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The ports in {@code ports}, and how their programs are started. */
public enum Port {
  PYTHON("python", "python3, 3.9 or later", "python3", "-B") {
    @Override
    List<String> versionCheck() {
      return List.of("-c", "import sys; sys.exit(sys.version_info < (3, 9))");
    }

    @Override
    List<String> module(Path directory, String name) {
      return List.of("-c", RUN_MODULE, directory.toString(), "exactly_once." + name);
    }

    @Override
    String nameOfMain() {
      return "__main__";
    }

    @Override
    List<String> tests() {
      return List.of("-m", "unittest");
    }
  },
  JAVASCRIPT("node", "node, 18.3 or later", "node") {
    @Override
    List<String> versionCheck() {
      return List.of("-e", "process.exit(require('node:util').parseArgs === undefined ? 1 : 0)");
    }

    @Override
    List<String> module(Path directory, String name) {
      return List.of(directory.resolve("exactly_once").resolve(name + ".mjs").toString());
    }

    @Override
    String nameOfMain() {
      return "main";
    }

    @Override
    List<String> tests() {
      return List.of("--test", "exactly_once.test.mjs");
    }
  };

  private static final String RUN_MODULE = "import runpy, sys; sys.path.insert(0, sys.argv.pop(1));"
      + " runpy.run_module(sys.argv.pop(1), run_name='__main__', alter_sys=True)";

  private final String property;
  private final String needed;
  private final List<String> interpreter;

  Port(String property, String needed, String... interpreter) {
    this.property = property;
    this.needed = needed;
    this.interpreter = List.of(interpreter);
  }

  abstract List<String> versionCheck();

  /** The arguments of the interpreter that run a module of the port in this directory. */
  abstract List<String> module(Path directory, String name);

  abstract String nameOfMain();

  /** The arguments of the interpreter that, in the directory of the port, run its own tests. */
  abstract List<String> tests();

  /** Its name in lower case: that of its directory. */
  public String directoryName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Where it is. */
  public Path directory() {
    return Path.of("ports", directoryName());
  }

  /**
   * Skips a test where its interpreter is missing, unless {@code -Dpython=required} or {@code -Dnode=required} is
   * given: then it fails.
   */
  public void assumeItRuns() throws Exception {
    boolean found;
    try {
      found = new ProcessBuilder(command(versionCheck()))
              .redirectErrorStream(true)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      found = false;
    }
    if ("required".equals(System.getProperty(property))) {
      assertThat(found).as("there is a " + needed).isTrue();
    }
    assumeTrue(found, "there is no " + needed);
  }

  /** The command of its conformance adapter, of a copy in this directory. */
  public List<String> conformance(Path directory) {
    return command(module(directory, "conformance"));
  }

  /** The command of its program over UDP, with these arguments. */
  List<String> overUdp(List<String> arguments) {
    return command(module(directory(), nameOfMain()), arguments);
  }

  /** The command that records a trace, with these arguments, of a copy in this directory. */
  public List<String> trace(Path directory, List<String> arguments) {
    return command(module(directory, "trace"), arguments);
  }

  /** Starts its program over UDP. */
  Process start(List<String> arguments) throws IOException {
    return new ProcessBuilder(overUdp(arguments)).redirectErrorStream(true).start();
  }

  /** Starts its own tests. */
  Process startTests() throws IOException {
    return new ProcessBuilder(command(tests()))
        .directory(directory().toFile())
        .redirectErrorStream(true)
        .start();
  }

  private List<String> command(List<String> program) {
    return command(program, List.of());
  }

  private List<String> command(List<String> program, List<String> arguments) {
    List<String> command = new ArrayList<>(interpreter);
    command.addAll(program);
    command.addAll(arguments);
    return command;
  }
}
