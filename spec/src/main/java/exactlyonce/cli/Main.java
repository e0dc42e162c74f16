package exactlyonce.cli;

import exactlyonce.model.ManifestException;
import exactlyonce.model.TextEncodingException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The entry point of {@code exactly-once.jar}. Each command is a class of its own, a {@code
 * Callable<Integer>} that returns {@link #OK} or {@link #FAILED} and throws {@link BadInput}.
 */
@Command(
    name = "exactly-once",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    scope = CommandLine.ScopeType.INHERIT,
    description = "Checks exactly-once message delivery, at every level.",
    exitCodeListHeading = "%nExit code:%n",
    exitCodeList = {"0:holds", "1:a property or a check failed", "2:usage or bad input"},
    subcommands = {
      VerifyCommand.class,
      CheckCommand.class,
      MatrixCommand.class,
      DiagramCommand.class,
      RunCommand.class,
      SoakCommand.class,
      TraceCommand.class,
      VectorsCommand.class,
      PortCommand.class
    })
public final class Main implements Callable<Integer> {

  /** Exit code: everything holds. */
  static final int OK = 0;

  /** Exit code: a property or a check failed. */
  static final int FAILED = 1;

  /** Exit code: usage or bad input. */
  static final int BAD_INPUT = 2;

  @SuppressWarnings("NullAway.Init") // set by picocli
  @Spec
  private CommandSpec spec;

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The whole command line, ready to execute. */
  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(Main::badUsage)
        .setExecutionExceptionHandler(Main::failure);
  }

  /** No command: the main job. */
  @Override
  public Integer call() {
    return spec.commandLine().execute("verify");
  }

  /** One line instead of picocli's usage text. */
  private static int badUsage(ParameterException e, String[] arguments) {
    CommandLine command = e.getCommandLine();
    String what = String.valueOf(e.getMessage());
    if (e instanceof UnmatchedArgumentException unmatched
        && !unmatched.getSuggestions().isEmpty()) {
      what += " (did you mean " + String.join(" or ", unmatched.getSuggestions()) + "?)";
    }
    String name = command.getCommandSpec().qualifiedName();
    say(command, what + ", in the arguments of " + name + ", see " + name + " --help");
    return BAD_INPUT;
  }

  /** Bad input is the caller's; anything else is a bug in this program, and is not hidden. */
  private static int failure(Exception e, CommandLine command, ParseResult parsed)
      throws InterruptedException {
    if (e instanceof BadInput) {
      say(command, String.valueOf(e.getMessage()));
      return BAD_INPUT;
    }
    if (e instanceof TextEncodingException) {
      say(command, String.valueOf(e.getMessage()));
      return BAD_INPUT;
    }
    if (e instanceof ManifestException) {
      say(command, e.getMessage() + ", in the specifications, correct that file");
      return BAD_INPUT;
    }
    String where = e.getStackTrace().length == 0 ? "" : " at " + e.getStackTrace()[0];
    say(
        command,
        "internal error: " + e + where
            + ", rerun with -Dexactlyonce.debug=true for the stack trace");
    if (Boolean.getBoolean("exactlyonce.debug")) {
      e.printStackTrace(command.getErr());
    }
    return FAILED;
  }

  private static void say(CommandLine command, String line) {
    PrintWriter err = command.getErr();
    err.println("exactly-once: " + line.strip().replaceAll("\\s+", " "));
    err.flush();
  }

  /** The version that the build wrote into the jar's manifest. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"exactly-once " + (version == null ? "(unpacked)" : version)};
    }
  }
}
