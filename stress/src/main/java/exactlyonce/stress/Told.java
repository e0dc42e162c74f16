package exactlyonce.stress;

import exactlyonce.protocol.Replies;
import exactlyonce.protocol.Status;
import org.jspecify.annotations.Nullable;

/**
 * What a receiver has told each of two threads last. Every field is plain, and of use to one thread
 * only: nothing but the receiver orders what they do.
 */
final class Told implements Replies<Integer> {
  static final String NOTHING = "nothing";
  static final String THROWN = "THROWN";

  private @Nullable Thread second;
  private String toFirst = NOTHING;
  private String toSecond = NOTHING;
  private int replyToSecond;

  /** To be called by one of the two, before anything else. */
  void second() {
    second = Thread.currentThread();
    toSecond = NOTHING;
  }

  boolean isSecond() {
    return Thread.currentThread() == second;
  }

  /** Returns what this thread was told last. */
  String last() {
    return isSecond() ? toSecond : toFirst;
  }

  int replyToSecond() {
    return replyToSecond;
  }

  /** Calls the receiver. An exception counts as an answer, {@link #THROWN}: no call may throw one. */
  void call(Runnable receiver) {
    try {
      receiver.run();
    } catch (IllegalStateException e) {
      tell(THROWN);
    }
  }

  private void tell(String what) {
    if (isSecond()) {
      toSecond = what;
    } else {
      toFirst = what;
    }
  }

  @Override
  public void ack(long seq, @Nullable Integer reply) {
    tell("ACK");
    if (reply != null && isSecond()) {
      replyToSecond = reply;
    }
  }

  @Override
  public void rejected(long seq, String reason) {
    tell("REJECTED");
  }

  @Override
  public void status(long seq, Status status) {
    tell(status.name());
  }
}
