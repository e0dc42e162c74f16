package exactlyonce.session;

import exactlyonce.protocol.Replies;
import exactlyonce.protocol.Requests;
import exactlyonce.protocol.Status;
import java.util.ArrayList;
import java.util.List;

/** Writes down, as text, the frames that are sent to it and the writes that are made. */
final class SessionLog implements SessionRequests<String>, SessionReplies<String> {
  private final List<String> lines = new ArrayList<>();

  /** Returns what was written down since the last call. */
  List<String> take() {
    List<String> taken = List.copyOf(lines);
    lines.clear();
    return taken;
  }

  void add(String line) {
    lines.add(line);
  }

  @Override
  public void open(long sender, long nonce) {
    add("OPEN " + sender + " " + nonce);
  }

  @Override
  public void close(long session) {
    add("CLOSE " + session);
  }

  @Override
  public void opened(long sender, long nonce, long session, int windowSize) {
    add("OPENED " + sender + " " + nonce + " " + session + " " + windowSize);
  }

  @Override
  public void full(long sender, long nonce) {
    add("FULL " + sender + " " + nonce);
  }

  @Override
  public void gone(long session) {
    add("GONE " + session);
  }

  @Override
  public Frames in(long session) {
    return new Frames(session + ": ");
  }

  /** Of one session, in both directions. */
  final class Frames implements Requests<String>, Replies<String> {
    private final String session;

    Frames(String session) {
      this.session = session;
    }

    @Override
    public void data(long seq, String payload) {
      add(session + "DATA " + seq + " " + payload);
    }

    @Override
    public void check(long seq) {
      add(session + "CHECK " + seq);
    }

    @Override
    public void seal(long seq) {
      add(session + "SEAL " + seq);
    }

    @Override
    public void ack(long seq, String reply) {
      add(session + "ACK " + seq + (reply == null ? "" : " " + reply));
    }

    @Override
    public void status(long seq, Status status) {
      add(session + "STATUS " + seq + " " + status);
    }
  }
}
