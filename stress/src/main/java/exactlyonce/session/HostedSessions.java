package exactlyonce.session;

import exactlyonce.protocol.Requests;
import org.jspecify.annotations.NullMarked;

/**
 * For the clients of the explorer: what a host does with a session that is to be dropped. Not through the
 * host: its maps are not explored, and a session that has left them would be missing in the next run.
 */
@NullMarked
public final class HostedSessions {
  private HostedSessions() {}

  /** Ends it, unless a thread is using it. */
  public static boolean end(Requests<?> session) {
    return hosted(session).end();
  }

  /** Ends it if nothing was delivered or sealed. */
  public static boolean endUntouched(Requests<?> session) {
    return hosted(session).endUntouched();
  }

  /** Leaves further frames to the host. */
  public static boolean evict(Requests<?> session) {
    return hosted(session).evict();
  }

  private static HostedSession<?, ?> hosted(Requests<?> session) {
    return (HostedSession<?, ?>) session;
  }
}
