package exactlyonce.stress.clients;

import static exactlyonce.stress.exploration.Replay.note;

import exactlyonce.protocol.ReplyMode;
import exactlyonce.protocol.Requests;
import exactlyonce.protocol.RetryPolicy;
import exactlyonce.protocol.Sender;
import exactlyonce.session.SenderStore;
import exactlyonce.session.SessionRequests;
import exactlyonce.session.SessionSender;
import exactlyonce.stress.exploration.Client;
import exactlyonce.stress.exploration.Plain;
import exactlyonce.stress.exploration.Threads;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The races of {@link SessionSender}: one thread at a time changes the session. */
public final class SessionSenderClients {
  private static final long SESSION = 1;

  /** A sender whose store and network note what they are told. */
  private static final class SessionSide extends NotedRequests
      implements SenderStore<String>, SessionRequests<String> {
    private final SenderStore.@Nullable Phase phase;

    /** How often the store was written; the sender must order this. */
    private final long[] written = Plain.variables("written", 1);

    final SessionSender<String, Void> sender;

    SessionSide(SenderStore.@Nullable Phase phase) {
      this.phase = phase;
      sender = new SessionSender<>(
          1,
          () -> 1,
          2,
          this,
          this,
          session -> (seq, payload, outcome, reply) -> note("report-" + seq + "-" + outcome),
          new RetryPolicy(1, 4));
    }

    Sender<String, Void> ofSession() {
      return Objects.requireNonNull(sender.current());
    }

    private void write(String what) {
      written[0]++;
      note("write-" + what);
    }

    @Override
    public SenderStore.@Nullable Stored<String> load() {
      return phase == null
          ? null
          : new SenderStore.Stored<>(phase, SESSION, 2, ReplyMode.WITHOUT_REPLIES, Map.of());
    }

    @Override
    public void open(long session, int windowSize, ReplyMode replyMode) {
      write("open");
    }

    @Override
    public void append(long seq, String payload) {}

    @Override
    public void cancelled(long session, long seq) {}

    @Override
    public void draining() {
      write("draining");
    }

    @Override
    public void closing() {
      write("closing");
    }

    @Override
    public void ended() {
      write("ended");
    }

    @Override
    public void clear() {
      write("clear");
    }

    @Override
    public void open(long id, long nonce, int maxWindowSize) {
      note("open");
    }

    @Override
    public Requests<String> in(long session) {
      return this;
    }

    @Override
    public void close(long session) {
      note("close");
    }
  }

  private SessionSenderClients() {}

  /** Returns all of them. */
  public static List<Client> all() {
    return List.of(
        new Client("OpenOpen", "of two who ask for a session, one sends OPEN", () -> {
          SessionSide side = new SessionSide(null);
          return Threads.of(() -> note(side.sender.open()), () -> note(side.sender.open()))
              .check(outcome -> outcome.count("open") == 1 && outcome.count("true") == 1);
        }),
        new Client("ClosePollPoll", "of two who poll, one repeats CLOSE", () -> {
          SessionSide side = new SessionSide(SenderStore.Phase.CLOSING);
          side.sender.poll(0);
          return Threads.of(() -> side.sender.poll(10), () -> side.sender.poll(10))
              .check(outcome -> outcome.count("close") == 1);
        }),
        new Client("GoneGone", "of two who are told GONE, one ends the session", () -> {
          SessionSide side = new SessionSide(SenderStore.Phase.CLOSING);
          return Threads.of(() -> side.sender.gone(SESSION), () -> side.sender.gone(SESSION))
              .then(() -> note(side.sender.isIdle()))
              .check(outcome -> outcome.count("write-clear") == 1 && outcome.has(2, true));
        }),
        new Client("GoneAgainstClosePoll", "no CLOSE is written after the session is gone", () -> {
          SessionSide side = new SessionSide(SenderStore.Phase.DRAINING);
          return Threads.of(() -> side.sender.gone(SESSION), () -> side.sender.poll(1))
              .then(() -> {
                side.sender.gone(SESSION);
                side.sender.poll(2);
                note(side.sender.isIdle());
              })
              .check(outcome -> outcome.count("write-clear") == 1 && outcome.has(2, true))
              .check(outcome -> outcome.count("write-ended") + outcome.count("write-closing") == 1);
        }),
        new Client("SessionCloseAgainstGone", "the session ends once, whoever comes first", () -> {
          SessionSide side = new SessionSide(SenderStore.Phase.OPEN);
          return Threads.of(() -> note(side.sender.close()), () -> side.sender.gone(SESSION))
              .then(() -> {
                side.sender.gone(SESSION);
                side.sender.poll(1);
                note(side.sender.isIdle());
              })
              .check(outcome -> outcome.count("write-clear") == 1 && outcome.has(2, true))
              .check(outcome -> outcome.count("write-ended") == 1);
        }),
        new Client(
            "SessionGoneAgainstSubmit",
            "what is submitted is in doubt once the session is gone",
            () -> {
              SessionSide side = new SessionSide(SenderStore.Phase.OPEN);
              Sender<String, Void> sender = side.ofSession();
              return Threads.of(
                      () -> side.sender.gone(SESSION),
                      () -> note("submit=" + sender.trySubmit("a")))
                  .then(() -> {
                    side.sender.poll(1);
                    note(side.sender.isIdle());
                  })
                  .check(outcome -> outcome.count("report-0-IN_DOUBT") == outcome.count("submit=0")
                      && outcome.has(2, true));
            }));
  }
}
