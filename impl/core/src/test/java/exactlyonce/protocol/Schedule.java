package exactlyonce.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import exactlyonce.window.Answer;
import exactlyonce.window.Outcome;
import exactlyonce.window.ReceiveWindowModel;
import exactlyonce.window.SendState;
import exactlyonce.window.SendWindowModel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A sender and a receiver beside their models, a bag of frames between them, and a single thread.
 * Everything that the implementations and the models send, report or cause goes into two logs,
 * which must agree after every step, as must the states. If they do not, the error draws what
 * happened.
 */
final class Schedule {
  private static final long INITIAL = 10;
  private static final long MAX = 40;

  enum Kind {
    SUBMIT,
    CANCEL,
    POLL,
    REQUEST,
    REQUEST_FAILS, // the handler, if it runs
    REPLY,
    DUPLICATE_REQUEST,
    DUPLICATE_REPLY,
    LOSE_REQUEST,
    LOSE_REPLY,
    STRAY_CHECK, // about any message, sent or not
    STRAY_REPLY, // an ACK or a SEALED for a message that was not sent yet
    MALFORMED_ACK // without a reply where the session has replies, or the other way round
  }

  /** The next action; {@code choice} selects the frame, the message or the time. */
  record Step(Kind kind, int choice) {}

  /** A frame in flight. */
  private record SentFrame(String kind, long seq, String payload) {
    @Override
    public String toString() {
      return kind + " " + seq + (payload == null ? "" : " " + payload);
    }
  }

  private final int size;
  private final ReplyMode replyMode;
  private final Sender<String, String> sender;
  private final UnorderedReceiver<String, String> receiver;
  private final Requests<String> toReceiver;
  private final Replies<String> toSender;
  private final SendWindowModel<String> sent;
  private final ReceiveWindowModel received;
  private final TimeoutModel timeouts;
  private long now;

  private final List<SentFrame> requests = new ArrayList<>();
  private final List<SentFrame> replies = new ArrayList<>();
  private final List<String> actual = new ArrayList<>();
  private final List<String> expected = new ArrayList<>();
  private final Map<Long, Integer> effects = new TreeMap<>();
  private final Map<Long, Outcome> outcomes = new TreeMap<>();
  private final List<String> seen = new ArrayList<>();

  private final SequenceDiagram diagram = new SequenceDiagram();
  private Deque<Step> steps = new ArrayDeque<>();
  private boolean handlerFails;
  private long malformedAcks;
  private long alarms; // caused by stray frames

  Schedule(int size, ReplyMode replyMode, FaultInjection<String, String> faults) {
    this.size = size;
    this.replyMode = replyMode;
    timeouts = new TimeoutModel(size, INITIAL, MAX);
    sent = new SendWindowModel<>(size, 0);
    received = new ReceiveWindowModel(size, 0);
    receiver = new UnorderedReceiver<>(
        size, replyMode, faults.handler(this::handle), faults.replies(replyNetwork()), List.of());
    sender = new Sender<>(
        size,
        replyMode,
        faults.requests(requestNetwork()),
        this::report,
        new RetryPolicy(INITIAL, MAX));
    toReceiver = faults.receiver(receiver);
    toSender = faults.sender(sender);
  }

  /** The kinds of what was sent, reported or caused, without numbers. */
  Collection<String> seen() {
    return seen;
  }

  void run(List<Step> schedule) {
    diagram.drawnIfItFails(() -> {
      steps = new ArrayDeque<>(schedule);
      while (!steps.isEmpty()) {
        step(steps.poll());
        compare();
      }
    });
  }

  /** Stops all faults: every message is decided, and late frames change nothing. */
  void finish() {
    diagram.drawnIfItFails(this::finishAll);
  }

  private void finishAll() {
    handlerFails = false;
    for (int round = 0; round < 20 && openMessages() > 0; round++) {
      poll(MAX);
      compare();
      deliverAll();
    }
    assertThat(openMessages()).as("open messages").isZero();
    deliverAll();
    for (long seq = 0; seq < sent.next(); seq++) {
      assertThat(outcomes).containsKey(seq);
      assertThat(effects.getOrDefault(seq, 0))
          .as("effects of %d, which is %s", seq, outcomes.get(seq))
          .isEqualTo(outcomes.get(seq) == Outcome.DELIVERED ? 1 : 0);
    }
  }

  private void deliverAll() {
    while (!requests.isEmpty() || !replies.isEmpty()) {
      if (!requests.isEmpty()) {
        deliver(requests.remove(0));
      } else {
        deliver(replies.remove(0));
      }
      compare();
    }
  }

