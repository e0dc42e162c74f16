package exactlyonce.simulation;

/** A live run: threads at work on both sides, and an account of every message. Can be run once. */
public sealed interface SimulationRun permits SingleSessionRun, CrashRun {
  /**
   * Returns how many messages are decided so far. For showing progress; may be called by any
   * thread.
   */
  long decided();

  /**
   * Runs to the end, or until no message was decided for the stall limit; then the result says so,
   * and which messages are undecided. All threads have ended when this returns or throws. May be called only
   * once.
   *
   * @throws InterruptedException if the calling thread is interrupted, which aborts the run
   * @throws IllegalStateException if one of the threads failed, with its exception as cause; or on
   *     the second call
   */
  RunResult run() throws InterruptedException;
}
