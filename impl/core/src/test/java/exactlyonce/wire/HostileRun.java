package exactlyonce.wire;

import exactlyonce.protocol.FaultInjection;
import exactlyonce.protocol.ForwardingReplies;
import exactlyonce.protocol.Handler;
import exactlyonce.protocol.Receiver;
import exactlyonce.protocol.Replies;
import exactlyonce.protocol.ReplyMode;
import exactlyonce.protocol.RetryPolicy;
import exactlyonce.protocol.Sender;
import exactlyonce.protocol.Status;
import exactlyonce.window.Outcome;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * A sender and a receiver of one session, connected by bytes, and a stranger that sends bytes to
 * both. A script decides what happens; any sequence of bytes is a script.
 *
 * <p>The stranger may send anything, in particular frames to the receiver that no sender would
 * send. It must not do only one thing: tell the sender something false about a message that is
 * still open. Only a transport that authenticates its peer protects against that.
 *
 * <p>Whatever happens, nothing may be thrown. No message takes effect twice, after it was sealed,
 * or before the message a window earlier is resolved. No outcome is reported twice, with another
 * payload, falsely, or with a reply where the session has none or the other way round. Every frame
 * is accepted or refused.
 */
final class HostileRun {
  private static final int MAX_LENGTH = 64;

  /** What a script led to, to tell whether it is meaningful. */
  record Result(
      int effects,
      int delivered,
      int notDelivered,
      long malformed,
      long malformedAcks,
      long refused,
      long strangers) {}

  private final byte[] script;
  private int position;

  private final int windowSize;
  private final ReplyMode replyMode;
  private final FrameQueue toReceiver = new FrameQueue();
  private final FrameQueue toSender = new FrameQueue();
  private final Set<Long> effects = new HashSet<>();
  private final Set<Long> sealed = new HashSet<>();
  private final Map<Long, Outcome> outcomes = new HashMap<>();
  private final Receiver<ByteBuffer, ByteBuffer> receiver;
  private final Sender<ByteBuffer, ByteBuffer> sender;
  private final CheckBatch<ByteBuffer> checks;
  private final ReplyBatch<ByteBuffer> batch;
  private final OneSession.Receiving<ByteBuffer> receiving;
  private final OneSession.Sending sending;
  private final RequestReader<ByteBuffer> requests;
  private final ReplyReader<ByteBuffer> replies;
  private final ReplyReader<ByteBuffer> lieDetector;
  private boolean handlerFails;
  private boolean lie;
  private long submitted;
  private long now;
  private long read;
  private long taken;

  private HostileRun(byte[] script, FaultInjection<ByteBuffer, ByteBuffer> faults) {
    this.script = script;
    int shape = next();
    windowSize = 1 << (shape & 3);
    replyMode = (shape & 16) == 0 ? ReplyMode.WITHOUT_REPLIES : ReplyMode.WITH_REPLIES;
    ReplyWriter<ByteBuffer> toSenderWriter = ReplyWriter.zeroCopy(toSender, MAX_LENGTH);
    batch = new ReplyBatch<>(toSenderWriter, OneSession.ID, windowSize, windowSize, 50);
    Replies<ByteBuffer> network = faults.replies(
        new ForwardingReplies<>((shape & 4) == 0 ? batch : toSenderWriter.in(OneSession.ID)) {
          @Override
          public void ack(long seq, ByteBuffer reply) {
            require(effects.contains(seq), "acknowledged without effect: ", seq);
            super.ack(seq, reply);
          }

          @Override
          public void status(long seq, Status status) {
            if (status == Status.SEALED) {
              require(!effects.contains(seq), "sealed after its effect: ", seq);
              sealed.add(seq);
            }
            super.status(seq, status);
          }
        });
    Handler<ByteBuffer, ByteBuffer> handler = faults.handler(this::handle);
    receiver = (shape & 8) == 0
        ? Receiver.unordered(windowSize, replyMode, handler, network)
        : Receiver.ordered(windowSize, replyMode, handler, network);
    checks = new CheckBatch<>(RequestWriter.zeroCopy(toReceiver, MAX_LENGTH), OneSession.ID);
    sender = new Sender<>(windowSize, replyMode, checks, this::report, new RetryPolicy(100, 100));
    receiving = new OneSession.Receiving<>(batch.answeringFrames(faults.receiver(receiver)));
    sending = new OneSession.Sending(faults.sender(sender));
    requests = RequestReader.zeroCopy(MAX_LENGTH, receiving);
    replies = ReplyReader.zeroCopy(MAX_LENGTH, sending);
    lieDetector = ReplyReader.zeroCopy(MAX_LENGTH, new OneSession.Sending(new Replies<>() {
      @Override
      public void ack(long seq, ByteBuffer reply) {
        lie |= isOpen(seq) && !effects.contains(seq);
      }

      @Override
      public void rejected(long seq, String reason) {
        lie |= isOpen(seq); // no handler rejects
      }

      @Override
      public void status(long seq, Status status) {
        lie |= isOpen(seq) && status == Status.SEALED && !sealed.contains(seq);
      }
    }));
  }

  /**
   * Runs a script to its end.
   *
   * @throws AssertionError if anything forbidden happens
   */
  static Result run(byte[] script, FaultInjection<ByteBuffer, ByteBuffer> faults) {
    return new HostileRun(script, faults).run();
  }

