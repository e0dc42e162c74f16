package exactlyonce.protocol;

import exactlyonce.window.Bounds;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * Which messages were asked about, which of them are in progress, and which were sent again. A CHECK
 * permits one resend, which the first UNKNOWN uses up. Eight bytes a slot: the message that was asked
 * about last, and flags.
 *
 * <p>Thread-safe and wait-free. All accesses are opaque, or exchanges of which nobody needs the order: the
 * word says all, and the payload that is sent again is read from the window, which has an order of its own.
 * A permit that is seen late or given in vain costs time only: the next CHECK gives another.
 */
final class Questions {
  private static final VarHandle WORDS = MethodHandles.arrayElementVarHandle(long[].class);

  private static final long NONE = -1;

  // Flags, below the sequence number.
  private static final long MAY_RESEND = 1;
  private static final long RESENT = 2;
  // With MAY_RESEND: in progress. Without: resent, since the last call of noticesResend.
  private static final long ANSWERED = 4;
  private static final int FLAGS = 3;
  private static final long LAST_ANSWER = MAY_RESEND | ANSWERED;

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

  /**
   * Begins a question: it permits one resend, and nothing is in progress. Called by the thread that
   * polls, after {@link #ask}, before the frame is sent. (UNKNOWN never answers SEAL, and what is
   * cancelled is not sent again: then the permit is of no use.)
   */
  void begin(long seq) {
    long seen = word(seq);
    if (isAbout(seen, seq)) {
      // Fails only if an answer arrives now.
      exchange(seq, seen, (seen & ~ANSWERED) | MAY_RESEND);
    }
  }

  /** Records that the question was answered by IN_PROGRESS. Called by any thread. */
  void inProgress(long seq) {
    if (Bounds.isSeq(seq)) {
      long seen = word(seq);
      if (isAbout(seen, seq) && (seen & LAST_ANSWER) == MAY_RESEND) {
        exchange(seq, seen, seen | ANSWERED);
      }
    }
  }

  /** Returns whether IN_PROGRESS has answered the last question, and no UNKNOWN came after it. */
  boolean isInProgress(long seq) {
    long seen = word(seq);
    return isAbout(seen, seq) && (seen & LAST_ANSWER) == (MAY_RESEND | ANSWERED);
  }

  /** Returns whether the message may be sent again: to one of the threads that ask. */
  boolean mayResend(long seq) {
    if (!Bounds.isSeq(seq)) {
      return false;
    }
    long seen = word(seq);
    return isAbout(seen, seq)
        && (seen & MAY_RESEND) != 0
        && exchange(seq, seen, (seen & ~MAY_RESEND) | RESENT | ANSWERED);
  }

  /** Returns whether the message was sent again since the last call. Called by the thread that polls. */
  boolean noticesResend(long seq) {
    long seen = word(seq);
    return isAbout(seen, seq)
        && (seen & LAST_ANSWER) == ANSWERED
        && exchange(seq, seen, seen & ~ANSWERED);
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
    // Acquire, because there is no opaque exchange that does not fail at random.
    return (long) WORDS.compareAndExchangeAcquire(words, (int) seq & mask, expected, replacement)
        == expected;
  }
}
