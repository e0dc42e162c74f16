package exactlyonce.simulation;

import exactlyonce.protocol.ReplyMode;
import exactlyonce.session.SenderStore;

/** A sender's disk that forwards every call; to be overridden in one place. */
class ForwardingSenderStore implements SenderStore<Message> {
  private final SenderStore<Message> disk;

  ForwardingSenderStore(Incarnation incarnation, SenderStore<Message> disk) {
    this.disk = CrashPoints.disk(incarnation, disk);
  }

  @Override
  public Stored<Message> load() {
    return disk.load();
  }

  @Override
  public void open(long session, int windowSize, ReplyMode replyMode) {
    disk.open(session, windowSize, replyMode);
  }

  @Override
  public void append(long seq, Message payload) {
    disk.append(seq, payload);
  }

  @Override
  public void cancelled(long session, long seq) {
    disk.cancelled(session, seq);
  }

  @Override
  public void draining() {
    disk.draining();
  }

  @Override
  public void closing() {
    disk.closing();
  }

  @Override
  public void ended() {
    disk.ended();
  }

  @Override
  public void clear() {
    disk.clear();
  }
}
