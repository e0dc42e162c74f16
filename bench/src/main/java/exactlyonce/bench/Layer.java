package exactlyonce.bench;

/** How much of the library a message passes. */
public enum Layer {
  /** A sender and a receiver of one session, which call each other. */
  CORE,
  /** A session that was opened: the receiver's host finds it for each frame. */
  SESSION,
  /** Every frame is written as bytes, and read. */
  WIRE
}
