package exactlyonce.tlc;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * What a child process writes to its standard output: lines whose first character says of what kind they
 * are. Any other line comes from the virtual machine itself, when it crashes for example.
 */
final class ChildOutput {

  /** A line that TLC printed. */
  static final char OUTPUT = '>';

  /** States generated, distinct states, queue, depth; separated by spaces. */
  static final char PROGRESS = '%';

  /** The end of a run, with the error code of TLC, and this character again. */
  static final char END = '$';

  private static final Pattern NUMBERS = Pattern.compile("%(\\d+) (\\d+) (\\d+) (\\d+)");

  private ChildOutput() {}

  static String end(int code) {
    return END + Integer.toString(code) + END;
  }

  /** The code in a line that says the end; empty if the process ended while it wrote the line. */
  static OptionalInt code(String line) {
    int last = line.length() - 1;
    return last > 1 && line.charAt(last) == END
        ? OptionalInt.of(Integer.parseInt(line.substring(1, last)))
        : OptionalInt.empty();
  }

  /** The numbers in a line that says the progress; empty if the process ended while it wrote it. */
  static Optional<long[]> numbers(String line) {
    Matcher matcher = NUMBERS.matcher(line);
    return matcher.matches()
        ? Optional.of(IntStream.rangeClosed(1, 4)
            .mapToLong(i -> Long.parseLong(matcher.group(i)))
            .toArray())
        : Optional.empty();
  }

  /** A stream whose lines get this first character, and are each written as a whole. */
  static PrintStream lines(char kind, PrintStream target) {
    return new PrintStream(new Lines(kind, target), true, StandardCharsets.UTF_8);
  }

  private static final class Lines extends OutputStream {
    private final char kind;
    private final PrintStream target;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    Lines(char kind, PrintStream target) {
      this.kind = kind;
      this.target = target;
    }

    @Override
    public synchronized void write(int b) {
      if (b == '\n') {
        end();
      } else if (b != '\r') {
        line.write(b);
      }
    }

    @Override
    public synchronized void close() {
      if (line.size() > 0) {
        end();
      }
    }

    private void end() {
      target.println(kind + line.toString(StandardCharsets.UTF_8));
      line.reset();
    }
  }
}
