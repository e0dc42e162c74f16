package exactlyonce.simulation;

/** A live run, once: threads at work on both sides, and an account of every message. */
public sealed interface SimulationRun permits SingleSessionRun, CrashRun {
  /** Returns how many messages are decided by now; for progress, from any thread. */
  long decided();

  /**
   * Runs to the end, or until nothing was decided for the stall limit; then some messages count as
   * lost. All threads have ended when this returns or throws. May be called once.
   *
   * @throws InterruptedException if the calling thread is interrupted: the run is broken off
   * @throws IllegalStateException if one of the threads failed, which is the cause; or on the second
   *     call
   */
  RunResult run() throws InterruptedException;
}
