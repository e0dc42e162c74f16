package exactlyonce.trace;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Short legal traces of what hardly ever happens in a short run with crashes. Each line has a thread,
 * an action, session, nonce, seq, result and reply; a message of an unordered receiver that is CLAIMED
 * is buffered and started by an ordered one.
 */
final class RareTraces {
  /** The window of all of them. */
  static final int WINDOW = 2;

  private static final String OPENED = """
      s OpenSession   - 1 - -
      r ReceiveOpen   1 1 - -
      s ReceiveOpened 1 1 - ACCEPTED
      s Submit        1 - 0 -
      s Submit        1 - 1 -
      """;

  private static final String CLOSED = """
      s Drain         %1$d - - -
      s CloseSession  %1$d - - -
      s RepeatClose   %1$d - - -
      r ReceiveClose  %1$d - - -
      s ReceiveGone   %1$d - - ENDED
      r ReceiveClose  %1$d - - -
      s ReceiveGone   %1$d - - IGNORED
      m End           - - - -
      """;

  private static final String SECOND_SESSION = """
      s OpenSession   - 2 - -
      t RepeatOpen    - 2 - -
      r ReceiveOpen   2 2 - -
      s ReceiveOpened 2 2 - ACCEPTED
      s Submit        2 - 0 -
      r ReceiveData   2 - 0 CLAIMED
      r Deliver       2 - 0 - 0123abcd
      s ReceiveAck    2 - 0 DECIDED 0123abcd
      t ReceiveOpened 2 2 - IGNORED
      """ + CLOSED.formatted(2);

  /** The receiver forgets all; one message was decided, one was cancelled. */
  private static final String IN_DOUBT = OPENED + """
      r ReceiveData   1 - 0 CLAIMED
      r Deliver       1 - 0 -
      s ReceiveAck    1 - 0 DECIDED
      s Submit        1 - 2 -
      s Cancel        1 - 1 -
      m ReceiverCrash - - - LOST
      t TimeOut       1 - 2 CHECK
      r ReceiveCheck  1 - 2 GONE
      s ReceiveGone   1 - - ENDED
      t TimeOut       1 - 1 SEAL
      s Doubt         1 - 2 -
      r ReceiveSeal   1 - 1 GONE
      """;

  private static final String REPORTED = IN_DOUBT + """
      s Doubt         1 - 1 -
      """ + SECOND_SESSION;

  private static final String REPORTED_AGAIN = IN_DOUBT + """
      m SenderCrash   - - - -
      s Doubt         1 - 1 -
      s Doubt         1 - 2 -
      m SenderCrash   - - - -
      t ReceiveGone   1 - - IGNORED
      """ + SECOND_SESSION;

  private static final String NUMBER_LEFT_OUT = OPENED + """
      r ReceiveData   1 - 0 CLAIMED
      r Deliver       1 - 0 -
      s ReceiveAck    1 - 0 DECIDED
      q ReceiveData   1 - 1 CLAIMED
      q Fail          1 - 1 -
      q ReceiveData   1 - 1 CLAIMED
      q Reject        1 - 1 - 0123abcd
      t ReceiveRejected 1 - 1 DECIDED 0123abcd
      s Submit        1 - 3 -
      t Submit        1 - 2 CRASHED
      m SenderCrash   - - - -
      s Drain         1 - - -
      s TimeOut       1 - 2 SEAL
      r ReceiveSeal   1 - 2 SEALED
      s TimeOut       1 - 3 CHECK
      r ReceiveCheck  1 - 3 UNKNOWN
      s ReceiveUnknown 1 - 3 RESENT
      s ReceiveSealed 1 - 2 IGNORED
      r ReceiveData   1 - 3 CLAIMED
      r Deliver       1 - 3 -
      t ReceiveAck    1 - 3 DECIDED
      s CloseSession  1 - - CRASHED
      m SenderCrash   - - - -
      t RepeatClose   1 - - -
      q ReceiveClose  1 - - CRASHED
      m ReceiverCrash - - - KEPT
      q ReceiveClose  1 - - -
      t ReceiveGone   1 - - ENDED
      m End           - - - -
      """;

