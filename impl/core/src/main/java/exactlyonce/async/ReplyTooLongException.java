package exactlyonce.async;

/** Why a {@link Delivery} has no reply although its message is delivered: it fits into no frame. */
public final class ReplyTooLongException extends Exception {
  private static final long serialVersionUID = 1;

  ReplyTooLongException() {
    super(
        "delivered, but the handler's reply does not fit into a frame of the network",
        null,
        false,
        false); // as in UndeliveredException
  }
}
