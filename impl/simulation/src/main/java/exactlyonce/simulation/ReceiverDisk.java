package exactlyonce.simulation;

import exactlyonce.protocol.Handler;
import exactlyonce.protocol.Resolved;
import exactlyonce.session.ReceiverStore;
import exactlyonce.window.Resolution;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A simulated disk, in memory, that outlives the receiver. Thread-safe, as {@link ReceiverStore}
 * requires.
 */
final class ReceiverDisk implements ReceiverStore<Message, Reply> {
  private record Area(Session session, AtomicReferenceArray<@Nullable Resolved<Reply>> ring) {
    Area(Session session) {
      this(session, new AtomicReferenceArray<>(session.windowSize()));
    }

    /** A late write about a message never replaces one about the message W later. */
    void write(Resolved<Reply> message) {
      ring.accumulateAndGet(
          (int) message.seq() & (ring.length() - 1),
          message,
          (there, it) -> there != null && it != null && there.seq() >= it.seq() ? there : it);
    }
  }

  private final Map<Long, Area> sessions = new ConcurrentHashMap<>();

  /** Loses everything. */
  void format() {
    sessions.clear();
  }

  @Override
  public Collection<Stored<Reply>> load() {
    List<Stored<Reply>> stored = new ArrayList<>();
    sessions.forEach((id, area) -> {
      List<Resolved<Reply>> resolved = new ArrayList<>();
      for (int i = 0; i < area.ring.length(); i++) {
        Resolved<Reply> message = area.ring.get(i);
        if (message != null) {
          resolved.add(message);
        }
      }
      stored.add(new Stored<>(area.session, resolved));
    });
    return stored;
  }

  @Override
  public void opened(Session session) {
    sessions.put(session.id(), new Area(session));
  }

  /** A single step: there is no crash point between effect and record. */
  @Override
  public @Nullable Reply deliver(
      long id, long seq, Message message, Handler<? super Message, ? extends Reply> handler)
      throws Exception {
    Area area = sessions.get(id);
    if (area == null) {
      throw new IllegalStateException("session " + id + " is over");
    }
    Reply reply = handler.handle(seq, message);
    area.write(new Resolved<>(seq, Resolution.DELIVERED, reply));
    return reply;
  }

  @Override
  public void sealed(long id, long seq) {
    Area area = sessions.get(id);
    if (area != null) {
      area.write(new Resolved<>(seq, Resolution.SEALED, null));
    }
  }

  @Override
  public void over(long id) {
    sessions.remove(id);
  }
}
