package exactlyonce.tlc;

/**
 * How far a run has come.
 *
 * @param generated states generated so far
 * @param distinct distinct states found so far
 * @param queue states found, but not yet explored
 * @param depth of the state graph, so far
 * @param seconds since the run began
 */
public record Progress(long generated, long distinct, long queue, int depth, double seconds) {

  /** States generated in a second, on average. */
  public double rate() {
    return seconds > 0 ? generated / seconds : 0;
  }

  /** Is told now and then how far a run has come, by the thread that waits for it. */
  @FunctionalInterface
  public interface Listener {
    void progressed(Progress progress);
  }
}
