package exactlyonce.protocol;

import java.util.ArrayList;
import java.util.List;

/** Writes down the frames that are sent to it, as text. */
final class FrameLog implements Requests<String>, Replies<String> {
  private final List<String> frames = new ArrayList<>();

  /** Returns what was sent since the last call. */
  List<String> take() {
    List<String> taken = List.copyOf(frames);
    frames.clear();
    return taken;
  }

  @Override
  public void data(long seq, String payload) {
    frames.add("DATA " + seq + " " + payload);
  }

  @Override
  public void check(long seq) {
    frames.add("CHECK " + seq);
  }

  @Override
  public void seal(long seq) {
    frames.add("SEAL " + seq);
  }

  @Override
  public void ack(long seq, String reply) {
    frames.add("ACK " + seq + (reply == null ? "" : " " + reply));
  }

  @Override
  public void status(long seq, Status status) {
    frames.add("STATUS " + seq + " " + status);
  }
}
