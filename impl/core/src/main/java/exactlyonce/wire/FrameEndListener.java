package exactlyonce.wire;

/**
 * Is told when a frame ends. If the object that {@code in(session)} returns to a {@link
 * RequestReader} implements this interface, the reader calls it after the calls of each frame, on
 * the same thread.
 */
public interface FrameEndListener {
  /** All calls of one frame were made. Not called if one of them threw. */
  void frameEnded();
}
