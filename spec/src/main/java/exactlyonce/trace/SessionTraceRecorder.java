package exactlyonce.trace;

import exactlyonce.protocol.Submitter;
import exactlyonce.session.ReceiverStore;
import exactlyonce.simulation.Message;
import exactlyonce.simulation.Reply;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Records a simulated execution with sessions and crashes: see {@link SessionRecorder}.
 *
 * <p>If a crash comes before anyone has read what became of a commit, and the commit was made, Deliver
 * or Reject is recorded then.
 */
public class SessionTraceRecorder extends SessionRecorder<Message, Reply> implements Closeable {
  private final Queue<ThreadLog> logs;
  private final OutputStream out;

  /**
   * Starts a trace.
   *
   * @param out the trace is written to it; closed by {@link #close}
   * @param kind what is recorded: one of those with crashes
   * @param window the W of the sessions
   */
  public SessionTraceRecorder(OutputStream out, TraceKind kind, int window) throws IOException {
    this(out, kind, window, new AtomicLong(), new ConcurrentLinkedQueue<>());
  }

  private SessionTraceRecorder(
      OutputStream out, TraceKind kind, int window, AtomicLong clock, Queue<ThreadLog> logs)
      throws IOException {
    super(kind, ReplyDigest::of, () -> {
      ThreadLog created =
          new ThreadLog(Thread.currentThread().getName(), clock::getAndIncrement, -1, out, false);
      logs.add(created);
      return created;
    });
    this.out = out;
    this.logs = logs;
    out.write(TraceLines.header(kind, window));
  }

  /** Writes what is left. Call it when all threads have ended. */
  @Override
  public void close() throws IOException {
    try (out) {
      logs.forEach(ThreadLog::flush);
    }
  }

  // The sender.

  @Override
  public void open(Runnable step) {
    begin("OpenSession");
    run(senderSide, NO_STEP, step);
  }

  @Override
  public void close(Runnable step) {
    begin("Drain");
    run(senderSide, NO_STEP, step);
  }

  @Override
  public void poll(Runnable step) {
    begin("TimeOut");
    run(senderSide, NO_STEP, step);
  }

  @Override
  public Submitter<Message> submitter(Submitter<Message> sender) {
    return new Submitter<>() {
      private long session = onDisk;

      @Override
      public long trySubmit(Message payload) {
        ThreadLog mine = begin("Submit");
        long[] seq = new long[1];
        run(senderSide, NO_STEP, () -> seq[0] = sender.trySubmit(payload));
        session = mine.session();
        return seq[0];
      }

      @Override
      public boolean cancel(long seq) {
        begin("Cancel").inSession(session).about(seq);
        boolean[] cancelled = new boolean[1];
        run(senderSide, NO_STEP, () -> {
          cancelled[0] = sender.cancel(seq);
          if (!cancelled[0]) {
            log.get().forget(); // it was decided after the write
          }
        });
        return cancelled[0];
      }

      @Override
      public int poll(long nowNanos) {
        throw new UnsupportedOperationException("the session's sender is polled as a whole");
      }
    };
  }

  @Override
  public void senderCrashed() {
    begin("SenderCrash").end(null);
    senderSide.crashing = false;
  }

  // The receiver.

  @Override
  public void drop(Runnable step) {
    begin("Drop");
    run(receiverSide, NO_STEP, step);
  }

  @Override
  public void ended() {
    begin("End").end(null);
  }

  @Override
  public void receiverCrashed(boolean diskLost) {
    unknownCommits.forEach((claim, disk) -> {
      ReceiverStore.Stored<Reply> stored = disk.load(claim.session());
      if (stored != null) {
        handled(stored, claim.seq())
            .ifPresent(record -> turnsOut(begin("Fail"), record)
                .inSession(claim.session())
                .about(claim.seq())
                .end(null));
      }
    });
    unknownCommits.clear();
    begin("ReceiverCrash").end(diskLost ? "LOST" : "KEPT");
    receiverSide.crashing = false;
  }
}