  private Result run() {
    while (position < script.length) {
      step();
    }
    int delivered = 0;
    for (Map.Entry<Long, Outcome> outcome : outcomes.entrySet()) {
      boolean effect = effects.contains(outcome.getKey());
      require(
          effect == (outcome.getValue() == Outcome.DELIVERED),
          "reported falsely: ",
          outcome.getKey());
      delivered += effect ? 1 : 0;
    }
    long malformed = requests.refused() + replies.refused();
    require(read == taken + malformed, "frames neither taken nor refused: ", read - taken);
    return new Result(
        effects.size(),
        delivered,
        outcomes.size() - delivered,
        malformed,
        sender.refused(),
        receiver.refused(),
        receiving.strangers + sending.strangers);
  }

  private void step() {
    switch (next() % 12) {
      case 0 -> {
        if (sender.trySubmit(payload(submitted)) >= 0) {
          submitted++;
        }
      }
      case 1 -> {
        now += 60;
        sender.poll(now);
        checks.flush();
        batch.flush(now);
      }
      case 2 -> give(requests, toReceiver.poll(), 1);
      case 3 -> give(replies, toSender.poll(), 1);
      case 4 -> give(requests, toReceiver.poll(), 2);
      case 5 -> give(replies, toSender.poll(), 2);
      case 6 -> toReceiver.poll();
      case 7 -> toSender.poll();
      case 8 -> sender.cancel(submitted - 1 - next() % (2 * windowSize));
      case 9 -> handlerFails = !handlerFails;
      case 10 -> {
        boolean toTheReceiver = next() % 2 == 0;
        hostile(toTheReceiver, bytes(next() % (MAX_LENGTH + 8)));
      }
      case 11 -> {
        int type = next();
        hostile(FrameLayout.isRequest(type), crafted(type));
      }
      default -> throw new AssertionError();
    }
  }

  private void hostile(boolean toTheReceiver, byte[] frame) {
    if (toTheReceiver) {
      give(requests, frame, 1);
    } else {
      lie = false;
      lieDetector.read(ByteBuffer.wrap(frame));
      if (!lie) {
        give(replies, frame, 1);
      }
    }
  }

  /** Returns a frame that is well-formed, except for what the script puts into it. */
  private byte[] crafted(int type) {
    int shape = next();
    long id = (shape & 1) == 0 ? OneSession.ID : shape;
    long number = submitted + (byte) next(); // in or near this lap
    byte[] body = switch (type) {
      case FrameLayout.CHECK, FrameLayout.SEAL, FrameLayout.ACK -> bytes(8);
      case FrameLayout.STATUS -> bytes(16);
      case FrameLayout.OPENED -> bytes(16);
      case FrameLayout.DATA, FrameLayout.REPLY -> bytes(shape >> 1 & 7);
      default -> new byte[0];
    };
    ByteBuffer frame = ByteBuffer.allocate(24 + body.length);
    FrameLayout.putInt(frame, FrameLayout.LENGTH_OFFSET, body.length + (shape == 0x55 ? 1 : 0));
    FrameLayout.putLong(frame, FrameLayout.ID_OFFSET, id);
    FrameLayout.putLong(frame, FrameLayout.NUMBER_OFFSET, number);
    frame.put(0, (byte) 1).put(1, (byte) type).put(24, body);
    return frame.array();
  }

  private void give(FrameReader<ByteBuffer> reader, byte[] frame, int times) {
    for (int i = 0; frame != null && i < times; i++) {
      read++;
      taken += reader.read(ByteBuffer.wrap(frame.clone())) == null ? 1 : 0;
    }
  }

  private ByteBuffer handle(long seq, ByteBuffer payload) throws Exception {
    if (handlerFails) {
      throw new Exception("not today");
    }
    require(!sealed.contains(seq), "took effect though it was sealed: ", seq);
    long before = seq - windowSize;
    require(
        before < 0 || effects.contains(before) || sealed.contains(before),
        "took effect a window too early: ",
        seq);
    require(effects.add(seq), "took effect twice: ", seq);
    return payload(seq);
  }

  private void report(long seq, ByteBuffer payload, Outcome outcome, ByteBuffer reply) {
    require(seq >= 0 && seq <= submitted, "reported but never submitted: ", seq);
    require(payload.equals(payload(seq)), "reported with another payload: ", seq);
    require(outcomes.put(seq, outcome) == null, "reported twice: ", seq);
    require((outcome == Outcome.DELIVERED) == effects.contains(seq), "reported falsely: ", seq);
    boolean owesReply = outcome == Outcome.DELIVERED && replyMode == ReplyMode.WITH_REPLIES;
    require((reply != null) == owesReply, "reported without the reply, or with one: ", seq);
  }

  private boolean isOpen(long seq) {
    return seq >= 0 && seq < submitted && !outcomes.containsKey(seq);
  }

  private static ByteBuffer payload(long seq) {
    return Vector.ascii("message " + seq);
  }

  private static void require(boolean holds, String otherwise, long seq) {
    if (!holds) {
      throw new AssertionError(otherwise + seq);
    }
  }

  private int next() {
    return position < script.length ? script[position++] & 0xff : 0;
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) next();
    }
    return bytes;
  }
}
