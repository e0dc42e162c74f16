package exactlyonce.stress;

import exactlyonce.protocol.ReplyMode;
import exactlyonce.protocol.Requests;
import exactlyonce.protocol.RetryPolicy;
import exactlyonce.session.SenderStore;
import exactlyonce.session.SessionRequests;
import exactlyonce.session.SessionSender;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A sender's store that remembers which phase was written. Plain: the sender must order it. */
final class WrittenStore implements SenderStore<String> {
  static final long SESSION = 7;

  private static final RetryPolicy RETRY = new RetryPolicy(1, 1);

  boolean isDraining;
  boolean isEnded;
  private @Nullable Stored<String> stored;

  /** Returns a sender without a session. */
  SessionSender<String, Void> newSender() {
    return new SessionSender<>(
        1, () -> 1, 1, this, new Nowhere(), session -> (seq, payload, outcome, reply) -> {}, RETRY);
  }

  /** Returns a sender with an open session. */
  SessionSender<String, Void> openSession() {
    stored = new Stored<>(Phase.OPEN, SESSION, 1, ReplyMode.WITHOUT_REPLIES, Map.of());
    return newSender();
  }

  @Override
  public @Nullable Stored<String> load() {
    return stored;
  }

  @Override
  public void draining() {
    isDraining = true;
  }

  @Override
  public void ended() {
    isEnded = true;
  }

  @Override
  public void open(long session, int windowSize, ReplyMode replyMode) {}

  @Override
  public void append(long seq, String payload) {}

  @Override
  public void cancelled(long session, long seq) {}

  @Override
  public void closing() {}

  @Override
  public void clear() {}

  /** Frames go nowhere. */
  private static final class Nowhere implements SessionRequests<String> {
    @Override
    public void open(long sender, long nonce, int maxWindowSize) {}

    @Override
    public Requests<String> in(long session) {
      return new SenderOfOne.Nowhere();
    }

    @Override
    public void close(long session) {}
  }
}
