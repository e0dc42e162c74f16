package exactlyonce.simulation;

import exactlyonce.protocol.Handler;
import exactlyonce.protocol.Resolved;
import exactlyonce.session.ReceiverStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** In memory, but it outlives the receiver. Thread-safe as {@link ReceiverStore} demands. */
final class ReceiverDisk implements ReceiverStore<Message, Reply> {
  private record Session(
      long sender, long nonce, AtomicReferenceArray<@Nullable Resolved<Reply>> ring) {
    /** A late write about a message never replaces one about the message W later. */
    void write(Resolved<Reply> message) {
      ring.accumulateAndGet(
          (int) message.seq() & (ring.length() - 1),
          message,
          (there, it) -> there != null && it != null && there.seq() >= it.seq() ? there : it);
    }
  }

  private final int windowSize;
  private final Map<Long, Session> sessions = new ConcurrentHashMap<>();

  ReceiverDisk(int windowSize) {
    this.windowSize = windowSize;
  }

  /** All is lost. */
  void format() {
    sessions.clear();
  }

  @Override
  public Collection<Stored<Reply>> load() {
    List<Stored<Reply>> stored = new ArrayList<>();
    sessions.forEach((id, session) -> {
      List<Resolved<Reply>> resolved = new ArrayList<>();
      for (int i = 0; i < session.ring.length(); i++) {
        Resolved<Reply> message = session.ring.get(i);
        if (message != null) {
          resolved.add(message);
        }
      }
      stored.add(new Stored<>(id, session.sender, session.nonce, resolved));
    });
    return stored;
  }

  @Override
  public void opened(long id, long sender, long nonce) {
    sessions.put(id, new Session(sender, nonce, new AtomicReferenceArray<>(windowSize)));
  }

  /** One step: a crash comes before or after, for there is no step of a life in between. */
  @Override
  public @Nullable Reply deliver(
      long id, long seq, Message message, Handler<? super Message, ? extends Reply> handler)
      throws Exception {
    Session session = sessions.get(id);
    if (session == null) {
      throw new IllegalStateException("session " + id + " is over");
    }
    Reply reply = handler.handle(seq, message);
    session.write(new Resolved<>(seq, true, reply));
    return reply;
  }

  @Override
  public void sealed(long id, long seq) {
    Session session = sessions.get(id);
    if (session != null) {
      session.write(new Resolved<>(seq, false, null));
    }
  }

  @Override
  public void over(long id) {
    sessions.remove(id);
  }
}
