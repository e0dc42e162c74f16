package exactlyonce.stress.clients;

import static exactlyonce.stress.exploration.Replay.note;

import exactlyonce.protocol.Receiver;
import exactlyonce.protocol.RejectedException;
import exactlyonce.protocol.Replies;
import exactlyonce.protocol.ReplyMode;
import exactlyonce.protocol.Status;
import exactlyonce.stress.exploration.Plain;
import org.jspecify.annotations.Nullable;

/** A receiver whose handler and network note what they do. */
final class ReceivingSide implements Replies<String> {
  final Receiver<String, String> receiver;

  /** For each message the number of its effects; the window must order them. */
  private final long[] effects = Plain.variables("effects", 4);

  /** The digits of the messages in the order of their effects; for ordered delivery. */
  private final long[] order = Plain.variables("order", 1);

  private final boolean ordered;

  private ReceivingSide(int windowSize, ReplyMode replyMode, boolean ordered) {
    this.ordered = ordered;
    receiver = ordered
        ? Receiver.ordered(windowSize, replyMode, this::handle, this)
        : Receiver.unordered(windowSize, replyMode, this::handle, this);
  }

  static ReceivingSide unordered(int windowSize, ReplyMode replyMode) {
    return new ReceivingSide(windowSize, replyMode, false);
  }

  static ReceivingSide ordered(int windowSize, ReplyMode replyMode) {
    return new ReceivingSide(windowSize, replyMode, true);
  }

  void data(int seq) {
    note("data-" + seq);
    receiver.data(seq, "good");
  }

  void failingData(int seq) {
    note("failingData-" + seq);
    receiver.data(seq, "fail");
  }

  void rejectedData(int seq) {
    note("rejectedData-" + seq);
    receiver.data(seq, "reject");
  }

  void check(int seq) {
    note("check-" + seq);
    receiver.check(seq);
  }

  void seal(int seq) {
    note("seal-" + seq);
    receiver.seal(seq);
  }

  /** Notes the effects so far. */
  void end() {
    note("end");
    note("effects-" + effects[0] + "-" + effects[1] + "-" + effects[2]);
    if (ordered) {
      note("order-" + order[0]);
    }
  }

  private String handle(long seq, String payload) throws RejectedException {
    note("handle-" + seq);
    if (payload.equals("reject")) {
      throw new RejectedException("reason-" + seq);
    }
    effects[(int) seq]++;
    if (payload.equals("fail")) {
      effects[(int) seq]--;
      throw new IllegalArgumentException("fails");
    }
    if (ordered) {
      order[0] = 10 * order[0] + seq + 1;
    }
    return "reply-" + seq;
  }

  @Override
  public void ack(long seq, @Nullable String reply) {
    note("ack-" + seq + "-" + reply + "-sees-" + effects[(int) seq]);
  }

  @Override
  public void rejected(long seq, String reason) {
    note("rejected-" + seq + "-" + reason);
  }

  @Override
  public void status(long seq, Status status) {
    note("status-" + seq + "-" + status);
  }
}
