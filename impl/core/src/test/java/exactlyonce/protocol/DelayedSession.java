package exactlyonce.protocol;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import java.util.function.BiFunction;

/**
 * A sender and a receiver in virtual time, with a network between them that delivers every frame after
 * half a round trip, in the order sent, unless it loses it. The receiver takes one after the other. Counts
 * the frames.
 */
final class DelayedSession {
  private record InFlight(long arrival, Runnable frame) {}

  private final Deque<InFlight> requestsInFlight = new ArrayDeque<>();
  private final Deque<InFlight> repliesInFlight = new ArrayDeque<>();
  private final SplittableRandom random = new SplittableRandom(1);
  private final Requests<String> toReceiver;
  private final Sender<String, Void> sender;
  private final Replies<Void> toSender;
  private final long tick;
  private final double loss;

  /** In nanoseconds; may be changed at any time. */
  long roundTrip;

  /** So many DATA frames are lost next. */
  int loseNext;

  /** How long the receiver takes for each DATA, in nanoseconds. */
  long serviceTime;

  /** Whether every frame is lost. */
  boolean dead;

  long now;
  private long receiverIdle; // from when on it can take the next frame
  int data;
  int checks;
  int delivered;

  /**
   * Starts a session.
   *
   * @param retry when the sender asks
   * @param roundTrip in nanoseconds
   * @param tick the time between two polls, in nanoseconds
   * @param loss the probability with which a frame is lost
   * @param replies given the sender, and where it sends, returns what replies are handed to
   */
  DelayedSession(
      int windowSize,
      RetryPolicy retry,
      long roundTrip,
      long tick,
      double loss,
      BiFunction<Replies<Void>, Requests<String>, Replies<Void>> replies) {
    this.roundTrip = roundTrip;
    this.tick = tick;
    this.loss = loss;
    Replies<Void> toSenderLater = new Replies<>() {
      @Override
      public void ack(long seq, Void reply) {
        send(repliesInFlight, () -> toSender.ack(seq, reply));
      }

      @Override
      public void rejected(long seq, String reason) {
        send(repliesInFlight, () -> toSender.rejected(seq, reason));
      }

      @Override
      public void status(long seq, Status status) {
        send(repliesInFlight, () -> toSender.status(seq, status));
      }
    };
    Requests<String> receiver = Receiver.unordered(
        windowSize, ReplyMode.WITHOUT_REPLIES, (seq, payload) -> null, toSenderLater);
    toReceiver = new ForwardingRequests<>(receiver) {
      @Override
      public void data(long seq, String payload) {
        data++;
        if (loseNext > 0) {
          loseNext--;
        } else {
          send(requestsInFlight, () -> {
            receiverIdle = Math.max(receiverIdle, now - tick) + serviceTime;
            super.data(seq, payload);
          });
        }
      }

      @Override
      public void check(long seq) {
        checks++;
        send(requestsInFlight, () -> super.check(seq));
      }
    };
    sender = new Sender<>(
        windowSize,
        ReplyMode.WITHOUT_REPLIES,
        toReceiver,
        (seq, payload, outcome, reply) -> delivered++,
        retry);
    toSender = replies.apply(sender, toReceiver);
  }

  /** Sends messages as fast as the window allows, and waits until all are delivered. */
  void send(int messages) {
    int target = delivered + messages;
    int submitted = 0;
    for (long end = now + 1_000_000 * roundTrip; delivered < target; ) {
      while (submitted < messages && sender.trySubmit("p") >= 0) {
        submitted++;
      }
      pass(tick);
      if (now > end) {
        throw new AssertionError(target - delivered + " messages are not delivered");
      }
    }
  }

  /** Sends messages for which the window has space. */
  void submit(int messages) {
    for (int i = 0; i < messages; i++) {
      sender.trySubmit("p");
    }
  }

  /** Lets time pass, in ticks; each ends with a poll. */
  void pass(long nanos) {
    for (long end = now + nanos; now < end; ) {
      now += tick;
      while (receiverIdle <= now && arriveOne(requestsInFlight)) {
        // the next one
      }
      while (arriveOne(repliesInFlight)) {
        // the next one
      }
      sender.poll(now);
    }
  }

  private void send(Deque<InFlight> queue, Runnable frame) {
    if (!dead && random.nextDouble() >= loss) {
      queue.add(new InFlight(now + roundTrip / 2, frame));
    }
  }

  private boolean arriveOne(Deque<InFlight> queue) {
    if (queue.isEmpty() || queue.element().arrival() > now) {
      return false;
    }
    queue.remove().frame().run();
    return true;
  }
}
