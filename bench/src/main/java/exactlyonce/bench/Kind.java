package exactlyonce.bench;

import exactlyonce.protocol.ReplyMode;
import exactlyonce.session.DeliveryOrder;

/** The kinds of sessions. */
public enum Kind {
  /** Messages take effect as they arrive. */
  UNORDERED(DeliveryOrder.UNORDERED, ReplyMode.WITHOUT_REPLIES),
  /** Messages take effect in sequence. */
  ORDERED(DeliveryOrder.ORDERED, ReplyMode.WITHOUT_REPLIES),
  /** Unordered, and the handler replies. */
  TWO_WAY(DeliveryOrder.UNORDERED, ReplyMode.WITH_REPLIES);

  private final DeliveryOrder order;
  private final ReplyMode replyMode;

  Kind(DeliveryOrder order, ReplyMode replyMode) {
    this.order = order;
    this.replyMode = replyMode;
  }

  /** Returns the order in which messages take effect. */
  public DeliveryOrder order() {
    return order;
  }

  /** Returns whether handlers reply. */
  public ReplyMode replyMode() {
    return replyMode;
  }
}
