package exactlyonce.protocol;

import exactlyonce.window.Bounds;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * Which messages were asked about, and which were sent again. A CHECK permits one resend, which the
 * first UNKNOWN uses up. Eight bytes a slot: the message that was asked about last, and flags.
 *
 * <p>Thread-safe and wait-free. All accesses are opaque, or exchanges that order nothing else: the word
 * says all, and the payload that is sent again is read from the window, which has an order of its own.
 * A permit that is seen late or given in vain costs time only: the next CHECK gives another.
 */
final class Questions {
  private static final VarHandle WORDS = MethodHandles.arrayElementVarHandle(long[].class);

  private static final long NONE = -1;

  // Flags, below the sequence number.
  private static final long MAY_RESEND = 1;
  private static final long RESENT = 2;
  private static final long NOT_NOTICED = 4; // resent, since the last call of noticesResend
  private static final int FLAGS = 3;

  private final long[] words;
  private final int mask;

  Questions(int slots) {
    words = new long[Bounds.requireWindowSize(slots)];
    Arrays.fill(words, NONE);
    mask = slots - 1;
  }

  /** Records that a message is asked about. Called before the frame is sent. */
  void ask(long seq) {
    long seen = word(seq);
    if (seen >> FLAGS < seq) {
      exchange(seq, seen, seq << FLAGS); // fails only if another thread does the same, or is ahead
    }
  }

  /** Permits one resend. Called by the thread that polls, after {@link #ask}, before CHECK is sent. */
  void permitResend(long seq) {
    long seen = word(seq);
    if (isAbout(seen, seq)) {
      exchange(seq, seen, seen | MAY_RESEND); // fails only if it is being sent again now
    }
  }

  /** Returns whether the message may be sent again: to one of the threads that ask. */
  boolean mayResend(long seq) {
    if (!Bounds.isSeq(seq)) {
      return false;
    }
    long seen = word(seq);
    return isAbout(seen, seq)
        && (seen & MAY_RESEND) != 0
        && exchange(seq, seen, (seen & ~MAY_RESEND) | RESENT | NOT_NOTICED);
  }

  /** Returns whether the message was sent again since the last call. Called by the thread that polls. */
  boolean noticesResend(long seq) {
    long seen = word(seq);
    return isAbout(seen, seq)
        && (seen & NOT_NOTICED) != 0
        && exchange(seq, seen, seen & ~NOT_NOTICED);
  }

  /** Returns whether the message was asked about; true if a message of a later lap was. */
  boolean mayHaveBeenAskedAbout(long seq) {
    return word(seq) >> FLAGS >= seq;
  }

  /** Returns whether the message was sent again; true if a message of a later lap was asked about. */
  boolean mayHaveBeenResent(long seq) {
    long seen = word(seq);
    return seen >> FLAGS > seq || (isAbout(seen, seq) && (seen & RESENT) != 0);
  }

  private static boolean isAbout(long word, long seq) {
    return word >> FLAGS == seq;
  }

  private long word(long seq) {
    return (long) WORDS.getOpaque(words, (int) seq & mask);
  }

  private boolean exchange(long seq, long expected, long replacement) {
    return WORDS.compareAndSet(words, (int) seq & mask, expected, replacement);
  }
}
