package exactlyonce.session;

/** In which order the messages of a session take effect. Fixed when the session is opened. */
public enum DeliveryOrder {
  /** As they come, several at once if several threads bring them. */
  UNORDERED,
  /** In the order of their numbers, one after the other. */
  ORDERED
}
