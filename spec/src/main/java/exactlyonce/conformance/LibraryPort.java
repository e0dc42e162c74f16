package exactlyonce.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import exactlyonce.protocol.Replies;
import exactlyonce.vectors.VectorFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Our own library as a port. As a program, it reads a command a line from standard input, and writes an
 * answer a line to standard output.
 */
public final class LibraryPort implements Port {

  private static final List<String> CAPABILITIES = List.of(
      "wire", "receiver", "sender", "sessions", "replies", "ordered", "hold", "crash", "drop");

  private final UnaryOperator<Replies<String>> network;
  private @Nullable Side side;

  /** Creates a port that has no side yet. */
  public LibraryPort() {
    this(UnaryOperator.identity());
  }

  /**
   * Creates a port that may be wrong.
   *
   * @param network what it does to the replies of receivers
   */
  LibraryPort(UnaryOperator<Replies<String>> network) {
    this.network = network;
  }

  /** Answers each line of standard input, until it ends. */
  public static void main(String[] args) throws IOException, InterruptedException {
    ObjectMapper json = new ObjectMapper();
    PrintStream answers = new PrintStream(System.out, false, UTF_8);
    try (BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        LibraryPort port = new LibraryPort()) {
      for (String line = commands.readLine(); line != null; line = commands.readLine()) {
        answers.print(port.answer((ObjectNode) json.readTree(line)) + "\n");
        answers.flush();
      }
    }
  }

  @Override
  public JsonNode answer(ObjectNode command) throws InterruptedException {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    String what = command.get("do").asText();
    Side present = side;
    switch (what) {
      case "hello" -> {
        answer.put("vectors", VectorFiles.VERSION).put("name", "exactly-once in Java");
        ArrayNode capabilities = answer.putArray("capabilities");
        CAPABILITIES.forEach(capabilities::add);
      }
      case "receiver", "sender" -> {
        close();
        Side started = newSide(command);
        side = started;
        answer.set("outs", started.outs());
      }
      case "read" -> answer.set("outs", read(command));
      default -> {
        if (present != null && present.takes(what)) {
          answer.set("outs", present.take(command));
        } else {
          answer.put("unsupported", what);
        }
      }
    }
    return answer;
  }

  private Side newSide(ObjectNode command) {
    if (command.get("do").asText().equals("receiver")) {
      return new ReceiverSide(command, network);
    }
    return command.has("nonces") ? new SessionSenderSide(command) : new SenderSide(command);
  }

  private static ArrayNode read(ObjectNode command) {
    FrameCalls.Read read = new FrameCalls(command.get("longest").asInt())
        .read(
            HexFormat.of().parseHex(command.get("hex").asText()),
            command.get("reader").asText().equals("sender"));
    ArrayNode outs = JsonNodeFactory.instance.arrayNode();
    if (read.refused() != null) {
      outs.addObject().put("out", "refused").put("reason", read.refused().name());
    }
    read.calls().forEach(call -> {
      ObjectNode out = outs.addObject().put("out", "call");
      call.forEach(out::put);
    });
    return outs;
  }

  /** Ends the side that it has. */
  @Override
  public void close() {
    if (side != null) {
      side.close();
    }
  }
}
