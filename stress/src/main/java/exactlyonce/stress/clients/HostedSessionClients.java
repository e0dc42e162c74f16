package exactlyonce.stress.clients;

import static exactlyonce.stress.exploration.Replay.note;

import exactlyonce.protocol.Replies;
import exactlyonce.protocol.ReplyMode;
import exactlyonce.protocol.Requests;
import exactlyonce.protocol.Status;
import exactlyonce.session.HostSettings;
import exactlyonce.session.HostedSessions;
import exactlyonce.session.ReceiverHost;
import exactlyonce.session.SessionReplies;
import exactlyonce.stress.exploration.Client;
import exactlyonce.stress.exploration.Outcome;
import exactlyonce.stress.exploration.Plain;
import exactlyonce.stress.exploration.Threads;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The races of a session that is dropped while it is used. */
public final class HostedSessionClients {
  /** A session, and the host that drops it: without its maps. */
  private static final class Hosted implements SessionReplies<Void>, Replies<Void> {
    private static final long ID = 1;

    /** For each message the number of its effects: whoever has ended the session must see them. */
    private final long[] effects = Plain.variables("effects", 3);

    /** For message 0: 1 once its sender is told SEALED; the same holds for this. */
    private final long[] sealed = Plain.variables("sealed", 1);

    final Requests<String> session;

    Hosted() {
      ReceiverHost<String, Void> host = ReceiverHost.<String, Void>builder(
              (sender, id) -> this::handle, this)
          .settings(HostSettings.ofWindowSize(2))
          .ids(() -> ID)
          .onEvent(event -> {})
          .build();
      host.open(1, 1);
      session = host.in(ID);
    }

    private @Nullable Void handle(long seq, String payload) {
      note("handle-" + seq);
      effects[(int) seq]++;
      return null;
    }

    void data(int seq) {
      note("data-" + seq);
      session.data(seq, "a");
    }

    void seal(int seq) {
      note("seal-" + seq);
      session.seal(seq);
    }

    void drop() {
      if (HostedSessions.end(session)) {
        note("ended-effects-" + effects[0] + "-" + effects[1] + "-" + effects[2] + "-sealed-"
            + sealed[0]);
        if (HostedSessions.evict(session)) {
          note("dropped");
        }
      } else {
        note("in-use");
      }
    }

    void dropIfUntouched() {
      note(HostedSessions.endUntouched(session) ? "ended" : "touched");
    }

    @Override
    public void opened(long sender, long nonce, long opened, int windowSize, ReplyMode replyMode) {}

    @Override
    public void full(long sender, long nonce) {}

    @Override
    public Replies<Void> in(long id) {
      return this;
    }

    @Override
    public void gone(long id) {
      note("gone");
    }

    @Override
    public void ack(long seq, @Nullable Void reply) {
      note("ack-" + seq);
    }

    @Override
    public void rejected(long seq, String reason) {
      note("rejected-" + seq);
    }

    @Override
    public void status(long seq, Status status) {
      note("status-" + seq + "-" + status);
      if (status == Status.SEALED) {
        sealed[(int) seq] = 1;
      }
    }
  }

  private HostedSessionClients() {}

  /** Returns all of them. */
  public static List<Client> all() {
    return List.of(
        new Client("DropAgainstData", "no handler runs in a session that is dropped", () -> {
          Hosted hosted = new Hosted();
          return Threads.of(() -> hosted.data(0), hosted::drop)
              .check(HostedSessionClients::effectsAreSeen)
              .check(outcome -> outcome.has(0, "handle-0") == outcome.has(0, "ack-0"));
        }),
        new Client("DropAgainstTwo", "the same with two handlers", () -> {
          Hosted hosted = new Hosted();
          return Threads.of(() -> hosted.data(0), () -> hosted.data(1), hosted::drop)
              .check(HostedSessionClients::effectsAreSeen);
        }),
        new Client("DropTouchedAgainstTwo", "the same after a first message", () -> {
          Hosted hosted = new Hosted();
          hosted.data(0);
          return Threads.of(() -> hosted.data(1), () -> hosted.data(2), hosted::drop)
              .check(outcome -> effectsAreSeen(outcome, 1));
        }),
        new Client("DropAgainstSeal", "nothing is sealed in a session that is dropped", () -> {
          Hosted hosted = new Hosted();
          return Threads.of(() -> hosted.seal(0), hosted::drop)
              .check(HostedSessionClients::effectsAreSeen);
        }),
        new Client("DropDrop", "of two who drop a session, one has dropped it", () -> {
          Hosted hosted = new Hosted();
          return Threads.of(hosted::drop, hosted::drop)
              .check(outcome -> outcome.count("dropped") == 1);
        }),
        new Client(
            "DropUntouchedAgainstData",
            "a session with an effect is not dropped as untouched",
            () -> {
              Hosted hosted = new Hosted();
              return Threads.of(() -> hosted.data(0), hosted::dropIfUntouched)
                  .check(outcome -> outcome.has(0, "handle-0") != outcome.has(1, "ended"));
            }),
        new Client("DropUntouchedAgainstSeal", "nor one in which a message is sealed", () -> {
          Hosted hosted = new Hosted();
          return Threads.of(() -> hosted.seal(0), hosted::dropIfUntouched)
              .check(outcome -> outcome.has(0, "status-0-SEALED") != outcome.has(1, "ended"));
        }));
  }

  private static boolean effectsAreSeen(Outcome outcome) {
    return effectsAreSeen(outcome, 0);
  }

  /** Whoever has ended the session sees the work of every thread that has used it; there is none later. */
  private static boolean effectsAreSeen(Outcome outcome, long before) {
    String all = "ended-effects-" + (before + outcome.count("handle-0")) + "-"
        + outcome.count("handle-1") + "-" + outcome.count("handle-2") + "-sealed-"
        + outcome.count("status-0-SEALED");
    return outcome.count(all) == outcome.count("dropped");
  }
}
