package exactlyonce.matrix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds what test classes say of themselves. */
final class JavaSources {
  private JavaSources() {}

  /**
   * A place in a test class.
   *
   * @param test the simple name of the class
   * @param match what was found
   */
  record Found(String test, MatchResult match) {}

  /** Returns the matches in the test classes of a directory, in the order of their names. */
  static List<Found> find(Path directory, Pattern pattern) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      List<Found> found = new ArrayList<>();
      for (Path file :
          files.filter(f -> f.toString().endsWith(".java")).sorted().toList()) {
        String test = file.getFileName().toString().replace(".java", "");
        pattern
            .matcher(Files.readString(file))
            .results()
            .forEach(match -> found.add(new Found(test, match)));
      }
      return found;
    }
  }
}
