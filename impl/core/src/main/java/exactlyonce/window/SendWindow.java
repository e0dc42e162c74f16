package exactlyonce.window;

import static exactlyonce.window.Stamp.DELIVERED;
import static exactlyonce.window.Stamp.IN_DOUBT;
import static exactlyonce.window.Stamp.NOT_DELIVERED;
import static exactlyonce.window.Stamp.PENDING;
import static exactlyonce.window.Stamp.REPORTING;
import static exactlyonce.window.Stamp.SEALING;
import static exactlyonce.window.Stamp.SLOTS;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The sender's outbox of one session: the last W messages, each with its payload and its state.
 *
 * <p>Any number of threads may call every method at any time, producers and resolvers and
 * retransmitters alike. All are lock-free, and all but {@link #append} wait-free.
 *
 * <p><b>How a payload is kept with its number.</b> A slot passes through (s - W, resolved), then
 * the producer of s writes the payload and publishes (s, PENDING). One exchange makes it (s,
 * REPORTING), and from then on the slot belongs to the thread that won it, which reports the payload,
 * clears it, and publishes (s, resolved). Only the producer of s + W writes the slot after that, and
 * it acquires (s, resolved) first. So a thread that reads anything but the payload of s has the
 * exchange before it, and does not see (s, PENDING) afterwards: whoever reads a payload between two
 * proofs that the slot holds (s, PENDING) has the payload of s.
 *
 * <p><b>Why the slot is free only after the report.</b> The producer of s + W replaces s in the {@link
 * Outbox}. Should the sender crash while s is not reported, s must still be there, or nobody ever
 * asks for it again.
 *
 * <p>Specification: the variables {@code next} and {@code outbox} of {@code CheckBeforeSend}; each
 * method names its action.
 *
 * @param <P> payload; the same object is sent, sent again and reported, so it must not change
 */
public final class SendWindow<P> {
  /** Answer of {@link #append}: as many messages are open as the window allows. */
  public static final long WINDOW_FULL = -1;

  /** Answer of {@link #append}: the session has used its 2^60 numbers; it takes a new one. */
  public static final long SEQ_EXHAUSTED = -2;

  /** Answer of {@link #append}: the application has closed the session; it takes a new one. */
  public static final long CLOSED = -3;

  /** Answer of {@link #append}: the receiver has forgotten the session; it takes a new one. */
  public static final long GONE = -4;

  // Beside the number in next, so that the exchange that takes a number fails when they are set.
  private static final long CLOSED_BIT = 1L << 61;
  private static final long GONE_BIT = 1L << 62;
  private static final long NUMBER = CLOSED_BIT - 1;

  private static final VarHandle PAYLOADS = MethodHandles.arrayElementVarHandle(Object[].class);

  /** 128 bytes: two cache lines, for processors fetch them in pairs. */
  private static final int PADDING = 16;

  /** The counter {@code next}, alone on its cache lines: every producer writes it. */
  private final long[] next = new long[2 * PADDING];

  private final long[] stamps;
  private final @Nullable Object[] payloads;
  private final int mask;
  private final Outbox<? super P> outbox;

  /** After a restart: one more than the greatest number that was given before, gaps or not. */
  private final long restored;

  /**
   * Creates the outbox of a new session.
   *
   * @param windowSize W as the receiver gave it: the number of messages that may be open at once
   * @throws IllegalArgumentException unless it is a power of two from 1 to 2^30
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

  /**
   * Creates the outbox of a session that may have begun before a crash.
   *
   * <p>Its messages are pending again, whatever was known of them (decisions need not be written), but
   * for those that {@link #openAgain} leaves out. A number whose producer crashed before its append is
   * given again, for nobody has seen it.
   *
   * @param windowSize W as the receiver gave it
   * @param outbox where messages are written from now on
   * @param entries what was written before: for each place of the ring the latest message
   * @throws IllegalArgumentException unless the window size is a power of two from 1 to 2^30, and
   *     the entries are what W places can hold
   */
  public SendWindow(int windowSize, Outbox<? super P> outbox, Map<Long, ? extends P> entries) {
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
        throw new IllegalArgumentException("no place for message " + seq + " in the outbox");
      }
      stamps[slot] = Stamp.of(seq, open.containsKey(seq) ? PENDING : IN_DOUBT);
      payloads[slot] = open.get(seq);
      end = Math.max(end, seq + 1);
    }
    restored = end;
    long first = Long.MAX_VALUE;
    for (long stamp : stamps) {
      first = Math.min(first, Stamp.seq(stamp) + windowSize);
    }
    if (end - first > windowSize) {
      throw new IllegalArgumentException("message " + (end - 1) + " in an outbox of " + windowSize
          + " that has nothing in the place of message " + first);
    }
    next[PADDING] = first;
  }

  /**
   * Returns those messages of an outbox that are open again after a crash: all but those that had made
   * room for a later number. If a number above s + W is there, s + W was given as well, though it may
   * have no entry; and it waited until s was decided and reported. Nobody might answer for s any more.
   *
   * @param windowSize W
   * @param entries for each place of the ring the latest message
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
   * Returns the number that the next message will get. Messages below it may be {@link
   * SendState#UNSENT} for a moment, while their producers are in {@link #append}.
   */
  public long next() {
    // Opaque: a bound to scan up to; what lies below is judged by its stamp.
    return (long) SLOTS.getOpaque(next, PADDING) & NUMBER;
  }

  /**
   * Returns a number that is greater than that of any message: {@link #next}, unless a number is to
   * be given again after a restart.
   */
  public long bound() {
    return Math.max(restored, next());
  }

  /**
   * No number is given from now on; {@link #append} answers {@link #CLOSED}. What is open stays so.
   *
   * <p>Specification: the guard {@code sender.phase = "OPEN"} of Submit in {@code CrashRecovery}.
   */
  public void close() {
    // Linearization point: an append that read next before cannot exchange it any more.
    SLOTS.getAndBitwiseOr(next, PADDING, CLOSED_BIT);
  }

  /**
   * The receiver has forgotten the session: no number is given from now on; {@link #append} answers
   * {@link #GONE}. Decides nothing.
   */
  public void gone() {
    SLOTS.getAndBitwiseOr(next, PADDING, GONE_BIT); // as in close
  }

  /**
   * After a restart, and when the window is closed or gone: gives away the numbers that were given
   * before and never appended. Nobody has seen their messages, which were not submitted, but an
   * ordered receiver waits for them. So each is sealed, as if it had been cancelled, and its outcome
   * is not reported. (While the window is open, the next messages take these numbers.)
   */
  private void sealGaps() {
    for (; ; ) {
      long seen = (long) SLOTS.getAcquire(next, PADDING);
      long seq = seen & NUMBER;
      boolean isOpen = seen == seq;
      if (isOpen || seq >= restored) {
        return;
      }
      int slot = slot(seq);
      // Acquire: as in append. The message W before is IN_DOUBT, for a greater number than this one
      // was given.
      boolean appended = Stamp.seq((long) SLOTS.getAcquire(stamps, slot)) >= seq;
      // As in append.
      if (SLOTS.compareAndSet(next, PADDING, seen, seen + 1) && !appended) {
        SLOTS.setRelease(stamps, slot, Stamp.of(seq, SEALING)); // its payload is null already
      }
    }
  }

  /** Whether the receiver has forgotten the session. */
  public boolean isGone() {
    return ((long) SLOTS.getOpaque(next, PADDING) & GONE_BIT) != 0;
  }

  /**
   * Whether every message that was submitted is decided and reported; of a closed window with the
   * numbers that a crash left without a message, which are then sealed. Once a closed window
   * says so, it remains so; of an open one it was true at some moment for each message.
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
   * Gives a message its number and makes it pending. Whatever the caller did before is visible to
   * everyone who gets the payload.
   *
   * <p>Specification: action Submit, but for the sending.
   *
   * @return the number; or {@link #WINDOW_FULL}, also while the message W before is still being
   *     appended or reported; or {@link #SEQ_EXHAUSTED}, {@link #CLOSED} or {@link #GONE}
   */
  public long append(P payload) {
    Objects.requireNonNull(payload, "payload");
    for (; ; ) {
      // Acquire: the slot is read after it. The other way round, a slot seen long ago could be
      // taken for full now.
      long seq = (long) SLOTS.getAcquire(next, PADDING);
      if (seq > Bounds.MAX_SEQ) {
        return noMore(seq);
      }
      int slot = slot(seq);
      // Acquire: pairs with the release in report; what follows comes after the report of the
      // message that is about to be replaced. Linearization point of WINDOW_FULL.
      long seen = (long) SLOTS.getAcquire(stamps, slot);
      if (Stamp.seq(seen) >= seq) {
        // Taken: by another producer just now, or before a restart, and then nobody else moves on.
        SLOTS.compareAndSet(next, PADDING, seq, seq + 1);
      } else if (!Stamp.isResolved(seen, seq - stamps.length)) {
        // Opaque: it only has to come after the acquire above. A number that has not moved proves
        // that the slot was full for us, and not already taken by another producer.
        if ((long) SLOTS.getOpaque(next, PADDING) == seq) {
          return WINDOW_FULL;
        }
      } else if ((long) SLOTS.compareAndExchangeAcquire(next, PADDING, seq, seq + 1) == seq) {
        // The exchange won the slot: nobody else writes it until (seq, PENDING) is published. It
        // fails only when another producer got this number. Acquire keeps the writes below it; it
        // releases nothing, for readers trust the stamp alone.
        outbox.append(seq, payload); // before anyone can send it
        // Release: after the acquire of (seq - W, resolved), so that a reader who gets this
        // payload has that before it.
        PAYLOADS.setRelease(payloads, slot, payload);
        // Release: the payload comes first. Linearization point.
        SLOTS.setRelease(stamps, slot, Stamp.of(seq, PENDING));
        return seq;
      }
    }
  }

  /**
   * The application would rather not have this message delivered: from now on it is asked for with
   * SEAL. Decides nothing.
   *
   * <p>Specification: action Cancel, but for the sending.
   *
   * @return whether this call changed it; false when it is not pending (any more)
   */
  public boolean cancel(long seq) {
    long pending = Stamp.of(seq, PENDING);
    // Acquire and release: who reads SEALING may read the payload, and must find it. The check of
    // the number keeps one above 2^60 from being mistaken for a stamp. Linearization point.
    return Bounds.isSeq(seq)
        && SLOTS.compareAndSet(stamps, slot(seq), pending, Stamp.of(seq, SEALING));
  }

  /**
   * Decides a message, unless it is decided; whoever decides it reports it, before this returns.
   *
   * <p>Specification: the common part of the actions ReceiveAck and ReceiveSealed, and of ReceiveGone
   * of {@code CrashRecovery}.
   *
   * @param reply what came with the decision
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
    // Opaque: nothing is read on the strength of it. Linearization point of false.
    long seen = (long) SLOTS.getOpaque(stamps, slot);
    // At most twice: cancel may intervene, once.
    while (Stamp.isOpen(seen, seq)) {
      // Linearization point: the slot is this thread's now. Acquire: the payload is read after it.
      // It releases nothing, for nobody reads on the strength of REPORTING.
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

  /** Of a thread that owns the slot: reports the payload, and gives the slot away. */
  private <R> void report(
      long seq,
      Outcome outcome,
      @Nullable R reply,
      OutcomeListener<? super P, ? super R> listener) {
    int slot = slot(seq);
    // Plain: the exchange has acquired it, and nobody else writes it.
    @Nullable P payload = payloadAt(slot);
    try {
      if (payload != null) { // null: a gap, of which nobody knows
        listener.onOutcome(seq, payload, outcome, reply);
      }
    } finally {
      // So that it can be collected. Release: who reads it has the exchange before that.
      PAYLOADS.setRelease(payloads, slot, null);
      // Release: the report and the payload come before whatever the producer of s + W does.
      SLOTS.setRelease(stamps, slot, Stamp.of(seq, state(outcome)));
    }
  }

  /**
   * The payload of a message that is to be sent again.
   *
   * <p>Specification: the guard of the action ReceiveUnknown.
   *
   * @return null unless the message is pending (a cancelled one is not sent again)
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
    // Acquire: should it be cleared or a later one, then the read below sees the later stamp.
    @Nullable P payload = acquirePayloadAt(slot);
    // Opaque: it only has to come after the acquire above. Linearization point.
    return (long) SLOTS.getOpaque(stamps, slot) == pending ? payload : null;
  }

  /** What the window holds about a message; true at some moment during the call. */
  public SendState state(long seq) {
    if (!Bounds.isSeq(seq)) {
      return SendState.UNSENT;
    }
    // Acquire: if it is resolved, what the deciding thread did is visible, its report included.
    // (REPORTING promises nothing.) Linearization point.
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
      default -> SendState.IN_DOUBT;
    };
  }

  private static int state(Outcome outcome) {
    return switch (outcome) {
      case DELIVERED -> DELIVERED;
      case NOT_DELIVERED -> NOT_DELIVERED;
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

  // append stores nothing but P.
  @SuppressWarnings("unchecked")
  private @Nullable P payloadAt(int slot) {
    return (@Nullable P) payloads[slot];
  }

  @SuppressWarnings("unchecked")
  private @Nullable P acquirePayloadAt(int slot) {
    return (@Nullable P) PAYLOADS.getAcquire(payloads, slot);
  }
}
