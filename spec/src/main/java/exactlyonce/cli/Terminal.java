package exactlyonce.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Help;

/** Whether the output goes to a terminal. */
final class Terminal {

  private static final int STDOUT = 1;
  private static final int STDERR = 2;

  private Terminal() {}

  /** Whether standard output may be coloured. */
  static boolean colours() {
    return System.getenv("NO_COLOR") == null && isTerminal(STDOUT);
  }

  /** Whether a line on standard error may be rewritten. */
  static boolean showsProgress() {
    return isTerminal(STDERR);
  }

  /**
   * Java only tells whether standard input and output are both a terminal, and versions differ even in
   * that. On Linux the kernel knows; elsewhere picocli guesses.
   */
  private static boolean isTerminal(int descriptor) {
    if ("dumb".equals(System.getenv("TERM"))) {
      return false;
    }
    Path link = Path.of("/proc/self/fd/" + descriptor);
    if (Files.isSymbolicLink(link)) {
      try {
        String device = Files.readSymbolicLink(link).toString();
        return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty");
      } catch (IOException e) {
        return false;
      }
    }
    return Help.Ansi.AUTO.enabled();
  }
}
