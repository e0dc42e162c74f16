package exactlyonce.stress.twins;

import exactlyonce.session.SenderStore;
import exactlyonce.window.Answer;
import exactlyonce.window.OrderedReceiveWindow;
import exactlyonce.window.Outcome;
import exactlyonce.window.OutcomeListener;
import exactlyonce.window.ReplyCells;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What twins call in place of what the shipped code calls. All accesses are volatile, unless the bug is a
 * weaker one: nothing else is wrong with them.
 */
public final class Bugs {
  private static final int STATE_BITS = 0b111; // of a stamp
  private static final int DELIVERED = 3;

  /** What the calling thread does later than it should. */
  private static final ThreadLocal<@Nullable Runnable> LATER = new ThreadLocal<>();

  /** What the calling thread has seen earlier than it should. */
  private static final ThreadLocal<@Nullable Boolean> EARLIER = new ThreadLocal<>();

  private Bugs() {}

  // An exchange that is a read, and then a write: another thread may have written in between.

  /** In place of an exchange that returns the witness. */
  public static long exchange(
      VarHandle handle, long[] words, int place, long expected, long replacement) {
    long seen = (long) handle.getVolatile(words, place);
    if (seen == expected) {
      handle.setVolatile(words, place, replacement);
    }
    return seen;
  }

  /** In place of one that sets bits. */
  public static void setBits(VarHandle handle, long[] words, int place, long bits) {
    long seen = (long) handle.getVolatile(words, place);
    handle.setVolatile(words, place, seen | bits);
  }

  /** In place of the exchange of a flag that returns the witness. */
  public static boolean exchange(AtomicBoolean flag, boolean expected, boolean replacement) {
    return compareAndSet(flag, expected, replacement) ? expected : !expected;
  }

  /** In place of the exchange of a flag. */
  public static boolean compareAndSet(AtomicBoolean flag, boolean expected, boolean replacement) {
    boolean equal = flag.get() == expected;
    if (equal) {
      flag.set(replacement);
    }
    return equal;
  }

  /** In place of the exchange of a number. */
  public static boolean compareAndSet(AtomicInteger number, int expected, int replacement) {
    boolean equal = number.get() == expected;
    if (equal) {
      number.set(replacement);
    }
    return equal;
  }

  // Other accesses.

  /** In place of an exchange: a write, whatever is there by now. */
  public static boolean write(
      VarHandle handle, long[] words, int place, long expected, long replacement) {
    handle.setVolatile(words, place, replacement);
    return true;
  }

  /** In place of an exchange that returns the witness: a write, whatever is there by now. */
  public static long overwrite(
      VarHandle handle, long[] words, int place, long expected, long replacement) {
    handle.setVolatile(words, place, replacement);
    return expected;
  }

  /** In place of a volatile write: the reads that follow may overtake it. */
  public static void setRelease(VarHandle handle, long[] words, int place, long value) {
    handle.setRelease(words, place, value);
  }

  /** In place of a claim: the message counts as delivered at once. */
  public static long deliver(
      VarHandle handle, long[] stamps, int slot, long expected, long claimed) {
    long delivered = (claimed & ~STATE_BITS) | DELIVERED;
    return (long) handle.compareAndExchange(stamps, slot, expected, delivered);
  }

  // Answers without a look.

  /** In place of the check that a message is claimed. */
  public static int claimed(Object window, long seq) {
    return 1;
  }

  /** In place of the answer to the loser of an exchange. */
  public static Answer inProgress(long witness, long seq) {
    return Answer.IN_PROGRESS;
  }

  /** In place of the search for the next message. */
  public static long none(Object window, long seq) {
    return OrderedReceiveWindow.NONE;
  }

  // The wrong order.

  /** In place of buffering a message: looks for its turn before, and not after. */
  public static Answer lookAndBuffer(
      OrderedReceiveWindow<Object> window, long seq, Object payload) {
    EARLIER.set(window.isPassed(seq - 1));
    return window.buffer(seq, payload);
  }

  /** In place of looking for the turn of a message: what was seen earlier, if the thread has looked. */
  public static boolean wasPassed(OrderedReceiveWindow<Object> window, long seq) {
    Boolean seen = EARLIER.get();
    EARLIER.remove();
    return seen == null ? window.isPassed(seq) : seen;
  }

  /** Stores a reply later. */
  public static void storeLater(ReplyCells<Object> cells, long seq, @Nullable Object reply) {
    LATER.set(() -> cells.store(seq, reply));
  }

  /** Clears a payload later. */
  public static void clearLater(
      VarHandle handle, @Nullable Object[] payloads, int slot, @Nullable Void nothing) {
    LATER.set(() -> handle.setRelease(payloads, slot, null));
  }

  /** Reports an outcome later. */
  public static void reportLater(
      OutcomeListener<Object, Object> listener,
      long seq,
      Object payload,
      Outcome outcome,
      @Nullable Object reply) {
    LATER.set(() -> listener.onOutcome(seq, payload, outcome, reply));
  }

  /** Writes later that a session is closed. */
  public static void drainingLater(SenderStore<?> store) {
    LATER.set(store::draining);
  }

  /** Writes later that a session has ended. */
  public static void endedLater(SenderStore<?> store) {
    LATER.set(store::ended);
  }

  /** Now is later. */
  public static void doIt() {
    Runnable later = LATER.get();
    LATER.remove();
    if (later != null) {
      later.run();
    }
  }
}
