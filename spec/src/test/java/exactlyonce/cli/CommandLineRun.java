package exactlyonce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;

/** What one command line printed, and its exit code. */
record CommandLineRun(int code, String out, String err) {

  static CommandLineRun of(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
    return new CommandLineRun(code, out.toString(), err.toString());
  }

  /** Code 2, and one line that starts with the program's name and holds these parts. */
  void assertBadInput(String... parts) {
    assertThat(err).contains(parts);
    assertThat(err.lines()).hasSize(1);
    assertThat(err).startsWith("exactly-once: ");
    assertThat(err.split(", ", -1)).as(err).hasSizeGreaterThanOrEqualTo(3);
    assertThat(out).isEmpty();
    assertThat(code).isEqualTo(2);
  }
}
