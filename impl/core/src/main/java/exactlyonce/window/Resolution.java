package exactlyonce.window;

/** How a message ended at the receiver. Stable once written: it never changes. */
public enum Resolution {
  /** It took effect, and the effect is complete. */
  DELIVERED,
  /**
   * It had no effect and never will, because the application has rejected it. For a window this is the
   * same as DELIVERED: it was handled, and what there is to tell is kept beside the window.
   */
  REJECTED,
  /** It had no effect and never will, because the sender has given it up. */
  SEALED
}
