package exactlyonce.cli;

import java.io.PrintStream;

/**
 * A line on standard error that is rewritten while a command works. It writes nothing if standard error
 * is not a terminal. Thread-safe.
 */
final class StatusLine implements AutoCloseable {

  private static final int WIDTH = 100;
  private static final String CLEAR = "\r\u001b[K";

  private final PrintStream out;
  private final boolean shown;
  private boolean written;

  StatusLine(PrintStream out, boolean shown) {
    this.out = out;
    this.shown = shown;
  }

  static StatusLine onStandardError() {
    return new StatusLine(System.err, Terminal.showsProgress());
  }

  synchronized void show(String text) {
    if (shown) {
      out.print(CLEAR + (text.length() <= WIDTH ? text : text.substring(0, WIDTH)));
      out.flush();
      written = true;
    }
  }

  /** Removes the line. */
  @Override
  public synchronized void close() {
    if (written) {
      out.print(CLEAR);
      out.flush();
      written = false;
    }
  }
}
