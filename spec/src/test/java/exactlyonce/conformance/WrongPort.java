package exactlyonce.conformance;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

/** Ports that do not conform, as programs. */
public enum WrongPort {
  SAYS_YES("did not say that a command that does not exist is unsupported, but {\"outs\":[]}"),
  SAYS_YES_POLITELY("failed"),
  DOES_NOTHING("failed"),
  SUPPORTS_NOTHING("failed"),
  HANGS("gave no answer within 3 s to {\"do\":\"no-such-command\"}"),
  HANGS_LATER("for the 5th time, it gave no answer within 3 s to {\"do\":\"read\""),
  PRINTS_GARBAGE("not a JSON object: Segmentation fault"),
  PRINTS_A_LIST("not a JSON object: []"),
  PRINTS_TWO_OBJECTS("not a JSON object: {} {}"),
  PRINTS_AN_EMPTY_LINE("not a JSON object:"),
  PRINTS_WITHOUT_END("bytes without the end of a line"),
  PRINTS_TOO_MUCH("and more"),
  ENDS("it ended with code 3 and said no such module, asked {\"do\":\"no-such-command\"}"),
  ENDS_IN_A_LINE("it ended with code 3 in the middle of a line, {\"outs\""),
  ENDS_LATER("for the 5th time, it ended with code 3, asked {\"do\":\"read\""),
  HAS_NO_NAME("hello needs a name and capabilities"),
  HAS_ANOTHER_VERSION("it does not know version 1 of the vectors"),
  IS_CAPABLE_OF_NOTHING("it is capable of no vector");

  private static final int CODE = 3;

  private final String said;

  WrongPort(String said) {
    this.said = said;
  }

  /** What must be said about it. */
  public String said() {
    return said;
  }

  public boolean hangs() {
    return this == HANGS || this == HANGS_LATER;
  }

  public static void main(String[] args) throws Exception {
    WrongPort port = valueOf(args[0]);
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = commands.readLine(); line != null; line = commands.readLine()) {
      String answer = port.answer(line);
      System.out.print(answer);
      System.out.flush();
    }
  }

  private String answer(String command) throws InterruptedException {
    return switch (this) {
      case SAYS_YES -> "{\"outs\":[]}\n";
      case HANGS -> hang();
      case PRINTS_GARBAGE -> "Segmentation fault\n";
      case PRINTS_A_LIST -> "[]\n";
      case PRINTS_TWO_OBJECTS -> "{} {}\n";
      case PRINTS_AN_EMPTY_LINE -> "\n";
      case PRINTS_WITHOUT_END -> "x".repeat(1 << 21);
      case ENDS -> {
        System.err.println("no such module");
        yield end();
      }
      case ENDS_IN_A_LINE -> {
        System.out.print("{\"outs\"");
        System.out.flush();
        yield end();
      }
      default -> politely(command);
    };
  }

  private String politely(String command) throws InterruptedException {
    if (command.contains("no-such-command")) {
      return "{\"unsupported\":\"no-such-command\"}\n"
          + (this == PRINTS_TOO_MUCH ? "and more\n".repeat(2) : "");
    }
    if (command.contains("hello")) {
      String start = "{\"vectors\":" + (this == HAS_ANOTHER_VERSION ? 2 : 1);
      String name = this == HAS_NO_NAME ? "" : ",\"name\":\"wrong\"";
      String capabilities = this == IS_CAPABLE_OF_NOTHING ? "" : "\"receiver\",\"hold\",\"wire\"";
      return start + name + ",\"capabilities\":[" + capabilities + "]}\n";
    }
    return switch (this) {
      case HANGS_LATER -> hang();
      case ENDS_LATER -> end();
      case SUPPORTS_NOTHING -> "{\"unsupported\":\"it\"}\n";
      case DOES_NOTHING -> "{}\n";
      default -> "{\"outs\":[]}\n";
    };
  }

  private static String hang() throws InterruptedException {
    new CountDownLatch(1).await();
    return "";
  }

  private static String end() {
    System.exit(CODE);
    return "";
  }
}
