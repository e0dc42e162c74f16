package exactlyonce.tlc;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes one line of TLC's errors: what is wrong, and where. */
final class TlcErrorText {

  private static final int PARSER_FAILED = 3002;
  private static final int WHERE = 2103;
  private static final int BEHAVIOUR = 2121;
  private static final int COUNTEREXAMPLE = 2264;
  private static final int LIMIT = 400;

  /** What TLC wraps around an exception. */
  private static final Set<String> WRAPPING = Set.of(
      "TLC threw an unexpected exception.",
      "This was probably caused by an error in the spec or model.",
      "See the User Output or TLC Console for clues to what happened.");

  private static final Pattern PARSING = Pattern.compile("Parsing file (?:.*[/\\\\])?(.*)");
  private static final Pattern SYNTAX =
      Pattern.compile(".*(?:Encountered|Lexical error|Was expecting).*");
  private static final Pattern AT = Pattern.compile("(.*?) at line (\\d+), column (\\d+)(.*)");
  private static final Pattern SEMANTIC =
      Pattern.compile("line (\\d+), col (\\d+) to .* of module (\\w+)");
  private static final Pattern NESTED =
      Pattern.compile("\\d+\\. Line (\\d+), column (\\d+) to .* in (\\w+)");

  private TlcErrorText() {}

  /**
   * The first error in one line.
   *
   * @param errors TLC's messages, those that only lead over to a counterexample included
   * @param outside what TLC's parser, or the virtual machine, printed
   */
  static String oneLine(List<ToolMessage> errors, List<String> outside, int exitCode) {
    String where = "";
    String text = "";
    for (ToolMessage error : errors) {
      if (error.code() == PARSER_FAILED) {
        return shorten(parserError(outside));
      } else if (error.code() == WHERE) {
        where = innermost(error.lines());
      } else if (error.code() != BEHAVIOUR && error.code() != COUNTEREXAMPLE && text.isEmpty()) {
        text = flat(error.lines());
      }
    }
    if (text.isEmpty()) {
      text = "TLC ended with code " + exitCode + " and no result: " + lastOf(outside);
    }
    return shorten(where.isEmpty() ? text : text + " (" + where + ")");
  }

  private static String flat(List<String> lines) {
    List<String> kept = new ArrayList<>();
    for (String line : lines) {
      String text = line.strip();
      if (text.startsWith("/\\ ")) {
        break; // a state, which the counterexample shows
      }
      if (!text.isEmpty() && !WRAPPING.contains(text) && !text.startsWith("The exception was a ")) {
        kept.add(text.startsWith(": ") ? text.substring(2) : text);
      }
    }
    kept.removeIf(String::isBlank);
    kept.removeIf(":"::equals);
    return String.join(" ", kept);
  }

  private static String innermost(List<String> lines) {
    String where = "";
    for (String line : lines) {
      Matcher nested = NESTED.matcher(line.strip());
      if (nested.matches()) {
        where = place(nested.group(3) + ".tla", nested.group(1), nested.group(2));
      }
    }
    return where;
  }

  private static String parserError(List<String> lines) {
    String file = "";
    String place = "";
    for (String line : lines) {
      Matcher parsing = PARSING.matcher(line);
      Matcher syntax = AT.matcher(line);
      Matcher semantic = SEMANTIC.matcher(line.strip());
      if (parsing.matches()) {
        file = parsing.group(1);
      } else if (SYNTAX.matcher(line).matches() && syntax.matches()) {
        return place(file, syntax.group(2), syntax.group(3)) + ": " + syntax.group(1)
            + syntax.group(4).stripTrailing();
      } else if (semantic.matches()) {
        place = place(semantic.group(3) + ".tla", semantic.group(1), semantic.group(2));
      } else if (!place.isEmpty() && !line.isBlank()) {
        return place + ": " + line.strip();
      } else if (line.startsWith("Cannot find source file")) {
        return line.strip();
      }
    }
    return "the modules do not parse: " + lastOf(lines);
  }

  private static String place(String file, String line, String column) {
    return file + " line " + line + ", column " + column;
  }

  private static String lastOf(List<String> lines) {
    for (int i = lines.size() - 1; i >= 0; i--) {
      if (!lines.get(i).isBlank()) {
        return lines.get(i).strip();
      }
    }
    return "it printed nothing";
  }

  private static String shorten(String text) {
    return text.length() <= LIMIT ? text : text.substring(0, LIMIT) + "...";
  }
}
