package exactlyonce.protocol;

/** Forwards all replies; to be overridden in one place. */
public class ForwardingReplies<R> implements Replies<R> {
  private final Replies<R> replies;

  public ForwardingReplies(Replies<R> replies) {
    this.replies = replies;
  }

  @Override
  public void ack(long seq, R reply) {
    replies.ack(seq, reply);
  }

  @Override
  public void rejected(long seq, String reason) {
    replies.rejected(seq, reason);
  }

  @Override
  public void status(long seq, Status status) {
    replies.status(seq, status);
  }
}
