package exactlyonce.vectors;

import exactlyonce.protocol.Replies;
import exactlyonce.protocol.ReplyMode;
import exactlyonce.protocol.RetryPolicy;
import exactlyonce.protocol.Sender;
import exactlyonce.session.SessionReplies;
import exactlyonce.window.Outcome;
import exactlyonce.window.OutcomeListener;
import exactlyonce.wire.Codec;
import exactlyonce.wire.ReplyReader;
import exactlyonce.wire.RequestWriter;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;

/** A sender. */
final class SenderSide extends Side {
  private static final int MOST_POLLS = 3;
  private static final int SEQ_AT = 16;

  private final Sender<String, String> sender;
  private final ReplyReader<String> reader;
  private long now;

  SenderSide(ReplyMode replyMode) {
    OutcomeListener<String, String> listener = new OutcomeListener<>() {
      @Override
      public void onOutcome(long seq, String payload, Outcome outcome, String reply) {
        made(report(seq, outcome.name(), reply));
      }

      @Override
      public void onRejected(long seq, String payload, String reason) {
        made("rejected " + seq);
      }
    };
    sender = new Sender<>(
        WINDOW,
        replyMode,
        new RequestWriter<>(sink(), Frames.LONGEST, Codec.strings()).in(SESSION),
        listener,
        new RetryPolicy(1_000, 1_000));
    reader = new ReplyReader<>(Frames.LONGEST, Codec.strings(), session(sender));
  }

  /** An UNKNOWN that nobody has asked for counts as lost: first it must be asked. */
  @Override
  void frame(ByteBuffer frame) {
    long seq = Long.reverseBytes(frame.getLong(SEQ_AT));
    timeOut(seq);
    madeSoFar(output -> false);
    if (reader.read(frame) != null) {
      made("malformed");
    }
  }

  @Override
  void submit(String payload) {
    if (sender.trySubmit(payload) < 0) {
      made("refused");
    }
  }

  @Override
  void cancel(long seq) {
    if (!sender.cancel(seq)) {
      made("refused");
    }
  }

  /** Time passes for all messages; what is asked about the others is not looked at. */
  @Override
  void timeOut(long seq) {
    Predicate<String> isAboutIt = output -> seq == seqOf(output);
    for (int polls = 0; polls < MOST_POLLS; polls++) {
      now += 1_000_000_000;
      sender.poll(now);
      List<String> soFar = madeSoFar(isAboutIt);
      if (!soFar.isEmpty()) {
        return;
      }
    }
  }

  private static long seqOf(String output) {
    String hex = output.substring(output.indexOf(' ') + 1);
    return Long.reverseBytes(ByteBuffer.wrap(HexFormat.of().parseHex(hex)).getLong(SEQ_AT));
  }

  private static SessionReplies<String> session(Sender<String, String> sender) {
    return new SessionReplies<>() {
      @Override
      public void opened(long to, long nonce, long session, int windowSize, ReplyMode replyMode) {
        throw new UnsupportedOperationException();
      }

      @Override
      public void full(long to, long nonce) {
        throw new UnsupportedOperationException();
      }

      @Override
      public Replies<String> in(long session) {
        return sender;
      }

      @Override
      public void gone(long session) {
        throw new UnsupportedOperationException();
      }
    };
  }
}
