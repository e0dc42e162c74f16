package exactlyonce.session;

import org.jspecify.annotations.Nullable;

/**
 * What happens at a {@link ReceiverHost}, other than messages that are delivered as usual. Its
 * text is a line for a log.
 */
public sealed interface HostEvent {
  /** Returns the exception that is behind it, or null if there is none. */
  default @Nullable Throwable cause() {
    return null;
  }

  /** A session was opened by its sender. */
  record Opened(ReceiverStore.Session session) implements HostEvent {}

  /** A session was closed by its sender, to whom this host answers GONE. */
  record Closed(ReceiverStore.Session session) implements HostEvent {}

  /** A session was dropped because the application asked for it. */
  record Dropped(SessionInfo session) implements HostEvent {}

  /** OPEN was refused, or a session not loaded, because there are as many sessions as allowed. */
  record Full(int maxSessions) implements HostEvent {}

  /**
   * A frame arrived about a session that does not exist. Its sender will report the open messages as
   * IN_DOUBT. Expected after a session was dropped, or for a frame that comes late; otherwise this
   * host has lost its store.
   */
  record Gone(long session) implements HostEvent {}

  /**
   * A handler has failed, or the transaction around it. The message comes again, unless it is
   * rejected.
   *
   * @param attempt 1 for the first time since this host has the session in memory
   */
  record HandlerFailed(long session, long seq, int attempt, Throwable cause) implements HostEvent {}

  /**
   * A message was rejected for good: its handler has thrown {@link
   * exactlyonce.protocol.RejectedException}, or has failed as often as the host allows.
   */
  record Rejected(long session, long seq, String reason) implements HostEvent {}

  /** The outcome of a commit is unknown. The next frame about the message reads the record. */
  record CommitUnknown(long session, long seq, Throwable cause) implements HostEvent {}

  /** The store has failed, outside of the transaction of a handler; the frame counts as lost. */
  record StoreFailed(RuntimeException cause) implements HostEvent {}

  /**
   * A message lies outside the window of its session. No correct sender sends such a message: this
   * side or the other has lost its memory, for instance because a backup was restored. Nobody can tell
   * what is lost, and the message remains open until the session is dropped.
   */
  record MemoryLost(long session, long seq) implements HostEvent {}

  /** The listener has thrown this when it was told that. */
  record ListenerFailed(HostEvent event, RuntimeException cause) implements HostEvent {}
}