  private int openMessages() {
    int open = 0;
    for (long seq = 0; seq < sent.next(); seq++) {
      open += sent.isOpen(seq) ? 1 : 0;
    }
    return open;
  }

  private void step(Step step) {
    int choice = step.choice();
    handlerFails = step.kind() == Kind.REQUEST_FAILS;
    switch (step.kind()) {
      case SUBMIT -> submit();
      case CANCEL -> cancel(sent.next() - choice % (2 * size));
      case POLL -> poll(choice % (2 * INITIAL));
      case REQUEST, REQUEST_FAILS -> deliverOne(requests, choice, true);
      case REPLY -> deliverOne(replies, choice, true);
      case DUPLICATE_REQUEST -> deliverOne(requests, choice, false);
      case DUPLICATE_REPLY -> deliverOne(replies, choice, false);
      case LOSE_REQUEST -> lose(requests, choice);
      case LOSE_REPLY -> lose(replies, choice);
      case STRAY_CHECK ->
        deliver(new SentFrame("CHECK", sent.next() + 2 * size - choice % (5 * size), null));
      case STRAY_REPLY -> {
        long seq = sent.next() + choice / 2;
        deliver(choice % 2 == 0 ? ack(seq) : new SentFrame("STATUS SEALED", seq, null));
      }
      case MALFORMED_ACK -> {
        long seq = sent.next() + size - choice % (2 * size);
        malformedAcks++;
        deliver(new SentFrame("ACK", seq, ack(seq).payload() == null ? "r" : null));
      }
    }
  }

  private void submit() {
    String payload = "p" + (char) ('a' + sent.next() % 26) + sent.next();
    long seq = sent.append(payload);
    if (seq >= 0) {
      expect(new SentFrame("DATA", seq, payload));
    }
    assertThat(sender.trySubmit(payload)).isEqualTo(seq);
  }

  private void cancel(long seq) {
    boolean cancelled = sent.cancel(seq);
    if (cancelled) {
      timeouts.asked(seq);
      expect(new SentFrame("SEAL", seq, null));
    }
    assertThat(sender.cancel(seq)).isEqualTo(cancelled);
  }

  private void poll(long nanos) {
    now += nanos;
    int asked = 0;
    for (long seq : timeouts.due(sent.next(), sent::isOpen, now)) {
      boolean sealing = sent.state(seq) == SendState.SEALING;
      timeouts.begin(seq);
      expect(new SentFrame(sealing ? "SEAL" : "CHECK", seq, null));
      asked++;
    }
    assertThat(sender.poll(now)).isEqualTo(asked);
  }

  private void deliverOne(List<SentFrame> frames, int choice, boolean remove) {
    if (!frames.isEmpty()) {
      int place = choice % frames.size();
      deliver(remove ? frames.remove(place) : frames.get(place));
    }
  }

  private void lose(List<SentFrame> frames, int choice) {
    if (!frames.isEmpty()) {
      diagram.lost(frames.remove(choice % frames.size()).toString());
    }
  }

  private void deliver(SentFrame frame) {
    long seq = frame.seq();
    if (List.of("DATA", "CHECK", "SEAL").contains(frame.kind())) {
      diagram.requestArrives(frame.toString());
    } else {
      diagram.replyArrives(frame.toString());
    }
    switch (frame.kind()) {
      case "DATA" -> {
        Answer answer = received.claim(seq);
        if (answer == Answer.CLAIMED) {
          expected.add("HANDLE " + seq + " " + sent.submitted(seq));
        } else {
          expectReply(seq, answer);
        }
        toReceiver.data(seq, frame.payload());
      }
      case "CHECK" -> {
        expectReply(seq, received.check(seq));
        toReceiver.check(seq);
      }
      case "SEAL" -> {
        expectReply(seq, received.seal(seq));
        toReceiver.seal(seq);
      }
      case "ACK" -> {
        if (replyMode.admits(frame.payload())) {
          alarms += seq >= sent.next() ? 1 : 0;
          expectOutcome(seq, Outcome.DELIVERED, frame.payload());
        }
        toSender.ack(seq, frame.payload());
      }
      case "STATUS SEALED" -> {
        alarms += seq >= sent.next() ? 1 : 0;
        expectOutcome(seq, Outcome.NOT_DELIVERED, null);
        toSender.status(seq, Status.SEALED);
      }
      case "STATUS UNKNOWN" -> {
        alarms += seq >= sent.next() ? 1 : 0;
        String payload = sent.payload(seq);
        if (timeouts.resends(seq) && payload != null) {
          expect(new SentFrame("DATA", seq, payload));
        }
        toSender.status(seq, Status.UNKNOWN);
      }
      case "STATUS FORGOTTEN", "STATUS REFUSED" -> {
        alarms += sent.isOpen(seq) ? 1 : 0;
        toSender.status(seq, Status.valueOf(frame.kind().substring("STATUS ".length())));
      }
      default -> {
        alarms += seq >= sent.next() ? 1 : 0;
        timeouts.inProgress(seq);
        toSender.status(seq, Status.IN_PROGRESS);
      }
    }
  }

