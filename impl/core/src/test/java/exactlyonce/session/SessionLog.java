package exactlyonce.session;

import exactlyonce.protocol.FrameLog;
import exactlyonce.protocol.ReplyMode;
import exactlyonce.window.Bounds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Records the frames of all sessions that are sent to it, one line each, and whatever else a test
 * adds.
 *
 * @param <P> payload and reply
 */
public class SessionLog<P> implements SessionRequests<P>, SessionReplies<P> {
  protected final List<String> lines = Collections.synchronizedList(new ArrayList<>());

  /** Returns what was recorded since the last call. */
  public List<String> take() {
    List<String> taken = List.copyOf(lines);
    lines.clear();
    return taken;
  }

  void add(String line) {
    lines.add(line);
  }

  /** Returns the text of an id or a nonce. */
  protected String number(long number) {
    return Long.toString(number);
  }

  @Override
  public void open(long sender, long nonce, int maxWindowSize) {
    add("OPEN " + number(sender) + " " + number(nonce)
        + (maxWindowSize == Bounds.MAX_WINDOW_SIZE ? "" : " " + maxWindowSize));
  }

  @Override
  public void close(long session) {
    add("CLOSE " + number(session));
  }

  @Override
  public void opened(long sender, long nonce, long session, int windowSize, ReplyMode replyMode) {
    add("OPENED " + number(sender) + " " + number(nonce) + " " + number(session) + " " + windowSize
        + " " + replyMode);
  }

  @Override
  public void full(long sender, long nonce) {
    add("FULL " + number(sender) + " " + number(nonce));
  }

  @Override
  public void gone(long session) {
    add("GONE " + number(session));
  }

  @Override
  public FrameLog<P> in(long session) {
    return new FrameLog<>(lines) {
      @Override
      protected String start(String frame, long seq) {
        return session + ": " + super.start(frame, seq);
      }
    };
  }
}
