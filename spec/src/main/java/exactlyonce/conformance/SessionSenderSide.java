package exactlyonce.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import exactlyonce.protocol.RetryPolicy;
import exactlyonce.protocol.Sender;
import exactlyonce.session.SenderStore;
import exactlyonce.session.SessionSender;
import exactlyonce.window.OutcomeListener;
import exactlyonce.wire.Codec;
import exactlyonce.wire.ReplyReader;
import exactlyonce.wire.RequestWriter;
import java.util.Set;

/** A sender that has no session yet. It is polled after each command: its time goes on at a timeout only. */
final class SessionSenderSide extends Side {
  private static final Set<String> COMMANDS = Set.of("frame", "submit", "timeout", "open", "close");
  private static final int MOST_POLLS = 3;
  private static final int TIMEOUT_NANOS = 1_000;

  private final SessionSender<String, String> sender;
  private final ReplyReader<String> reader;
  private long now;

  SessionSenderSide(JsonNode command) {
    super(command);
    OutcomeListener<String, String> listener =
        (seq, payload, outcome, reply) -> report(seq, outcome, reply);
    sender = new SessionSender<>(
        command.get("sender").asLong(),
        numbers(command.get("nonces")),
        window,
        SenderStore.none(),
        new RequestWriter<>(sink(), longestFrame, Codec.strings()),
        ofSession -> listener,
        new RetryPolicy(TIMEOUT_NANOS, TIMEOUT_NANOS));
    reader = new ReplyReader<>(longestFrame, Codec.strings(), sender);
  }

  @Override
  boolean takes(String command) {
    return COMMANDS.contains(command);
  }

  @Override
  void execute(JsonNode command) {
    switch (command.get("do").asText()) {
      case "frame" -> wasRead(reader.read(frame(command)));
      case "submit" -> submit(command.get("payload").asText());
      case "open" -> sender.open();
      case "close" -> sender.close();
      default -> timeOut();
    }
    sender.poll(now); // what was decided, gone or closed has consequences
    sender.poll(now); // a session ends when its messages are reported
  }

  private void submit(String payload) {
    Sender<String, String> messages = sender.sender();
    refusedUnless(messages != null && messages.trySubmit(payload) >= 0);
  }

  /** Time passes until something is sent. */
  private void timeOut() {
    for (int polls = 0; polls < MOST_POLLS && !hasMade(output -> output.has("hex")); polls++) {
      now += 2 * TIMEOUT_NANOS;
      sender.poll(now);
    }
  }
}
