package exactlyonce.stress.lincheck;

import java.util.Arrays;
import java.util.function.LongConsumer;

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

  /** Ends the claim of a thread in this way, if it has one. */
  void end(int thread, LongConsumer how) {
    long seq = seqs[thread];
    if (seq != NONE) {
      seqs[thread] = NONE;
      how.accept(seq);
    }
  }
}
