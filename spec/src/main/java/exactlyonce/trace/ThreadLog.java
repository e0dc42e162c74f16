package exactlyonce.trace;

import exactlyonce.simulation.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The events of one thread while they are recorded. Used by that thread alone. */
final class ThreadLog {
  private static final int FULL = 1 << 16;

  /** The log of the current step of this thread, which may carry out the steps of several logs. */
  private static final ThreadLocal<ThreadLog> CURRENT = new ThreadLocal<>();

  private final String thread;
  private final AtomicLong clock;
  private final OutputStream out;
  private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(FULL + 1024);

  private String action = "";
  private long session;
  private long nonce;
  private long seq;
  private @Nullable String reply;
  private long before;
  private boolean ended = true;
  private boolean happened;
  private @Nullable String happenedResult;

  ThreadLog(String thread, AtomicLong clock, OutputStream out) {
    this.thread = thread;
    this.clock = clock;
    this.out = out;
  }

  static ThreadLog current() {
    ThreadLog log = CURRENT.get();
    if (log == null) {
      throw new IllegalStateException("a frame outside any step");
    }
    return log;
  }

  /** A step begins that may turn out to be this action, or none; its message is not yet known. */
  ThreadLog begin(String mayBe) {
    CURRENT.set(this);
    action = mayBe;
    seq = -1;
    session = 0;
    nonce = 0;
    reply = null;
    happened = false;
    happenedResult = null;
    ended = false;
    before = clock.getAndIncrement();
    return this;
  }

  /** The step that began took effect at some moment since then. */
  void end(@Nullable String result) {
    long after = clock.getAndIncrement();
    ended = true;
    TraceLines.append(
        buffer,
        new TraceEvent(thread, action, session, nonce, seq, result, reply, before, after, 0));
    if (buffer.size() >= FULL) {
      flush();
    }
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
    long from = clock.getAndIncrement();
    TraceLines.append(
        buffer,
        new TraceEvent(
            thread, unexpected, inSession, 0, about, null, null, from, clock.getAndIncrement(), 0));
    before = clock.getAndIncrement();
  }

  /** The step that began turns out to be this action. */
  ThreadLog turnsOut(String actual) {
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

  /** The handler returned this reply, or it is reported. */
  ThreadLog withReply(@Nullable Reply returned) {
    reply = returned == null ? null : ReplyDigest.of(returned);
    return this;
  }

  long session() {
    return session;
  }

  long seq() {
    return seq;
  }

  /** The step has taken effect, even if it is cut short after this. */
  void happens(@Nullable String result) {
    happened = true;
    happenedResult = result;
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