  private static final String UNKNOWN_COMMITS = OPENED + """
      r ReceiveData   1 - 0 CLAIMED
      r CommitUnknown 1 - 0 -
      s TimeOut       1 - 0 CHECK
      q ReceiveCheck  1 - 0 IN_PROGRESS
      q Deliver       1 - 0 -
      s ReceiveInProgress 1 - 0 -
      s ReceiveAck    1 - 0 DECIDED
      s Cancel        1 - 1 CRASHED
      m SenderCrash   - - - -
      s Cancel        1 - 1 -
      r ReceiveSeal   1 - 1 CRASHED
      m ReceiverCrash - - - KEPT
      r ReceiveSeal   1 - 1 SEALED
      s ReceiveSealed 1 - 1 DECIDED
      s TimeOut       1 - 0 CHECK
      r ReceiveCheck  1 - 0 DELIVERED
      s ReceiveAck    1 - 0 DECIDED
      s Submit        1 - 2 -
      r ReceiveData   1 - 2 CLAIMED
      r Deliver       1 - 2 CRASHED
      m ReceiverCrash - - - KEPT
      s TimeOut       1 - 2 CHECK
      r ReceiveCheck  1 - 2 DELIVERED
      s ReceiveAck    1 - 2 DECIDED
      """ + CLOSED.formatted(1);

  /** A session is dropped while a handler runs; another one is opened twice, and left. */
  private static final String SESSIONS_DROPPED = OPENED + """
      r ReceiveData   1 - 0 CLAIMED
      q Drop          1 - - -
      r Fail          1 - 0 -
      s TimeOut       1 - 1 CHECK
      q ReceiveData   1 - 1 GONE
      s ReceiveGone   1 - - ENDED
      s Doubt         1 - 0 -
      s Doubt         1 - 1 -
      s OpenSession   - 2 - -
      r ReceiveOpen   2 2 - -
      r ReceiveOpen   2 2 - -
      q Drop          2 - - -
      q ReceiveOpen   3 2 - CRASHED
      m ReceiverCrash - - - KEPT
      s OpenSession   - 3 - -
      r ReceiveOpen   4 3 - -
      s ReceiveOpened 2 2 - CLOSED
      t ReceiveOpened 4 3 - CRASHED
      m SenderCrash   - - - -
      r ReceiveClose  2 - - -
      s Submit        4 - 0 -
      r ReceiveData   4 - 0 CLAIMED
      r Deliver       4 - 0 -
      s ReceiveAck    4 - 0 DECIDED
      """ + CLOSED.formatted(4);

  private RareTraces() {}

  static List<Path> write(TraceKind kind, Path directory) throws IOException {
    List<String> all =
        List.of(REPORTED, REPORTED_AGAIN, NUMBER_LEFT_OUT, UNKNOWN_COMMITS, SESSIONS_DROPPED);
    List<Path> files = new ArrayList<>();
    for (String text : all) {
      ByteArrayOutputStream lines = new ByteArrayOutputStream();
      lines.write(TraceLines.header(kind, WINDOW));
      int time = 0;
      for (String line : text.lines().toList()) {
        for (TraceEvent event : events(kind, line.split(" +"), time)) {
          TraceLines.append(lines, event);
        }
        time += 4;
      }
      files.add(
          Files.write(directory.resolve("rare-" + files.size() + ".jsonl"), lines.toByteArray()));
    }
    return files;
  }

  private static List<TraceEvent> events(TraceKind kind, String[] line, long time) {
    if (kind.ordered() && line[5].equals("CLAIMED")) {
      return List.of(
          event(line, line[1], "NO_ANSWER", time), event(line, "StartHandler", null, time + 2));
    }
    return List.of(event(line, line[1], line[5].equals("-") ? null : line[5], time));
  }

  private static TraceEvent event(String[] line, String action, String result, long time) {
    return new TraceEvent(
        line[0],
        action,
        number(line[2], 0),
        number(line[3], 0),
        number(line[4], -1),
        result,
        line.length > 6 ? line[6] : null,
        time,
        time + 1,
        0);
  }

  private static long number(String text, long none) {
    return text.equals("-") ? none : Long.parseLong(text);
  }
}
