package exactlyonce.stress;

import exactlyonce.protocol.Replies;
import exactlyonce.protocol.ReplyMode;
import exactlyonce.protocol.Status;
import exactlyonce.session.SessionReplies;
import org.jspecify.annotations.Nullable;

/** Replies of a host that go nowhere. */
final class SilentReplies implements SessionReplies<Void>, Replies<Void> {
  @Override
  public void opened(long sender, long nonce, long session, int windowSize, ReplyMode replyMode) {}

  @Override
  public void full(long sender, long nonce) {}

  @Override
  public Replies<Void> in(long session) {
    return this;
  }

  @Override
  public void gone(long session) {}

  @Override
  public void ack(long seq, @Nullable Void reply) {}

  @Override
  public void rejected(long seq, String reason) {}

  @Override
  public void status(long seq, Status status) {}
}
