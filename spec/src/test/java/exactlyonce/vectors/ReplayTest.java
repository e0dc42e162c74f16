package exactlyonce.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import exactlyonce.protocol.ForwardingReplies;
import exactlyonce.protocol.Replies;
import exactlyonce.protocol.ReplyMode;
import exactlyonce.protocol.Status;
import exactlyonce.session.DeliveryOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The vectors, replayed against the library. */
class ReplayTest {
  private static final Path VECTORS = Path.of("vectors");
  private static final int MOST_FAILURES = 10;
  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @EnumSource
  void theLibraryConforms(Role role) throws Exception {
    assertThat(failures(role.id(), () -> side(role))).isEmpty();
  }

  /** What is wrong is found, in every one of the vectors that no side meets, and in no other. */
  @Test
  void differencesAreFound() throws Exception {
    int right = 0;
    int wrong = 0;
    for (JsonNode vector : vectors("basic")) {
      Role role = roleOf(vector.get("vector").asText());
      String difference = replay(() -> side(role), vector);
      assertThat(difference.isEmpty())
          .as(difference)
          .isNotEqualTo(vector.get("wrong").asBoolean());
      if (difference.isEmpty()) {
        right++;
      } else {
        wrong++;
      }
    }
    assertThat(right).isEqualTo(Role.values().length);
    assertThat(wrong).isEqualTo(2 * right);
  }

  private static Role roleOf(String basicVector) {
    for (Role role : Role.values()) {
      if (basicVector.startsWith("basic." + role.id() + ".")) {
        return role;
      }
    }
    throw new IllegalArgumentException(basicVector);
  }

  /** A receiver that tells a status as another one. */
  @ParameterizedTest
  @CsvSource({"IN_PROGRESS, UNKNOWN", "SEALED, UNKNOWN", "UNKNOWN, SEALED", "REFUSED, UNKNOWN"})
  void aWrongReceiverDoesNot(Status status, Status said) throws Exception {
    UnaryOperator<Replies<String>> liar = replies -> new ForwardingReplies<>(replies) {
      @Override
      public void status(long seq, Status found) {
        super.status(seq, found == status ? said : found);
      }
    };
    assertThat(failures(
            "receiver",
            () -> new ReceiverSide(DeliveryOrder.UNORDERED, ReplyMode.WITHOUT_REPLIES, liar)))
        .isNotEmpty();
  }

  /** What a receiver need not say, it may keep to itself. */
  @Test
  void aReceiverThatDoesNotRemarkConforms() throws Exception {
    UnaryOperator<Replies<String>> brief = replies -> new ForwardingReplies<>(replies) {
      @Override
      public void status(long seq, Status found) {
        if (found.isAnswer()) {
          super.status(seq, found);
        }
      }
    };
    assertThat(failures(
            "receiver",
            () -> new ReceiverSide(DeliveryOrder.UNORDERED, ReplyMode.WITHOUT_REPLIES, brief)))
        .isEmpty();
  }

  /** Returns the first difference in each of the first vectors that are not met. */
  static List<String> failures(String file, Supplier<Side> sides) throws Exception {
    List<String> failures = new ArrayList<>();
    for (JsonNode vector : vectors(file)) {
      String difference = replay(sides, vector);
      if (!difference.isEmpty()) {
        failures.add(difference);
      }
      if (failures.size() == MOST_FAILURES) {
        break;
      }
    }
    return failures;
  }

  private static String replay(Supplier<Side> sides, JsonNode vector) throws Exception {
    int number = 0;
    try (Side side = sides.get()) {
      for (JsonNode step : vector.get("steps")) {
        number++;
        String difference = Side.difference(step, side.take(step));
        if (!difference.isEmpty()) {
          return vector.get("vector") + ", step " + number + " " + step + ": " + difference;
        }
      }
    }
    return "";
  }

  private static List<JsonNode> vectors(String file) throws Exception {
    List<JsonNode> vectors = new ArrayList<>();
    for (String line : Files.readAllLines(VECTORS.resolve(file + ".jsonl"))) {
      vectors.add(JSON.readTree(line));
    }
    return vectors;
  }

  static Side side(Role role) {
    return switch (role) {
      case RECEIVER -> new ReceiverSide(DeliveryOrder.UNORDERED, ReplyMode.WITHOUT_REPLIES);
      case SENDER -> new SenderSide(ReplyMode.WITHOUT_REPLIES);
      case RECEIVER_WITH_REPLIES ->
        new ReceiverSide(DeliveryOrder.UNORDERED, ReplyMode.WITH_REPLIES);
      case ORDERED_RECEIVER -> new ReceiverSide(DeliveryOrder.ORDERED, ReplyMode.WITHOUT_REPLIES);
      case SENDER_WITH_REPLIES -> new SenderSide(ReplyMode.WITH_REPLIES);
    };
  }
}
