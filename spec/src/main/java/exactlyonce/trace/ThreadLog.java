package exactlyonce.trace;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The events of one thread while they are recorded. Used by that thread alone. */
final class ThreadLog {
  private static final int FULL = 1 << 16;

  /** The log of the current step of this thread, which may carry out the steps of several logs. */
  private static final ThreadLocal<ThreadLog> CURRENT = new ThreadLocal<>();

  private final String thread;
  private final LongSupplier clock;
  private final OutputStream out;
  private final boolean mayBeKilled;
  private final ByteArrayOutputStream buffer = new ByteArrayOutputStream();

  private String action = "";
  private long session;
  private long nonce;
  private long seq;
  private @Nullable String reply;
  private long before;
  private long last; // timestamp
  private boolean ended = true;
  private boolean happened;
  private boolean goesOn;
  private @Nullable String happenedResult;

  /**
   * Starts the log of a thread.
   *
   * @param since a timestamp from before anything that it will record
   * @param mayBeKilled whether this process may be killed: then each event is written at once
   */
  ThreadLog(String thread, LongSupplier clock, long since, OutputStream out, boolean mayBeKilled) {
    this.thread = thread;
    this.clock = clock;
    this.last = since;
    this.out = out;
    this.mayBeKilled = mayBeKilled;
  }

  static ThreadLog current() {
    ThreadLog log = CURRENT.get();
    if (log == null) {
      throw new IllegalStateException("a frame outside any step");
    }
    return log;
  }

  /** Two timestamps of one thread differ, even if its clock has not moved. */
  private long now() {
    last = Math.max(last + 1, clock.getAsLong());
    return last;
  }

  /** A step begins that may turn out to be this action, or none; its message is not yet known. */
  ThreadLog begin(String mayBe) {
    endWhatGoesOn();
    start(mayBe, now());
    return this;
  }

  /** The same, unless such a step has begun already. */
  ThreadLog ensure(String mayBe) {
    return !ended && in(mayBe) ? this : begin(mayBe);
  }

  private void start(String mayBe, long from) {
    CURRENT.set(this);
    action = mayBe;
    seq = -1;
    session = 0;
    nonce = 0;
    reply = null;
    happened = false;
    goesOn = false;
    happenedResult = null;
    ended = false;
    before = from;
  }

  private void endWhatGoesOn() {
    if (!ended && goesOn) {
      end(happenedResult);
    }
  }

  /** The step that began took effect at some moment since then. */
  void end(@Nullable String result) {
    ended = true;
    write(event(result, now()));
  }

  /** The same, unless the step has ended; if it has already taken effect, with the result noted then. */
  void endUnlessEnded(@Nullable String otherwise) {
    if (!ended) {
      end(happened ? happenedResult : otherwise);
    }
  }

  /** The step that began is not recorded. */
  void forget() {
    ended = true;
  }

  void endAndBegin(@Nullable String result, String mayBeNext) {
    end(result);
    begin(mayBeNext);
  }

  /** An action that is no part of the current step takes place during it. */
  void insert(String unexpected, long inSession, long about) {
    long from = now();
    write(new TraceEvent(thread, unexpected, inSession, 0, about, null, null, from, now(), 0));
    before = now();
  }

  /**
   * The step that began turns out to be this action. If none was seen to begin, it began at some time
   * since the last one ended.
   */
  ThreadLog turnsOut(String actual) {
    endWhatGoesOn();
    if (ended) {
      last++;
      start(actual, last);
    }
    action = actual;
    return this;
  }

  /** It is about this session. */
  ThreadLog inSession(long id) {
    session = id;
    return this;
  }

  /** It is about this request for a session. */
  ThreadLog withNonce(long number) {
    nonce = number;
    return this;
  }

  /** It is about this message. */
  ThreadLog about(long number) {
    seq = number;
    return this;
  }

  /** The handler returned a reply, or gave a reason, with this digest, or it is reported. */
  ThreadLog withReply(@Nullable String digest) {
    reply = digest;
    return this;
  }

  /**
   * From now on, others may see that the step takes place. If this process is killed before it ends,
   * nobody knows whether it did.
   */
  ThreadLog announce() {
    if (mayBeKilled) {
      write(event(null, TraceEvent.UNFINISHED));
    }
    return this;
  }

  /**
   * What the step has written is stable. If that can be seen by nobody but a successor of this
   * process, the step takes effect only now, to all who see how it ends.
   */
  void written() {
    if (mayBeKilled) {
      before = now();
    }
  }

  long session() {
    return session;
  }

  long seq() {
    return seq;
  }

  /** The step has taken effect, even if it is cut short after this. */
  ThreadLog happens(@Nullable String result) {
    happened = true;
    happenedResult = result;
    return this;
  }

  /** Unless something ends it, the step ends when the next one of this thread begins. */
  void goesOn() {
    goesOn = true;
  }

  boolean ended() {
    return ended;
  }

  boolean happened() {
    return happened;
  }

  boolean in(String mayBe) {
    return action.equals(mayBe);
  }

  private TraceEvent event(@Nullable String result, long after) {
    return new TraceEvent(thread, action, session, nonce, seq, result, reply, before, after, 0);
  }

  private void write(TraceEvent event) {
    TraceLines.append(buffer, event);
    if (mayBeKilled || buffer.size() >= FULL) {
      flush();
    }
  }

  void flush() {
    synchronized (out) {
      try {
        buffer.writeTo(out);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    buffer.reset();
  }
}
