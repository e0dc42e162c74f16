package exactlyonce.matrix;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Parts of the library replaced by broken ones in unit tests, which must notice. */
final class BrokenParts implements Source {
  private static final Path TESTS = Path.of("..", "impl", "core", "src", "test", "java");

  /** The comment of a class that is broken on purpose, and its name. */
  private static final Pattern BROKEN =
      Pattern.compile("/\\*\\* Broken: ([^*]+?)\\.? \\*/[^{]*? class (\\w+)");

  @Override
  public List<SeededBug> bugs() throws IOException {
    return JavaSources.find(TESTS, BROKEN).stream()
        .map(found -> SeededBug.of(
            "`" + found.match().group(2) + "`",
            found.match().group(1),
            Check.UNIT_TESTS,
            "`" + found.test() + "`"))
        .toList();
  }
}
