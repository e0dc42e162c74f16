package exactlyonce.stress.exploration;

/**
 * Ends a run at the first access whose answer is not known yet. Neither an exception nor an error, so that
 * the code under test does not catch it; and its {@code finally} blocks go no further than their next access.
 */
final class Stop extends Throwable {
  private static final long serialVersionUID = 1;

  Stop() {
    super("stop", null, false, false);
  }
}
