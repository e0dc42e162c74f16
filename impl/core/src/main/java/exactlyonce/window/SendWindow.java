package exactlyonce.window;

import static exactlyonce.window.Stamp.DELIVERED;
import static exactlyonce.window.Stamp.IN_DOUBT;
import static exactlyonce.window.Stamp.NOT_DELIVERED;
import static exactlyonce.window.Stamp.PENDING;
import static exactlyonce.window.Stamp.REJECTED;
import static exactlyonce.window.Stamp.REPORTING;
import static exactlyonce.window.Stamp.SEALING;
import static exactlyonce.window.Stamp.SLOTS;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The sender's memory of one session: the last W messages, each with its payload and its state.
 *
 * <p>Thread-safe: any number of producers, resolvers and retransmitters may call any method at any
 * time. All methods are lock-free, and all but {@link #append} are wait-free.
 *
 * <p><b>How a payload is kept with its number.</b> When a slot holds (s - W, resolved), the
 * producer of s writes the payload and publishes (s, PENDING). One compare-and-exchange turns this
 * into (s, REPORTING). From then on the slot belongs to the thread that won, which reports the
 * payload, clears it, and publishes (s, resolved). After that, only the producer of s + W writes
 * the slot, and it acquires (s, resolved) first. So a thread that reads anything but the payload of
 * s is ordered after that exchange, and does not see (s, PENDING) afterwards. In other words, a
 * payload read between two reads of (s, PENDING) is the payload of s.
 *
 * <p><b>Why the slot is free only after the report.</b> The producer of s + W replaces s in the
 * {@link Outbox}. If the sender crashes before s is reported, s must still be there, or it is never
 * asked for again.
 *
 * <p>Specification: the variables {@code next} and {@code outbox} of {@code CheckBeforeSend}; each
 * method names its action.
 *
 * @param <P> payload; the same object is sent, resent and reported, so it must not change
 */
public final class SendWindow<P> {
  /** Returned by {@link #append}: as many messages are open as the window allows. */
  public static final long WINDOW_FULL = -1;

  /** Returned by {@link #append}: the session has used its 2^60 numbers; a new one is needed. */
  public static final long SEQ_EXHAUSTED = -2;

  /** Returned by {@link #append}: the application has closed the session; a new one is needed. */
  public static final long CLOSED = -3;

  /** Returned by {@link #append}: the receiver has forgotten the session; a new one is needed. */
  public static final long GONE = -4;

  // In the same word as the next number, so that the compare-and-exchange that takes a number fails
  // once one is set.
  private static final long CLOSED_BIT = 1L << 61;
  private static final long GONE_BIT = 1L << 62;
  private static final long NUMBER = CLOSED_BIT - 1;

  private static final VarHandle PAYLOADS = MethodHandles.arrayElementVarHandle(Object[].class);

  /** 128 bytes: two cache lines, because processors fetch them in pairs. */
  private static final int PADDING = 16;

  /** The counter {@code next}, alone on its cache lines: every producer writes it. */
  private final long[] next = new long[2 * PADDING];

  private final long[] stamps;
  private final @Nullable Object[] payloads;
  private final int mask;
  private final Outbox<? super P> outbox;

  /** After a restart: one more than the greatest number assigned before, gaps included. */
  private final long restored;

  /**
   * Creates the window of a new session.
   *
   * @param windowSize W, chosen by the receiver: the number of messages that may be open at once
   * @throws IllegalArgumentException if it is not a power of two from 1 to 2^30
   */
  public SendWindow(int windowSize) {
    this(windowSize, 0);
  }

  /** For tests: a session in which everything before {@code first} is delivered. */
  SendWindow(int windowSize, long first) {
    stamps = Stamp.ring(windowSize, first);
    payloads = new @Nullable Object[windowSize];
    mask = windowSize - 1;
    outbox = Outbox.NONE;
    next[PADDING] = first;
    restored = 0;
  }

  /** For tests: nothing was cancelled. */
  SendWindow(int windowSize, Outbox<? super P> outbox, Map<Long, ? extends P> entries) {
    this(windowSize, outbox, entries, Set.of());
  }

  /**
   * Creates the window of a session that may have started before a crash.
   *
   * <p>Its messages are open again, whatever was known about them (decisions need not be written),
   * except those that {@link #openAgain} leaves out. A number whose producer crashed
   * before its append is assigned again, because no frame has carried it.
   *
   * @param windowSize W, chosen by the receiver
   * @param outbox where messages are written from now on
   * @param entries what was written before: for each of the W slots, the latest message
   * @param cancelled the numbers of those that were cancelled: they are asked for with SEAL
   * @throws IllegalArgumentException if the window size is not a power of two from 1 to 2^30, or
   *     the entries do not fit an outbox of W slots
   */
  public SendWindow(
      int windowSize,
      Outbox<? super P> outbox,
      Map<Long, ? extends P> entries,
      Set<Long> cancelled) {
    this.outbox = outbox;
    stamps = Stamp.ring(windowSize, 0);
    payloads = new @Nullable Object[windowSize];
    mask = windowSize - 1;
    Map<Long, P> open = openAgain(windowSize, entries);
    long end = 0;
    for (Map.Entry<Long, ? extends P> entry : entries.entrySet()) {
      long seq = entry.getKey();
      int slot = slot(seq);
      if (!Bounds.isSeq(seq) || Stamp.seq(stamps[slot]) >= 0) {
        throw new IllegalArgumentException("the outbox has no slot for message " + seq);
      }
      int openState = cancelled.contains(seq) ? SEALING : PENDING;
      stamps[slot] = Stamp.of(seq, open.containsKey(seq) ? openState : IN_DOUBT);
      payloads[slot] = open.get(seq);
      end = Math.max(end, seq + 1);
    }
    restored = end;
    long first = Long.MAX_VALUE;
    for (long stamp : stamps) {
      first = Math.min(first, Stamp.seq(stamp) + windowSize);
    }
    if (end - first > windowSize) {
      throw new IllegalArgumentException("an outbox of " + windowSize
          + " slots cannot hold message " + (end - 1) + " but not message " + first);
    }
    next[PADDING] = first;
  }

  /**
   * Returns the messages of an outbox that are open again after a crash: all but those that had
   * made room for a later number. If a number above s + W is present, s + W was assigned as well,
   * though it may have no entry, and it was assigned only once s was decided and reported. The
   * receiver may no longer answer for s.
   *
   * @param windowSize W
   * @param entries for each of the W slots, the latest message
   */
  public static <P> Map<Long, P> openAgain(int windowSize, Map<Long, ? extends P> entries) {
    long last = entries.keySet().stream().mapToLong(seq -> seq).max().orElse(-1);
    Map<Long, P> open = new HashMap<>();
    entries.forEach((seq, payload) -> {
      if (seq + windowSize > last) {
        open.put(seq, payload);
      }
    });
    return open;
  }

  /** Returns W. */
  public int windowSize() {
    return stamps.length;
  }

  /**
   * Returns the number of the next message. Messages below it may briefly be {@link
   * SendState#UNSENT}, while their producers are in {@link #append}.
   */
  public long next() {
    // Opaque: only a bound for scans; the stamp decides about each message below.
    return (long) SLOTS.getOpaque(next, PADDING) & NUMBER;
  }

  /**
   * Returns a number greater than that of any message: {@link #next}, unless a number is to be
   * assigned again after a restart.
   */
  public long bound() {
    return Math.max(restored, next());
  }

  /**
   * Assigns no more numbers: {@link #append} returns {@link #CLOSED}. Open messages stay open.
   * What the calling thread did before is visible to whoever gets {@link #CLOSED} because of this.
   *
   * <p>Specification: the guard {@code sender.phase = "OPEN"} of Submit in {@code CrashRecovery}.
   */
  public void close() {
    // Linearization point: the compare-and-exchange of an append that read next before this fails.
    // Release: what came before is visible to whoever gets CLOSED. Acquire: this may replace the
    // word that gone has released (client GoneBeforeClosed of the explorer).
    SLOTS.getAndBitwiseOr(next, PADDING, CLOSED_BIT);
  }

  /**
   * Records that the receiver has forgotten the session. No more numbers are assigned: {@link
   * #append} returns {@link #GONE}. Decides nothing. What the calling thread did before is visible
   * to whoever gets {@link #GONE} because of this.
   */
  public void gone() {
    // Linearization point, and release, as in close. No acquire: after this nobody gets CLOSED, so
    // what close has released need not be passed on.
    SLOTS.getAndBitwiseOrRelease(next, PADDING, GONE_BIT);
  }

  /**
   * After a restart, once the window is closed or gone: uses up the numbers that were assigned
   * before the crash and never appended. No frame has carried them, but an ordered receiver waits
   * for them. So each is sealed, as if it had been cancelled, and its outcome is not reported.
   * (While the window is open, the next messages take these numbers.)
   */
  private void sealGaps() {
    for (; ; ) {
      // Opaque, here and below: a late read makes the exchange fail, and the loop reads again.
      long seen = (long) SLOTS.getOpaque(next, PADDING);
      long seq = seen & NUMBER;
      boolean isOpen = seen == seq;
      if (isOpen || seq >= restored) {
        return;
      }
      int slot = slot(seq);
      // The message W before is IN_DOUBT, because a greater number than this one was assigned. If
      // this one was appended, then before the restart, or next has moved on.
      boolean appended = Stamp.seq((long) SLOTS.getOpaque(stamps, slot)) >= seq;
      // The exchange wins the slot, as in append. Acquire and release: whoever gets CLOSED from
      // this word still sees what came before close (client ClosedBeforeGap of the explorer).
      if (SLOTS.compareAndSet(next, PADDING, seen, seen + 1) && !appended) {
        // Opaque: publishes nothing, for the payload is null from the start. Linearization point.
        SLOTS.setOpaque(stamps, slot, Stamp.of(seq, SEALING));
      }
    }
  }

  /** Returns whether the receiver has forgotten the session. */
  public boolean isGone() {
    return ((long) SLOTS.getOpaque(next, PADDING) & GONE_BIT) != 0;
  }

  /**
   * Returns whether every submitted message is decided and reported. For a closed window this
   * includes the numbers that a crash left without a message, which this call seals. Once true for
   * a window that was closed before the call, it remains so. For an open one, it was true for each message at some moment
   * during the call.
   */
  public boolean allDecided() {
    sealGaps();
    long end = next();
    for (long seq = end - stamps.length; seq < end; seq++) { // each slot once
      // Acquire: as in state.
      long seen = (long) SLOTS.getAcquire(stamps, slot(seq));
      boolean appending = Stamp.seq(seen) < seq;
      if (appending || !Stamp.isResolved(seen)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Assigns a message its number and makes it pending. Whatever the caller did before is visible to
   * every thread that gets the payload.
   *
   * <p>Specification: action Submit, except for the sending.
   *
   * @return the number; or {@link #WINDOW_FULL}, also while the message W before is still being
   *     appended or reported; or {@link #SEQ_EXHAUSTED}, {@link #CLOSED} or {@link #GONE}
   */
  public long append(P payload) {
    Objects.requireNonNull(payload, "payload");
    for (; ; ) {
      // Acquire: whoever gets CLOSED or GONE sees what came before close or gone. And the slot is
      // read after this; the other way round, a slot seen full long ago could be taken as full now.
      long seq = (long) SLOTS.getAcquire(next, PADDING);
      if (seq > Bounds.MAX_SEQ) {
        return noMore(seq);
      }
      int slot = slot(seq);
      // Acquire: pairs with the release in report, so what follows comes after the report of the
      // message about to be replaced. Linearization point of WINDOW_FULL.
      long seen = (long) SLOTS.getAcquire(stamps, slot);
      if (Stamp.seq(seen) >= seq) {
        // Taken, either by another producer just now, or before a restart; then no other thread
        // moves next on. Any exchange will do: the loop reads everything again.
        SLOTS.compareAndSet(next, PADDING, seq, seq + 1);
      } else if (!Stamp.isResolved(seen, seq - stamps.length)) {
        // Opaque: it only has to come after the acquire above. If next has moved, another producer
        // has taken the slot. If not, the window was full, or both reads were late: then the caller
        // tries again, as it would anyway (SendWindowLateReads-window-full).
        if ((long) SLOTS.getOpaque(next, PADDING) == seq) {
          return WINDOW_FULL;
        }
      } else if ((long) SLOTS.compareAndExchangeAcquire(next, PADDING, seq, seq + 1) == seq) {
        // The exchange won the slot: no other thread writes it until (seq, PENDING) is published.
        // It fails only if another producer got this number. Acquire keeps the writes below it (the
        // explorer leaves out that writes may be seen early). It releases nothing, because readers
        // trust the stamp alone.
        outbox.append(seq, payload); // before anyone can send it
        // Release: ordered after the acquire of (seq - W, resolved), so a reader that gets this
        // payload is ordered after that too.
        PAYLOADS.setRelease(payloads, slot, payload);
        // Release: ordered after the payload. Linearization point.
        SLOTS.setRelease(stamps, slot, Stamp.of(seq, PENDING));
        return seq;
      }
    }
  }

  /**
   * Cancels a message: from now on, also after a crash, it is asked for with SEAL. Decides nothing.
   *
   * <p>Specification: action Cancel, except for the sending.
   *
   * @return whether this call cancelled it; false if it is not, or no longer, pending, or the receiver
   *     has forgotten the session
   */
  public boolean cancel(long seq) {
    long pending = Stamp.of(seq, PENDING);
    // Acquire: the message was appended before, and its outbox may look at what it has written
    // (client CancelOfAppended of the explorer). The range check keeps a number above 2^60 from
    // aliasing another stamp.
    if (!Bounds.isSeq(seq) || isGone() || (long) SLOTS.getAcquire(stamps, slot(seq)) != pending) {
      return false;
    }
    outbox.cancelled(seq); // before anyone can know
    // Release: a thread that reads SEALING may read the payload, and must find it. The read above
    // has acquired it: (seq, PENDING) is written once. Linearization point. If the message is
    // decided by now, what was written makes no difference.
    long sealing = Stamp.of(seq, SEALING);
    return (long) SLOTS.compareAndExchangeRelease(stamps, slot(seq), pending, sealing) == pending;
  }

  /**
   * Decides a message, unless it is already decided. The thread that decides it reports it, before
   * this returns.
   *
   * <p>Specification: the common part of the actions ReceiveAck and ReceiveSealed, and of
   * ReceiveGone of {@code CrashRecovery}.
   *
   * @param reply the reply that came with the decision
   * @param listener called at most once; see {@link OutcomeListener} for exceptions
   * @return whether this call decided it
   */
  public <R> boolean resolve(
      long seq,
      Outcome outcome,
      @Nullable R reply,
      OutcomeListener<? super P, ? super R> listener) {
    if (!Bounds.isSeq(seq)) {
      return false;
    }
    int slot = slot(seq);
    // Opaque: no other read depends on it. Linearization point of false.
    long seen = (long) SLOTS.getOpaque(stamps, slot);
    // At most twice: cancel may intervene once.
    while (Stamp.isOpen(seen, seq)) {
      // Linearization point: this thread now owns the slot. Acquire: the payload is read after
      // this. It releases nothing, because no read depends on REPORTING.
      long witness =
          (long) SLOTS.compareAndExchangeAcquire(stamps, slot, seen, Stamp.of(seq, REPORTING));
      if (witness == seen) {
        report(seq, outcome, reply, listener);
        return true;
      }
      seen = witness;
    }
    return false;
  }

  /** Reports the payload and frees the slot, which the calling thread owns. */
  private <R> void report(
      long seq,
      Outcome outcome,
      @Nullable R reply,
      OutcomeListener<? super P, ? super R> listener) {
    int slot = slot(seq);
    // Plain: the exchange has acquired it, and no other thread writes it.
    @Nullable P payload = payloadAt(slot);
    try {
      if (payload != null) { // null: a gap, which was never submitted
        listener.onOutcome(seq, payload, outcome, reply);
      }
    } finally {
      // Lets the payload be collected. Release: a thread that reads this null is ordered after the
      // exchange, and does not find the message pending afterwards (client NothingToResend).
      PAYLOADS.setRelease(payloads, slot, null);
      // Release: orders the report and the payload before whatever the producer of s + W does.
      SLOTS.setRelease(stamps, slot, Stamp.of(seq, state(outcome)));
    }
  }

  /**
   * Returns the payload of a message that is to be resent.
   *
   * <p>Specification: the guard of the action ReceiveUnknown.
   *
   * @return null if the message is not pending (a cancelled one is not resent); then the calling
   *     thread will not find it pending again
   */
  public @Nullable P payload(long seq) {
    if (!Bounds.isSeq(seq)) {
      return null;
    }
    int slot = slot(seq);
    long pending = Stamp.of(seq, PENDING);
    // Acquire: the payload is at least that of seq.
    if ((long) SLOTS.getAcquire(stamps, slot) != pending) {
      return null;
    }
    // Acquire: if this is null or a later payload, the read below sees the later stamp.
    @Nullable P payload = acquirePayloadAt(slot);
    // Opaque: it only has to come after the acquire above. Linearization point.
    return (long) SLOTS.getOpaque(stamps, slot) == pending ? payload : null;
  }

  /** Returns the state of a message at some moment during the call. */
  public SendState state(long seq) {
    if (!Bounds.isSeq(seq)) {
      return SendState.UNSENT;
    }
    // Acquire: if the message is resolved, what the deciding thread did is visible, its report
    // included. (REPORTING promises nothing.) Linearization point.
    long seen = (long) SLOTS.getAcquire(stamps, slot(seq));
    if (Stamp.seq(seen) != seq) {
      return Stamp.seq(seen) > seq ? SendState.FORGOTTEN : SendState.UNSENT;
    }
    return switch (Stamp.state(seen)) {
      case PENDING -> SendState.PENDING;
      case SEALING -> SendState.SEALING;
      case REPORTING -> SendState.REPORTING;
      case DELIVERED -> SendState.DELIVERED;
      case NOT_DELIVERED -> SendState.NOT_DELIVERED;
      case REJECTED -> SendState.REJECTED;
      default -> SendState.IN_DOUBT;
    };
  }

  private static int state(Outcome outcome) {
    return switch (outcome) {
      case DELIVERED -> DELIVERED;
      case NOT_DELIVERED -> NOT_DELIVERED;
      case REJECTED -> REJECTED;
      case IN_DOUBT -> IN_DOUBT;
    };
  }

  private static long noMore(long next) {
    if ((next & GONE_BIT) != 0) {
      return GONE;
    }
    return (next & CLOSED_BIT) != 0 ? CLOSED : SEQ_EXHAUSTED;
  }

  private int slot(long seq) {
    return (int) seq & mask;
  }

  // append stores only P.
  @SuppressWarnings("unchecked")
  private @Nullable P payloadAt(int slot) {
    return (@Nullable P) payloads[slot];
  }

  @SuppressWarnings("unchecked")
  private @Nullable P acquirePayloadAt(int slot) {
    return (@Nullable P) PAYLOADS.getAcquire(payloads, slot);
  }
}
