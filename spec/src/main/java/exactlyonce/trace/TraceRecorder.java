package exactlyonce.trace;

import exactlyonce.protocol.Handler;
import exactlyonce.protocol.RejectedException;
import exactlyonce.protocol.Replies;
import exactlyonce.protocol.Requests;
import exactlyonce.protocol.Status;
import exactlyonce.protocol.Submitter;
import exactlyonce.simulation.Instrumentation;
import exactlyonce.simulation.Message;
import exactlyonce.simulation.Reply;
import exactlyonce.window.Outcome;
import exactlyonce.window.OutcomeListener;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Records an execution from outside: it stands between the threads, the protocol core and the network,
 * and what passes tells which actions of the specification took place.
 *
 * <p>Timestamps come from one counter. The threads share nothing else, and take a lock only to write a
 * full buffer, so they run as they would without it. A step's second timestamp is taken before its
 * frame reaches the network, so whatever the frame causes comes later.
 */
public class TraceRecorder implements Instrumentation, Closeable {
  private final AtomicLong clock = new AtomicLong();
  private final List<ThreadLog> senders = new ArrayList<>();
  private final List<ThreadLog> receivers = new ArrayList<>();
  private final List<ThreadLog> main = new ArrayList<>();
  private final OutputStream out;
  private final TraceKind kind;

  /**
   * Starts a trace.
   *
   * @param out the trace is written to it; closed by {@link #close}
   * @param kind what is recorded
   * @param window the W of the execution
   */
  public TraceRecorder(OutputStream out, TraceKind kind, int window) throws IOException {
    this.out = out;
    this.kind = kind;
    out.write(TraceLines.header(kind, window));
  }

  /** Writes what is left. Call it when all threads have ended. */
  @Override
  public void close() throws IOException {
    try (out) {
      for (ThreadLog log : senders) {
        log.flush();
      }
      for (ThreadLog log : receivers) {
        log.flush();
      }
      for (ThreadLog log : main) {
        log.flush();
      }
    }
  }

  @Override
  public Submitter<Message> submitter(int thread, Submitter<Message> sender) {
    ThreadLog log = log(senders, "sender-", thread);
    return new Submitter<>() {
      @Override
      public long trySubmit(Message payload) {
        log.begin("Submit");
        return sender.trySubmit(payload);
      }

      @Override
      public boolean cancel(long seq) {
        log.begin("Cancel");
        return sender.cancel(seq);
      }

      @Override
      public int poll(long nowNanos) {
        log.begin("TimeOut");
        return sender.poll(nowNanos);
      }
    };
  }

  @Override
  public Requests<Message> requests(Requests<Message> network) {
    return new RecordedRequests<>(0, network, ThreadLog::current);
  }

  @Override
  public Replies<Reply> sender(int thread, Replies<Reply> sender) {
    ThreadLog log = log(senders, "sender-", thread);
    return new Replies<>() {
      @Override
      public void ack(long seq, @Nullable Reply reply) {
        log.begin("ReceiveAck").about(seq);
        sender.ack(seq, reply);
        log.endUnlessEnded("IGNORED");
      }

      @Override
      public void rejected(long seq, String reason) {
        log.begin("ReceiveRejected").about(seq);
        sender.rejected(seq, reason);
        log.endUnlessEnded("IGNORED");
      }

      @Override
      public void status(long seq, Status status) {
        if (!status.isAnswer()) {
          sender.status(seq, status); // an alarm is no step
          return;
        }
        log.begin(received(status)).about(seq);
        sender.status(seq, status);
        switch (status) {
          case UNKNOWN -> log.forget(); // unless it resends, it counts as lost
          case SEALED -> log.endUnlessEnded("IGNORED");
          case IN_PROGRESS -> log.endUnlessEnded(null);
          case FORGOTTEN, REFUSED, REPLY_TOO_LONG -> {} // as above
        }
      }
    };
  }

  /** The action of a sender that receives this status. */
  static String received(Status status) {
    return switch (status) {
      case UNKNOWN -> "ReceiveUnknown";
      case SEALED -> "ReceiveSealed";
      case IN_PROGRESS -> "ReceiveInProgress";
      case FORGOTTEN, REFUSED -> throw new AssertionError("no answer: " + status);
      case REPLY_TOO_LONG -> throw new AssertionError("this network takes any reply");
    };
  }

  @Override
  public OutcomeListener<Message, Reply> outcomes(OutcomeListener<Message, Reply> listener) {
    return new OutcomeListener<>() {
      @Override
      public void onOutcome(long seq, Message payload, Outcome outcome, @Nullable Reply reply) {
        ThreadLog.current().withReply(ReplyDigest.of(reply)).happens("DECIDED");
        listener.onOutcome(seq, payload, outcome, reply);
      }

      @Override
      public void onRejected(long seq, Message payload, String reason) {
        ThreadLog.current().withReply(ReplyDigest.of(reason)).happens("DECIDED");
        listener.onRejected(seq, payload, reason);
      }
    };
  }

  @Override
  public Requests<Message> receiver(int thread, Requests<Message> receiver) {
    ThreadLog log = log(receivers, "receiver-", thread);
    return new Requests<>() {
      @Override
      public void data(long seq, Message payload) {
        log.begin("ReceiveData").about(seq);
        receiver.data(seq, payload);
        log.endUnlessEnded(log.in("Fail") ? null : kind.noAnswer());
      }

      @Override
      public void check(long seq) {
        log.begin("ReceiveCheck").about(seq);
        receiver.check(seq);
        log.endUnlessEnded(kind.noAnswer());
      }

      @Override
      public void seal(long seq) {
        log.begin("ReceiveSeal").about(seq);
        receiver.seal(seq);
        log.endUnlessEnded(log.in("Fail") ? null : kind.noAnswer());
      }
    };
  }

  /**
   * When the handler runs, the message was claimed; then it is delivered or rejected, or fails. With
   * ordered delivery it may be a different message from the one that has arrived, and several in turn.
   */
  @Override
  public Handler<Message, Reply> handler(Handler<Message, Reply> handler) {
    return (seq, payload) -> {
      ThreadLog log = ThreadLog.current();
      if (kind.ordered()) {
        log.endUnlessEnded(kind.noAnswer());
        log.begin("StartHandler").about(seq).end(null);
      } else {
        log.end("CLAIMED");
      }
      try {
        Reply reply = handler.handle(seq, payload);
        log.begin("Deliver").about(seq).withReply(ReplyDigest.of(reply));
        return reply;
      } catch (RejectedException e) {
        log.begin("Reject").about(seq).withReply(ReplyDigest.of(e.reason()));
        throw e;
      } catch (Throwable e) {
        log.begin("Fail").about(seq);
        throw e;
      }
    };
  }

  @Override
  public Replies<Reply> replies(Replies<Reply> network) {
    return new RecordedReplies<>(network);
  }

  @Override
  public void ended() {
    log(main, "main-", 0).begin("End").end(null);
  }

  private ThreadLog log(List<ThreadLog> logs, String side, int thread) {
    while (logs.size() <= thread) {
      logs.add(new ThreadLog(side + logs.size(), clock::getAndIncrement, -1, out, false));
    }
    return logs.get(thread);
  }
}