  /** The application's handler. Other steps happen before it returns. */
  private String handle(long seq, String payload) throws Exception {
    actual.add("HANDLE " + seq + " " + payload);
    diagram.atReceiver("handles " + seq + " " + payload);
    compare();
    boolean fails = handlerFails;
    for (int nested = 0; nested < seq % 3 && !steps.isEmpty(); nested++) {
      step(steps.poll());
      compare();
    }
    if (fails) {
      assertThat(received.fail(seq)).as("a claim fails").isTrue();
      seen.add("FAILED");
      diagram.atReceiver("fails " + seq);
      throw new Exception("simulated");
    }
    effects.merge(seq, 1, Integer::sum);
    assertThat(received.deliver(seq)).as("a claim is delivered").isTrue();
    expect(ack(seq));
    return "r" + seq; // which is not sent in a session without replies
  }

  private SentFrame ack(long seq) {
    return new SentFrame("ACK", seq, replyMode == ReplyMode.WITH_REPLIES ? "r" + seq : null);
  }

  private void expectReply(long seq, Answer answer) {
    switch (answer) {
      case DELIVERED -> expect(ack(seq));
      case SEALED, IN_PROGRESS, UNKNOWN -> expect(new SentFrame("STATUS " + answer, seq, null));
      case NOTHING_OWED -> expect(new SentFrame("STATUS FORGOTTEN", seq, null));
      case REFUSED -> expect(new SentFrame("STATUS REFUSED", seq, null));
      default -> {}
    }
  }

  private void expectOutcome(long seq, Outcome outcome, String reply) {
    if (sent.resolve(seq, outcome)) {
      expected.add(outcome + " " + seq + " " + sent.submitted(seq) + " " + reply);
      if (outcome == Outcome.DELIVERED) {
        assertThat(effects).as("a confirmation comes after the effect").containsKey(seq);
      }
    }
  }

  private void report(long seq, String payload, Outcome outcome, String reply) {
    actual.add(outcome + " " + seq + " " + payload + " " + reply);
    diagram.atSender(outcome + " " + seq + " " + payload);
    assertThat(reply).isEqualTo(outcome == Outcome.DELIVERED ? ack(seq).payload() : null);
    seen.add(outcome.name());
    assertThat(outcomes.put(seq, outcome)).as("an earlier outcome of %d", seq).isNull();
  }

  private void expect(SentFrame frame) {
    expected.add(frame.toString());
  }

  private void compare() {
    assertThat(actual).isEqualTo(expected);
    actual.clear();
    expected.clear();
    assertThat(sender.refused()).as("malformed ACKs").isEqualTo(malformedAcks);
    assertThat(sender.lostMemory()).as("alarms").isEqualTo(alarms);
    for (long seq = sent.next() - 2L * size; seq < sent.next() + 2L * size; seq++) {
      assertThat(sender.window().state(seq)).as("sender, %d", seq).isEqualTo(sent.state(seq));
      assertThat(receiver.window().check(seq))
          .as("receiver, %d", seq)
          .isEqualTo(received.check(seq));
    }
  }

  private void send(List<SentFrame> frames, SentFrame frame) {
    actual.add(frame.toString());
    frames.add(frame);
    seen.add(frame.kind());
    if (frames == requests) {
      diagram.requestSent(frame.toString());
    } else {
      diagram.replySent(frame.toString());
    }
  }

  private Requests<String> requestNetwork() {
    return new Requests<>() {
      @Override
      public void data(long seq, String payload) {
        send(requests, new SentFrame("DATA", seq, payload));
      }

      @Override
      public void check(long seq) {
        send(requests, new SentFrame("CHECK", seq, null));
      }

      @Override
      public void seal(long seq) {
        send(requests, new SentFrame("SEAL", seq, null));
      }
    };
  }

  private Replies<String> replyNetwork() {
    return new Replies<>() {
      @Override
      public void ack(long seq, String reply) {
        send(replies, new SentFrame("ACK", seq, reply));
      }

      @Override
      public void rejected(long seq, String reason) {
        send(replies, new SentFrame("REJECTED", seq, reason));
      }

      @Override
      public void status(long seq, Status status) {
        send(replies, new SentFrame("STATUS " + status, seq, null));
      }
    };
  }
}
