package exactlyonce.protocol;

import java.util.Objects;

/**
 * A message was rejected for good: it has had no effect and never will, for this reason.
 *
 * <p>A handler throws it to reject a message that it will never be able to handle. Unlike after any
 * other exception, the message does not come again, and messages behind it go on. The sender is told
 * the reason, as it would be told the reply, and its {@code Delivery} ends with this exception.
 *
 * <p>Specification: action Reject of {@code RequestReplyRecovery}.
 */
public final class RejectedException extends Exception {
  private static final long serialVersionUID = 1;

  /** Text for humans. */
  private final String reason;

  /**
   * Creates an exception. It has no stack trace: the reason says what there is to say.
   *
   * @param reason why, for humans; may be empty. If it does not fit into a frame of the network, it is
   *     cut off there
   */
  public RejectedException(String reason) {
    super(Objects.requireNonNull(reason, "reason"), null, false, false);
    this.reason = reason;
  }

  /** Returns why. */
  public String reason() {
    return reason;
  }
}
