package exactlyonce.session;

import exactlyonce.window.Bounds;

/**
 * The properties of the sessions that a {@link ReceiverHost} opens, and how many there may be.
 * Sessions found in its store keep the properties they had. Start from {@link #ofWindowSize} and
 * change what matters.
 *
 * @param windowSize W of each session, a power of two from 1 to 2^30; a session takes 12 W bytes,
 *     or 16 W if it is ordered
 * @param order the order in which the messages of a session take effect
 * @param maxSessions the maximum number of sessions at a time, at least 1
 */
public record HostSettings(int windowSize, DeliveryOrder order, int maxSessions) {
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

  /** Returns settings for at most 1,024 unordered sessions with this W. */
  public static HostSettings ofWindowSize(int windowSize) {
    return new HostSettings(windowSize, DeliveryOrder.UNORDERED, DEFAULT_MAX_SESSIONS);
  }

  /** Returns these settings with another order. */
  public HostSettings withOrder(DeliveryOrder newOrder) {
    return new HostSettings(windowSize, newOrder, maxSessions);
  }

  /** Returns these settings with another limit. */
  public HostSettings withMaxSessions(int newMaxSessions) {
    return new HostSettings(windowSize, order, newMaxSessions);
  }
}
