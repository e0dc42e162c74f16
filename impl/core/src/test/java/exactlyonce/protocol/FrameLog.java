package exactlyonce.protocol;

import java.util.ArrayList;
import java.util.List;

/**
 * Records the frames of one session that are sent to it, one line each.
 *
 * @param <P> payload and reply
 */
public class FrameLog<P> implements Requests<P>, Replies<P> {
  private final List<String> lines;

  public FrameLog() {
    this(new ArrayList<>());
  }

  /** Creates a log that shares its lines with others. */
  protected FrameLog(List<String> lines) {
    this.lines = lines;
  }

  /** Returns what was recorded since the last call. */
  public List<String> take() {
    List<String> taken = List.copyOf(lines);
    lines.clear();
    return taken;
  }

  /** Returns the start of a line. */
  protected String start(String frame, long seq) {
    return frame + " " + seq;
  }

  /** Returns the text of a payload or a reply. */
  protected String text(P payload) {
    return payload.toString();
  }

  @Override
  public void data(long seq, P payload) {
    lines.add(start("DATA", seq) + " " + text(payload));
  }

  @Override
  public void check(long seq) {
    lines.add(start("CHECK", seq));
  }

  @Override
  public void seal(long seq) {
    lines.add(start("SEAL", seq));
  }

  @Override
  public void ack(long seq, P reply) {
    lines.add(start("ACK", seq) + (reply == null ? "" : " " + text(reply)));
  }

  @Override
  public void rejected(long seq, String reason) {
    lines.add(start("REJECTED", seq) + " " + reason);
  }

  @Override
  public void status(long seq, Status status) {
    lines.add(start("STATUS", seq) + " " + status);
  }
}
