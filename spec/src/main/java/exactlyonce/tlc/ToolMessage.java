package exactlyonce.tlc;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One message of TLC's {@code -tool} mode. Its numbers are those of TLC's {@code tlc2.output.EC}.
 *
 * @param code what it says
 * @param severity 0 information, 1 error, 2 bug, 3 warning, 4 state
 * @param lines its text
 */
record ToolMessage(int code, int severity, List<String> lines) {

  static final int OUTSIDE = -1;

  private static final Pattern START = Pattern.compile("(.*)@!@!@STARTMSG (\\d+):(\\d+) @!@!@");
  private static final Pattern END = Pattern.compile("@!@!@ENDMSG (\\d+) @!@!@");

  boolean isError() {
    return severity == 1 || severity == 2;
  }

  String first() {
    return lines.isEmpty() ? "" : lines.get(0);
  }

  /**
   * Puts TLC's lines together to messages. A message may hold another: the inner one is reported on
   * its own, before the outer, and its text is part of the outer one's. What TLC's parser prints is in
   * no message: each such line is reported under the code {@link #OUTSIDE}.
   */
  static final class Assembler {
    private final Deque<ToolMessage> open = new ArrayDeque<>();

    /** Takes a line, returns the messages that it completes. */
    List<ToolMessage> accept(String line) {
      Matcher start = START.matcher(line);
      if (start.matches()) {
        if (!start.group(1).isBlank() && !open.isEmpty()) {
          open.element().lines.add(start.group(1));
        }
        open.push(new ToolMessage(
            Integer.parseInt(start.group(2)), Integer.parseInt(start.group(3)), new ArrayList<>()));
        return List.of();
      }
      Matcher end = END.matcher(line);
      if (end.matches() && !open.isEmpty()) {
        ToolMessage complete = open.pop();
        if (!open.isEmpty()) {
          open.element().lines.addAll(complete.lines);
        }
        return List.of(complete);
      }
      if (open.isEmpty()) {
        return List.of(new ToolMessage(OUTSIDE, 0, List.of(line)));
      }
      open.element().lines.add(line);
      return List.of();
    }
  }
}
