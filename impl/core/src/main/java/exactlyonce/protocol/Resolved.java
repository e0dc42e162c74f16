package exactlyonce.protocol;

import exactlyonce.window.Resolution;
import org.jspecify.annotations.Nullable;

/**
 * What a restarting receiver finds in stable storage about one message.
 *
 * @param seq the message's number
 * @param resolution whether it took effect, was rejected, or was sealed
 * @param reply what its handler returned; null if it has not taken effect, or if the session has no
 *     replies
 * @param reason why it was rejected; null if it was not
 * @param <R> reply
 */
public record Resolved<R>(
    long seq,
    Resolution resolution,
    @Nullable R reply,
    @Nullable String reason) {
  /** Checks that there is a reason if, and only if, the message was rejected. */
  public Resolved {
    if ((resolution == Resolution.REJECTED) != (reason != null)) {
      throw new IllegalArgumentException("a message that is rejected has a reason, and no other: "
          + resolution + ", reason " + reason);
    }
  }

  /** Returns the record of a message that took effect, with its reply. */
  public static <R> Resolved<R> delivered(long seq, @Nullable R reply) {
    return new Resolved<>(seq, Resolution.DELIVERED, reply, null);
  }

  /** Returns the record of a message that was rejected for this reason. */
  public static <R> Resolved<R> rejected(long seq, String reason) {
    return new Resolved<>(seq, Resolution.REJECTED, null, reason);
  }

  /** Returns the record of a message that was sealed. */
  public static <R> Resolved<R> sealed(long seq) {
    return new Resolved<>(seq, Resolution.SEALED, null, null);
  }

  /** Returns whether it was handled: whether it took effect or was rejected. */
  public boolean isHandled() {
    return resolution != Resolution.SEALED;
  }

  /**
   * Ends as the handler did: for a message that was handled before, and is not handled again.
   *
   * @return the reply
   * @throws RejectedException if the message was rejected
   */
  public @Nullable R replyOrThrow() throws RejectedException {
    if (reason != null) {
      throw new RejectedException(reason);
    }
    return reply;
  }
}
