package exactlyonce.matrix;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Recorded runs that are changed, or of a broken implementation, and that the specification rejects. */
final class RejectedTraces implements Source {
  private static final Path TESTS = Path.of("src", "test", "java", "exactlyonce", "trace");

  /** A test that says what is wrong, and in whose body a trace is rejected. */
  private static final Pattern REJECTED = Pattern.compile(
      "@DisplayName\\(\\s*\"([^\"]+)\"\\)\\s+(?:final )?void (\\w+)\\(\\)[^{]*\\{\\n"
          + "(?:(?!\\n  \\}).)*?(?:firstUnexplained\\(|assertLastRejected\\()",
      Pattern.DOTALL);

  @Override
  public List<SeededBug> bugs() throws IOException {
    return JavaSources.find(TESTS, REJECTED).stream()
        .map(found -> SeededBug.of(
            "`" + found.test() + "." + found.match().group(2) + "`",
            found.match().group(1),
            Check.TRACE,
            "`" + found.test() + "`"))
        .toList();
  }
}
