package exactlyonce.session;

/** The order in which the messages of a session take effect. Fixed when the session is opened. */
public enum DeliveryOrder {
  /** As they arrive, concurrently if several threads bring them. */
  UNORDERED,
  /** In sequence, one at a time. */
  ORDERED
}
