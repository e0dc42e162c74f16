package exactlyonce.stress.lincheck;

import java.util.Arrays;

/** Which message each thread has claimed. A thread asks about itself only. */
final class Claims {
  static final long NONE = -1;
  private static final int MAX_THREADS = 8;

  private final long[] seqs = new long[MAX_THREADS];

  Claims() {
    Arrays.fill(seqs, NONE);
  }

  long of(int thread) {
    return seqs[thread];
  }

  void set(int thread, long seq) {
    seqs[thread] = seq;
  }

  /** Returns what the thread has claimed, which it then has no longer. */
  long take(int thread) {
    long seq = seqs[thread];
    seqs[thread] = NONE;
    return seq;
  }
}
