package exactlyonce.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import exactlyonce.protocol.ForwardingReplies;
import exactlyonce.protocol.Replies;
import exactlyonce.protocol.Status;
import exactlyonce.vectors.VectorFiles;
import exactlyonce.wire.Malformation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The vectors, replayed against the library. */
class ReplayTest {
  private static final int MOST_FAILURES = 10;
  private static final ObjectMapper JSON = new ObjectMapper();

  private static Verdict replayed(Port port, VectorSet vectors) throws Exception {
    return Conformance.of(() -> port, vectors, state -> {});
  }

  private static VectorSet vectors() throws Exception {
    return VectorSet.in(Path.of("vectors"));
  }

  private static String text(Verdict.Failure failure) {
    return failure.vector().name() + ", " + failure.difference();
  }

  @Test
  void theLibraryConforms() throws Exception {
    VectorSet vectors = vectors();
    Verdict verdict = replayed(new LibraryPort(), vectors);
    assertThat(verdict.fault()).isNull();
    assertThat(verdict.files()).allSatisfy(file -> {
      assertThat(file.failures().stream().limit(MOST_FAILURES).map(ReplayTest::text))
          .isEmpty();
      assertThat(file.skipped()).isZero();
      assertThat(file.replayed()).isEqualTo(file.file().vectors());
    });
    assertThat(verdict.files()).hasSameSizeAs(vectors.files());
    assertThat(verdict.conforms()).isTrue();
  }

  /** What is wrong is found, in every one of the vectors that no side meets, and in no other. */
  @Test
  void differencesAreFound() throws Exception {
    VectorFile basic = vectors().files().get(0);
    assertThat(basic.level()).isEqualTo("BASIC");
    Replay replay = new Replay(new LibraryPort(), true);
    int wrong = 0;
    for (TestVector vector : basic.vectors()) {
      Difference difference = replay.of(vector);
      assertThat(difference != null).as("%s", vector).isEqualTo(vector.isWrong());
      wrong += vector.isWrong() ? 1 : 0;
    }
    assertThat(wrong).isPositive().isLessThan(basic.vectors().size());
  }

  /** Every reason to refuse a frame has a vector. */
  @Test
  void everyReasonIsTested() throws Exception {
    Set<String> reasons = new TreeSet<>();
    vectors()
        .files()
        .forEach(file -> file.vectors().forEach(vector -> reasons.add(vector.text("refused"))));
    for (Malformation malformation : Malformation.values()) {
      assertThat(reasons).contains(malformation.name());
    }
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
    Verdict verdict = replayed(new LibraryPort(liar), receivers());
    assertThat(verdict.failed()).isPositive();
    assertThat(verdict.conforms()).isFalse();
  }

  private static VectorSet receivers() throws Exception {
    return vectors().only(vector -> vector.name().startsWith("receiver."));
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
    Verdict verdict = replayed(new LibraryPort(brief), receivers());
    assertThat(verdict.failed()).isZero();
    assertThat(verdict.conforms()).isTrue();
  }

  /** A port that makes its writes after all that it tells. */
  private record WritesLate(Port port) implements Port {
    @Override
    public JsonNode answer(ObjectNode command) throws PortException, InterruptedException {
      ObjectNode answer = port.answer(command).deepCopy();
      List<JsonNode> outs = new ArrayList<>();
      answer.path("outs").forEach(outs::add);
      outs.sort(Comparator.comparing(Crash::isWrite));
      if (answer.has("outs")) {
        answer.putArray("outs").addAll(outs);
      }
      return answer;
    }

    @Override
    public void close() {
      port.close();
    }
  }

  /** Every action that writes is cut before its write, and no other is found wrong. */
  @Test
  void whatIsToldMustBeWritten() throws Exception {
    VectorSet crashes = vectors().only(vector -> vector.text("level").equals("L6"));
    Verdict verdict = replayed(new WritesLate(new LibraryPort()), crashes);
    Set<String> actions = new TreeSet<>();
    verdict
        .files()
        .forEach(file -> file.failures().forEach(failure -> {
          actions.add(failure.vector().text("action"));
          assertThat(failure.difference().cut()).as(text(failure)).isNotNull();
        }));
    assertThat(actions)
        .containsExactlyInAnyOrder("CancelIsWritten", "Deliver", "ReceiveSeal", "Submit");
  }

  /** A port that gives no answer to every thousandth frame. */
  private record EndsSometimes(Port port, AtomicInteger frames) implements Port {
    @Override
    public JsonNode answer(ObjectNode command) throws PortException, InterruptedException {
      boolean isFrame = command.get("do").asText().equals("frame");
      if (isFrame && frames.incrementAndGet() % 1_000 == 0) {
        throw new PortException("it ended");
      }
      return port.answer(command);
    }

    @Override
    public void close() {
      port.close();
    }
  }

  /** A vector that it does not answer has failed, and all others are replayed. */
  @Test
  void aPortThatEndsIsStartedAgain() throws Exception {
    AtomicInteger starts = new AtomicInteger();
    AtomicInteger frames = new AtomicInteger();
    Verdict verdict = Conformance.of(
        () -> {
          starts.incrementAndGet();
          return new EndsSometimes(new LibraryPort(), frames);
        },
        receivers(),
        state -> {});
    assertThat(frames.get()).isBetween(1_000, 4_999);
    assertThat(starts.get()).isEqualTo(1 + frames.get() / 1_000);
    assertThat(verdict.failed()).isEqualTo(frames.get() / 1_000);
    assertThat(verdict.fault()).isNull();
    assertThat(verdict.files()).allSatisfy(file -> assertThat(file.skipped()).isZero());
    assertThat(verdict.conforms()).isFalse();
  }

  /** The session that {@code docs/vectors.md} shows. */
  @Test
  void theExampleIsReal() throws Exception {
    List<String> lines = Files.readAllLines(Path.of("docs", "vectors.md")).stream()
        .filter(line -> line.startsWith("> ") || line.startsWith("< "))
        .map(line -> line.substring(2))
        .toList();
    assertThat(lines).hasSizeGreaterThan(20);
    try (LibraryPort port = new LibraryPort()) {
      for (int i = 0; i < lines.size(); i += 2) {
        JsonNode answer = port.answer((ObjectNode) JSON.readTree(lines.get(i)));
        String expected =
            lines.get(i + 1).replace("exactly_once in Python", "exactly-once in Java");
        assertThat(JSON.readTree(answer.toString())).isEqualTo(JSON.readTree(expected));
      }
    }
  }

  /** Frames may be joined: those are compared by what they stand for. */
  @Test
  void aJoinedFrameIsSeveral() throws Exception {
    String about = "0100000000000000" + "0000000000000000";
    FrameCalls frames = new FrameCalls(VectorFiles.LONGEST_FRAME);
    List<Output> joined = Output.of(
        JSON.readTree(
            "[{\"out\":\"frame\",\"hex\":\"0184000008000000" + about + "0300000000000000\"}]"),
        frames);
    assertThat(joined).extracting(Output::text).containsExactly("ACK 0", "ACK 1");
    List<Output> moved = Output.of(
        JSON.readTree("[{\"out\":\"frame\",\"hex\":\"01840000080000000100000000000000"
            + "01000000000000000100000000000000\"}]"),
        frames);
    assertThat(moved).containsExactly(joined.get(1));
    assertThat(Difference.between(1, 1, joined, List.of(), List.of(joined.get(1), joined.get(0))))
        .isNull();
    assertThat(Difference.between(1, 1, joined, List.of(), moved).missing())
        .containsExactly(joined.get(0));
  }
}
