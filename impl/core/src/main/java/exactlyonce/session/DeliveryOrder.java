package exactlyonce.session;

/** The order in which the messages of a session take effect. Fixed when the session is opened. */
public enum DeliveryOrder {
  /** As they arrive, concurrently if several threads bring them. */
  UNORDERED,
  /**
   * In sequence, one at a time. This needs one live host at a time: of two hosts over one store, one
   * may wait forever for a message that the other has delivered, and may handle a message before one
   * that it has sealed and the other then handles. Still no message takes effect twice.
   */
  ORDERED
}
