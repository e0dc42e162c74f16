package exactlyonce.wire;

/**
 * Wants to know when a frame ends. If what {@code in(session)} returns to a {@link RequestReader}
 * implements this, it is told after the calls that each frame stands for, by the same thread.
 */
public interface FrameEndListener {
  /** All calls of one frame were made. Not called if one of them has thrown. */
  void frameEnded();
}
