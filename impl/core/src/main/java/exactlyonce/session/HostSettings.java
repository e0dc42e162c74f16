package exactlyonce.session;

import exactlyonce.protocol.ReplyMode;
import exactlyonce.window.Bounds;

/**
 * The properties of the sessions that a {@link ReceiverHost} opens, and how many there may be.
 * Sessions found in its store keep the properties they had. Start from {@link #ofWindowSize} and
 * change what matters.
 *
 * @param windowSize W of each session, a power of two from 1 to 2^30, unless its sender asks for
 *     less; a session takes 8 W bytes, and 4 W more each if it is ordered, and if it has replies or a
 *     message in it was rejected
 * @param order the order in which the messages of a session take effect
 * @param replyMode whether the handlers of a session reply
 * @param maxSessions the maximum number of sessions at a time, at least 1
 */
public record HostSettings(
    int windowSize, DeliveryOrder order, ReplyMode replyMode, int maxSessions) {
  private static final int DEFAULT_MAX_SESSIONS = 1024;

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if a number is out of range
   */
  public HostSettings {
    Bounds.requireWindowSize(windowSize);
    if (maxSessions < 1) {
      throw new IllegalArgumentException("maxSessions must be at least 1, not " + maxSessions);
    }
  }

  /** Returns settings for at most 1,024 unordered sessions with this W, without replies. */
  public static HostSettings ofWindowSize(int windowSize) {
    return new HostSettings(
        windowSize, DeliveryOrder.UNORDERED, ReplyMode.WITHOUT_REPLIES, DEFAULT_MAX_SESSIONS);
  }

  /** Returns these settings with another order. */
  public HostSettings withOrder(DeliveryOrder newOrder) {
    return new HostSettings(windowSize, newOrder, replyMode, maxSessions);
  }

  /** Returns these settings for sessions whose handlers reply. */
  public HostSettings withReplies() {
    return new HostSettings(windowSize, order, ReplyMode.WITH_REPLIES, maxSessions);
  }

  /** Returns these settings with another limit. */
  public HostSettings withMaxSessions(int newMaxSessions) {
    return new HostSettings(windowSize, order, replyMode, newMaxSessions);
  }
}
