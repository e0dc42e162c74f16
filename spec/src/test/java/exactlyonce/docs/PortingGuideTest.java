package exactlyonce.docs;

import static org.assertj.core.api.Assertions.assertThat;

import exactlyonce.protocol.Receiver;
import exactlyonce.protocol.Replies;
import exactlyonce.protocol.ReplyMode;
import exactlyonce.protocol.Requests;
import exactlyonce.protocol.RetryPolicy;
import exactlyonce.protocol.Sender;
import exactlyonce.protocol.Status;
import exactlyonce.window.Outbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tables of slots in {@code docs/porting.md} say what the code does, cell by cell. */
class PortingGuideTest {
  private static final Path PAGE = Path.of("docs", "porting.md");
  private static final int W = 2;
  private static final long S = 4; // in the third lap

  @Test
  void theTableOfTheUnorderedReceiver() throws IOException {
    assertThat(mistakes(Files.readString(PAGE), "### Unordered", unordered())).isEmpty();
  }

  @Test
  void theTableOfTheOrderedReceiver() throws IOException {
    assertThat(mistakes(Files.readString(PAGE), "### Ordered", ordered())).isEmpty();
  }

  @Test
  void theTableOfTheSender() throws IOException {
    assertThat(senderMistakes(Files.readString(PAGE))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '~', textBlock = """
      | (s, DELIVERED) | ACK |      ~ | (s, DELIVERED) | IN_PROGRESS | ~ DATA at (s, DELIVERED)
      | (s, BUFFERED) | IN_PROGRESS ~ | (s, BUFFERED) | ACK            ~ DATA at (s, BUFFERED)
      | (s, FAILED) |               ~ | (s, FAILED_TWICE) |            ~ no state (s, FAILED_TWICE)
      | (s, PASSED) |               ~ | (s, SEALED) |                  ~ not in the table: (s, PASSED)
      """)
  void aWrongCellOfAReceiverIsNoticed(String right, String wrong, String mistake)
      throws IOException {
    String page = Files.readString(PAGE);
    assertThat(page).contains(right);
    String changed = page.replace(right, wrong);
    List<String> found = new ArrayList<>(mistakes(changed, "### Unordered", unordered()));
    found.addAll(mistakes(changed, "### Ordered", ordered()));
    assertThat(found).anyMatch(line -> line.startsWith(mistake));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '~', textBlock = """
      | UNKNOWN | DATA, once for each CHECK | ~ | UNKNOWN | nothing |                    ~ UNKNOWN at (s, PENDING)
      | timeout | CHECK |                     ~ | timeout | DATA, once for each CHECK |  ~ timeout at (s, PENDING)
      | ACK | decide DELIVERED |              ~ | ACK | decide NOT_DELIVERED |           ~ ACK at (s, PENDING)
      | FORGOTTEN | alarm | alarm | nothing | ~ | FORGOTTEN | alarm | alarm | alarm |    ~ FORGOTTEN at (s, REPORTING or decided), or a later number
      """)
  void aWrongCellOfTheSenderIsNoticed(String right, String wrong, String mistake)
      throws IOException {
    String page = Files.readString(PAGE);
    assertThat(page).contains(right);
    assertThat(senderMistakes(page.replace(right, wrong)))
        .anyMatch(line -> line.startsWith(mistake));
  }

  /** Returns the rows of the first table below a heading; the first row is the header. */
  private static List<List<String>> table(String page, String heading) {
    return page.substring(page.indexOf(heading + "\n"))
        .lines()
        .dropWhile(line -> !line.startsWith("|"))
        .takeWhile(line -> line.startsWith("|"))
        .filter(line -> !line.startsWith("| ---"))
        .map(line ->
            Arrays.stream(line.substring(1).split("\\|")).map(String::strip).toList())
        .toList();
  }

  // Receivers.

  /** Brings a receiver to a state, and calls the probe in it, which may be while a handler runs. */
  private interface SetUp extends BiConsumer<Receiving, Runnable> {}

  private static Map<String, List<SetUp>> unordered() {
    Map<String, List<SetUp>> rows = new LinkedHashMap<>();
    rows.put("(t, any), t > s", List.of(after(r -> r.deliver(0, 1, 2, 3, 4, 5, 6))));
    rows.put("(s, DELIVERED)", List.of(after(r -> r.deliver(0, 1, 2, 3, 4))));
    rows.put("(s, SEALED)", List.of(after(r -> r.deliver(0, 1, 2, 3).seal(4))));
    rows.put("(s, CLAIMED)", List.of(during(4, r -> r.deliver(0, 1, 2, 3))));
    rows.put(
        "(s, CLAIMED_AFTER_SEALED)", List.of(during(4, r -> r.deliver(0, 1, 3).seal(2))));
    rows.put("(s - W, DELIVERED)", List.of(after(r -> r.deliver(0, 1, 2, 3))));
    rows.put("(s - W, SEALED)", List.of(after(r -> r.deliver(0, 1, 3).seal(2))));
    rows.put(
        "anything else",
        List.of(after(r -> r.deliver(0, 1)), during(2, r -> r.deliver(0, 1)), after(r -> {})));
    return rows;
  }

  private static Map<String, List<SetUp>> ordered() {
    Map<String, List<SetUp>> rows = new LinkedHashMap<>();
    rows.put("(t, any), t > s", List.of(after(r -> r.deliver(0, 1, 2, 3, 4, 5, 6))));
    rows.put("(s, DELIVERED)", List.of(after(r -> r.deliver(0, 1, 2, 3, 4))));
    rows.put("(s, SEALED)", List.of(after(r -> r.deliver(0, 1, 2).seal(4))));
    rows.put("(s, PASSED)", List.of(after(r -> r.deliver(0, 1, 2, 3).seal(4))));
    rows.put("(s, CLAIMED)", List.of(during(4, r -> r.deliver(0, 1, 2, 3))));
    rows.put("(s, BUFFERED)", List.of(after(r -> r.deliver(0, 1, 2, 4))));
    rows.put("(s, FAILED)", List.of(after(r -> r.deliver(0, 1, 2, 3).fail(4))));
    rows.put("(s - W, DELIVERED)", List.of(after(r -> r.deliver(0, 1, 2, 3))));
    rows.put("(s - W, PASSED)", List.of(after(r -> r.deliver(0, 1).seal(2).deliver(3))));
    rows.put("(s - W, SEALED)", List.of(after(r -> r.deliver(0).seal(2))));
    rows.put(
        "anything else",
        List.of(
            after(r -> r.deliver(0, 1)),
            after(r -> r.deliver(0, 2)), // (s - W, BUFFERED)
            during(2, r -> r.deliver(0, 1)),
            after(r -> r.deliver(0, 1).fail(2))));
    return rows;
  }

  private static SetUp after(Consumer<Receiving> steps) {
    return (receiving, probe) -> {
      steps.accept(receiving);
      probe.run();
    };
  }

  private static SetUp during(long seq, Consumer<Receiving> steps) {
    return (receiving, probe) -> {
      steps.accept(receiving);
      receiving.inHandler = probe;
      receiving.receiver.data(seq, "runs the probe");
    };
  }

  private static List<String> mistakes(
      String page, String heading, Map<String, List<SetUp>> states) {
    boolean isOrdered = heading.equals("### Ordered");
    List<String> mistakes = new ArrayList<>();
    List<List<String>> table = table(page, heading);
    List<String> left = new ArrayList<>(states.keySet());
    for (List<String> row : table.subList(1, table.size())) {
      if (!states.containsKey(row.get(0))) {
        mistakes.add("no state " + row.get(0));
        continue;
      }
      left.remove(row.get(0));
      for (SetUp setUp : states.get(row.get(0))) {
        for (int column = 1; column < row.size(); column++) {
          String frame = table.get(0).get(column).replace("(s)", "");
          String found = new Receiving(isOrdered).probe(setUp, frame);
          if (!found.equals(row.get(column))) {
            mistakes.add(frame + " at " + row.get(0) + ": " + found + ", not " + row.get(column));
          }
        }
      }
    }
    left.forEach(state -> mistakes.add("not in the table: " + state));
    return mistakes;
  }

  /** A receiver, and what it has done about message S. */
  private static final class Receiving implements Replies<String> {
    final Receiver<String, String> receiver;
    Runnable inHandler;
    private final boolean isOrdered;
    private final List<String> seen = new ArrayList<>();
    private boolean sealedBefore; // the message before S in its slot

    Receiving(boolean isOrdered) {
      this.isOrdered = isOrdered;
      receiver = isOrdered
          ? Receiver.ordered(W, ReplyMode.WITHOUT_REPLIES, this::handle, this)
          : Receiver.unordered(W, ReplyMode.WITHOUT_REPLIES, this::handle, this);
    }

    Receiving deliver(long... seqs) {
      for (long seq : seqs) {
        receiver.data(seq, "succeeds");
      }
      return this;
    }

    Receiving seal(long seq) {
      receiver.seal(seq);
      return this;
    }

    void fail(long seq) {
      receiver.data(seq, "fails");
    }

    /** Returns what a frame about S does, as the page says it. */
    String probe(SetUp setUp, String frame) {
      List<String> atOnce = new ArrayList<>();
      setUp.accept(this, () -> {
        seen.clear();
        bring(frame);
        atOnce.addAll(seen);
      });
      if (!atOnce.equals(List.of("SEALED")) || !frame.equals("SEAL")) {
        return atOnce.isEmpty() ? "nothing" : String.join(", ", atOnce);
      }
      // Was it sealed before?
      boolean[] before = new boolean[1];
      Receiving same = new Receiving(isOrdered);
      setUp.accept(same, () -> {
        same.seen.clear();
        same.bring("CHECK");
        before[0] = same.seen.equals(List.of("SEALED"));
      });
      seen.clear();
      bring("DATA");
      assertThat(seen).as("it is final").containsExactly("SEALED");
      return before[0] ? "SEALED" : "becomes SEALED, SEALED";
    }

    private void bring(String frame) {
      switch (frame) {
        case "DATA" -> receiver.data(S, "fails");
        case "CHECK" -> receiver.check(S);
        case "SEAL" -> receiver.seal(S);
        default -> throw new AssertionError("no frame " + frame);
      }
    }

    private String handle(long seq, String payload) throws Exception {
      if (inHandler != null) {
        Runnable probe = inHandler;
        inHandler = null;
        probe.run();
        return "";
      }
      if (payload.equals("fails")) {
        seen.add(claimed());
        throw new Exception(payload);
      }
      return "";
    }

    /** Returns what the page calls a message whose handler is called. */
    private String claimed() {
      if (isOrdered) {
        return "becomes BUFFERED";
      }
      return sealedBefore ? "becomes CLAIMED_AFTER_SEALED" : "becomes CLAIMED";
    }

    @Override
    public void ack(long seq, String reply) {
      add(seq, "ACK");
    }

    @Override
    public void rejected(long seq, String reason) {
      add(seq, "REJECTED");
    }

    @Override
    public void status(long seq, Status status) {
      sealedBefore |= seq == S - W && status == Status.SEALED;
      add(seq, status.name());
    }

    private void add(long seq, String frame) {
      if (seq == S) {
        seen.add(frame);
      }
    }
  }

  // The sender.

  private static List<String> senderMistakes(String page) {
    List<String> mistakes = new ArrayList<>();
    List<List<String>> table = table(page, "## The messages of a sender");
    List<String> columns = table.get(0);
    for (List<String> row : table.subList(1, table.size())) {
      for (int column = 1; column < row.size(); column++) {
        String expected = row.get(column);
        if (!expected.isEmpty()) {
          for (Sending sending : Sending.in(columns.get(column))) {
            String found = sending.probe(row.get(0));
            if (!found.equals(expected)) {
              mistakes.add(
                  row.get(0) + " at " + columns.get(column) + ": " + found + ", not " + expected);
            }
          }
        }
      }
    }
    return mistakes;
  }

  /** A sender with message s in some state, and what it has done since. */
  private static final class Sending implements Requests<String> {
    private final List<String> seen = new ArrayList<>();
    private final Sender<String, String> sender;
    private long s;

    private Sending() {
      Outbox<String> outbox = new Outbox<>() {
        @Override
        public void append(long seq, String payload) {}

        @Override
        public void cancelled(long seq) {
          seen.add("write cancelled");
        }
      };
      sender = new Sender<>(
          W,
          ReplyMode.WITH_REPLIES,
          outbox,
          Map.of(),
          Set.of(),
          this,
          (seq, payload, outcome, reply) -> seen.add("decide " + outcome
              + (outcome.name().equals("DELIVERED") && reply == null ? ", without a reply" : "")),
          new RetryPolicy(10, 40));
    }

    static List<Sending> in(String state) {
      Sending first = new Sending();
      first.sender.trySubmit("p");
      return switch (state) {
        case "(s, PENDING)" -> List.of(first);
        case "(s, SEALING)" -> {
          first.sender.cancel(0);
          yield List.of(first);
        }
        case "(s, REPORTING or decided), or a later number" -> {
          first.sender.ack(0, "r");
          Sending later = new Sending();
          for (long seq = 0; seq <= W; seq++) {
            later.sender.trySubmit("p");
            later.sender.ack(seq, "r");
          }
          yield List.of(first, later);
        }
        case "s was never submitted" -> {
          first.s = 1;
          yield List.of(first);
        }
        default -> throw new AssertionError("no state " + state);
      };
    }

    String probe(String event) {
      seen.clear();
      long alarms = sender.lostMemory();
      switch (event) {
        case "ACK" -> sender.ack(s, "r");
        case "REJECTED" -> sender.rejected(s, "why");
        case "timeout" -> timeout();
        case "cancel" -> {
          if (!sender.cancel(s)) {
            return "false";
          }
          sender.status(s, Status.UNKNOWN); // is not sent again
          assertThat(sender.pending()).isEmpty();
          seen.add(1, "becomes SEALING");
        }
        case "UNKNOWN" -> {
          sender.status(s, Status.UNKNOWN); // nobody has asked
          timeout();
          seen.clear();
          for (int copy = 0; copy < 2; copy++) {
            sender.status(s, Status.UNKNOWN);
          }
          if (seen.equals(List.of("DATA"))) {
            return "DATA, once for each CHECK";
          }
        }
        default -> sender.status(s, Status.valueOf(event));
      }
      if (sender.lostMemory() > alarms) {
        seen.add("alarm");
      }
      return seen.isEmpty() ? "nothing" : String.join(", ", seen);
    }

    private void timeout() {
      sender.poll(0);
      sender.poll(10);
    }

    @Override
    public void data(long seq, String payload) {
      seen.add("DATA");
    }

    @Override
    public void check(long seq) {
      seen.add("CHECK");
    }

    @Override
    public void seal(long seq) {
      seen.add("SEAL");
    }
  }
}
