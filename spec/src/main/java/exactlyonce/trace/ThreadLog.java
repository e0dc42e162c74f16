package exactlyonce.trace;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The events of one thread while they are recorded. Used by that thread alone. */
final class ThreadLog {
  private static final int FULL = 1 << 16;

  /** The log of the step that this thread is in; a thread may work for several recorded ones. */
  private static final ThreadLocal<ThreadLog> CURRENT = new ThreadLocal<>();

  private final String thread;
  private final AtomicLong clock;
  private final OutputStream out;
  private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(FULL + 1024);

  private String action = "";
  private long seq;
  private long before;
  private boolean ended = true;
  private boolean decided;

  ThreadLog(String thread, AtomicLong clock, OutputStream out) {
    this.thread = thread;
    this.clock = clock;
    this.out = out;
  }

  static ThreadLog current() {
    ThreadLog log = CURRENT.get();
    if (log == null) {
      throw new IllegalStateException("a frame outside of any step");
    }
    return log;
  }

  /** A step begins that may turn out to be this action, or none; it is not known about what. */
  void begin(String mayBe) {
    begin(mayBe, -1);
  }

  /** A step begins that may turn out to be this action about this message, or none. */
  void begin(String mayBe, long aboutSeq) {
    CURRENT.set(this);
    action = mayBe;
    seq = aboutSeq;
    ended = false;
    decided = false;
    before = clock.getAndIncrement();
  }

  /** The step that began took effect, at some moment since then. */
  void end(@Nullable String result) {
    end(seq, result);
  }

  /** The same, and now it is known about which message. */
  void end(long aboutSeq, @Nullable String result) {
    long after = clock.getAndIncrement();
    ended = true;
    TraceLines.append(buffer, new TraceEvent(thread, action, aboutSeq, result, before, after, 0));
    if (buffer.size() >= FULL) {
      flush();
    }
  }

  void endUnlessEnded(@Nullable String result) {
    if (!ended) {
      end(result);
    }
  }

  void endAndBegin(long aboutSeq, String result, String mayBeNext) {
    end(aboutSeq, result);
    begin(mayBeNext);
  }

  boolean in(String mayBe) {
    return action.equals(mayBe);
  }

  void decide() {
    decided = true;
  }

  boolean decided() {
    return decided;
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
