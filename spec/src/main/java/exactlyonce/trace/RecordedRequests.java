package exactlyonce.trace;

import exactlyonce.protocol.Requests;
import java.util.function.Supplier;

/** Records the frames of a sender: a frame tells what the sender did in its current step. */
final class RecordedRequests<P> implements Requests<P> {
  private final long session;
  private final Requests<P> network;
  private final Supplier<ThreadLog> current;

  /**
   * Records the frames of a session.
   *
   * @param session its id; 0 if there is only one
   * @param current the log of the step that sends
   */
  RecordedRequests(long session, Requests<P> network, Supplier<ThreadLog> current) {
    this.session = session;
    this.network = network;
    this.current = current;
  }

  @Override
  public void data(long seq, P payload) {
    ThreadLog log = current.get();
    if (!log.ended() && log.in("Submit")) {
      log.inSession(session).about(seq).end(null);
    } else if (!log.ended() && log.in("ReceiveUnknown")) {
      log.end("RESENT");
    } else {
      log.insert("Resend", session, seq);
    }
    network.data(seq, payload);
  }

  @Override
  public void check(long seq) {
    ask(seq, "CHECK");
    network.check(seq);
  }

  @Override
  public void seal(long seq) {
    ThreadLog log = current.get();
    if (!log.ended() && log.in("Cancel")) {
      log.inSession(session).about(seq).end(null);
    } else {
      ask(seq, "SEAL");
    }
    network.seal(seq);
  }

  private void ask(long seq, String frame) {
    current.get().turnsOut("TimeOut").inSession(session).about(seq).endAndBegin(frame, "TimeOut");
  }
}
