package exactlyonce.session;

import exactlyonce.window.Bounds;

/**
 * What the sessions are like that a {@link ReceiverHost} opens, and how many there may be. Those that
 * it finds in its store remain as they were.
 *
 * @param windowSize W of each session, a power of two from 1 to 2^30; a session takes 12 W bytes, or
 *     16 W if it is ordered
 * @param ordered whether the messages of a session take effect in the order of their numbers
 * @param maxSessions how many sessions there may be at a time, at least 1
 */
public record HostSettings(int windowSize, boolean ordered, int maxSessions) {
  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if a number is out of range
   */
  public HostSettings {
    Bounds.requireWindowSize(windowSize);
    if (maxSessions < 1) {
      throw new IllegalArgumentException("there must be room for a session, not " + maxSessions);
    }
  }
}
