package exactlyonce.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import exactlyonce.protocol.RetryPolicy;
import exactlyonce.protocol.Sender;
import exactlyonce.session.SessionSender;
import exactlyonce.window.Outcome;
import exactlyonce.window.OutcomeListener;
import exactlyonce.wire.Codec;
import exactlyonce.wire.ReplyReader;
import exactlyonce.wire.RequestWriter;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A sender. */
final class SenderSide extends Side {
  private static final Set<String> COMMANDS = Set.of("frame", "submit", "cancel", "timeout");
  private static final int MOST_POLLS = 3;
  private static final int TIMEOUT_NANOS = 1_000;
  private static final int SEQ_AT = 16;

  private final Sender<String, String> sender;
  private final ReplyReader<String> reader;
  private long now;

  SenderSide(JsonNode command) {
    super(command);
    OutcomeListener<String, String> listener = new OutcomeListener<>() {
      @Override
      public void onOutcome(long seq, String payload, Outcome outcome, @Nullable String reply) {
        report(seq, outcome, reply);
      }

      @Override
      public void onRejected(long seq, String payload, String reason) {
        report(seq, Outcome.REJECTED, reason);
      }
    };
    WrittenSenderStore store =
        new WrittenSenderStore(command.has("stored") ? this::made : write -> {});
    if (command.path("stored").isArray()) {
      command.get("stored").forEach(store::restore);
    } else {
      store.open(session, window, replyMode);
    }
    SessionSender<String, String> sessions = new SessionSender<>(
        0,
        () -> 0,
        window,
        store,
        new RequestWriter<>(sink(), longestFrame, Codec.strings()),
        id -> listener,
        new RetryPolicy(TIMEOUT_NANOS, TIMEOUT_NANOS));
    sender = Objects.requireNonNull(sessions.sender());
    reader = new ReplyReader<>(longestFrame, Codec.strings(), sessions);
  }

  @Override
  boolean takes(String command) {
    return COMMANDS.contains(command);
  }

  @Override
  void execute(JsonNode command) {
    switch (command.get("do").asText()) {
      case "frame" -> wasRead(reader.read(frame(command)));
      case "submit" -> refusedUnless(sender.trySubmit(command.get("payload").asText()) >= 0);
      case "cancel" -> refusedUnless(sender.cancel(command.get("seq").asLong()));
      default -> timeOut(command.get("seq").asLong());
    }
  }

  /** Time passes for all messages, until this one was asked about. */
  private void timeOut(long seq) {
    for (int polls = 0; polls < MOST_POLLS; polls++) {
      now += 2 * TIMEOUT_NANOS;
      sender.poll(now);
      if (hasMade(output -> seqOf(output) == seq)) {
        return;
      }
    }
  }

  private static long seqOf(ObjectNode output) {
    return output.has("hex") ? Long.reverseBytes(frame(output).getLong(SEQ_AT)) : -1;
  }
}
