package exactlyonce.stress.twins;

import java.util.stream.Collectors;

/** All twins, as a file of the repository lists them. */
final class TwinTable {
  private TwinTable() {}

  /** Returns it as Markdown. */
  static String text() {
    StringBuilder text = new StringBuilder();
    text.append("""
        # Broken twins

        Shipped classes with one bug each, seeded in the bytecode. The [gate](README.md) runs the stress test that must
        catch it. The mutant of the specifications has the same bug. Generated from `Twin`; a test compares.

        | twin | where | bug | mutant | caught by |
        | --- | --- | --- | --- | --- |
        """);
    for (Twin twin : Twin.values()) {
      String where = twin.edits().stream()
          .map(edit -> edit.owner().replaceFirst(".*/", "") + "." + edit.method())
          .distinct()
          .collect(Collectors.joining(", "));
      String test = twin.test().substring(twin.test().lastIndexOf('.') + 1);
      String model = twin.model().isEmpty() ? "" : "`" + twin.model() + "`";
      text.append("| `").append(twin).append("` | `").append(where).append("` | ");
      text.append(twin.bug()).append(" | ").append(model).append(" | `").append(test);
      text.append("` |\n");
    }
    return text.toString();
  }
}
