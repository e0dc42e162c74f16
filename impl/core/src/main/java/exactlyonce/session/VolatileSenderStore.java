package exactlyonce.session;

import exactlyonce.protocol.ReplyMode;
import org.jspecify.annotations.Nullable;

/** Keeps nothing. Thread-safe. */
final class VolatileSenderStore<P> implements SenderStore<P> {
  @Override
  public @Nullable Stored<P> load() {
    return null;
  }

  @Override
  public void open(long session, int windowSize, ReplyMode replyMode) {}

  @Override
  public void append(long seq, P payload) {}

  @Override
  public void cancelled(long session, long seq) {}

  @Override
  public void draining() {}

  @Override
  public void closing() {}

  @Override
  public void ended() {}

  @Override
  public void clear() {}
}
