package exactlyonce.trace;

import exactlyonce.protocol.Requests;
import exactlyonce.simulation.Message;

/** Records the frames of a sender: a frame tells what the sender did in its current step. */
final class RecordedRequests implements Requests<Message> {
  private final long session;
  private final Requests<Message> network;

  /**
   * Records the frames of a session.
   *
   * @param session its id; 0 if there is only one
   */
  RecordedRequests(long session, Requests<Message> network) {
    this.session = session;
    this.network = network;
  }

  @Override
  public void data(long seq, Message payload) {
    ThreadLog log = ThreadLog.current();
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
    ThreadLog.current().inSession(session).about(seq).endAndBegin("CHECK", "TimeOut");
    network.check(seq);
  }

  @Override
  public void seal(long seq) {
    ThreadLog log = ThreadLog.current().inSession(session).about(seq);
    if (log.in("Cancel")) {
      log.end(null);
    } else {
      log.endAndBegin("SEAL", "TimeOut");
    }
    network.seal(seq);
  }
}
