package exactlyonce.trace;

import exactlyonce.protocol.Replies;
import exactlyonce.protocol.Status;
import org.jspecify.annotations.Nullable;

/** Records the frames of a receiver: a frame tells what the receiver found in its current step. */
final class RecordedReplies<R> implements Replies<R> {
  private final Replies<R> network;

  RecordedReplies(Replies<R> network) {
    this.network = network;
  }

  @Override
  public void ack(long seq, @Nullable R reply) {
    handled("DELIVERED");
    network.ack(seq, reply);
  }

  @Override
  public void rejected(long seq, String reason) {
    handled("REJECTED");
    network.rejected(seq, reason);
  }

  /** The handler has ended in this step, or the receiver has found that it had ended so before. */
  private static void handled(String found) {
    ThreadLog log = ThreadLog.current();
    log.end(log.in("Deliver") || log.in("Reject") ? null : found);
  }

  @Override
  public void status(long seq, Status status) {
    if (status.isAnswer()) { // else it is an alarm, and no step
      ThreadLog.current().end(status.name());
    }
    network.status(seq, status);
  }
}
