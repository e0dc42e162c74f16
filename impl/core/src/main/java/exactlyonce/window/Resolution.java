package exactlyonce.window;

/** How a message ended at the receiver. Stable once written: it never changes. */
public enum Resolution {
  /** It took effect, and the effect is complete. */
  DELIVERED,
  /** It had no effect and never will. */
  SEALED
}
