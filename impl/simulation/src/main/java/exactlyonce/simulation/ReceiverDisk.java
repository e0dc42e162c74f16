package exactlyonce.simulation;

import exactlyonce.protocol.Handler;
import exactlyonce.protocol.Resolved;
import exactlyonce.session.ReceiverStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A simulated disk, in memory, that outlives the receiver. Thread-safe, as {@link ReceiverStore}
 * requires. A transaction holds the lock of the slot that it writes.
 */
final class ReceiverDisk implements ReceiverStore<Message, Reply> {
  /** The latest message in one slot. Guarded by its own lock. */
  private static final class Slot {
    private @Nullable Resolved<Reply> message;
    private boolean over;

    /** The write rule of {@link ReceiverStore}. */
    boolean mayStore(long seq) {
      return !over && (message == null || message.seq() < seq);
    }

    boolean isSealed(long seq) {
      return !over && message != null && message.seq() == seq && !message.isHandled();
    }

    /** Returns the record of a message that was handled before. */
    Resolved<Reply> handled(long session, long seq) {
      if (over || message == null || message.seq() != seq || !message.isHandled()) {
        throw new IllegalStateException("message " + seq + " of session " + session + " is over");
      }
      return message;
    }
  }

  private record Area(Session session, List<Slot> ring) {
    Area(Session session) {
      this(session, Stream.generate(Slot::new).limit(session.windowSize()).toList());
    }

    Slot slot(long seq) {
      return ring.get((int) seq & (ring.size() - 1));
    }

    Stored<Reply> stored() {
      List<Resolved<Reply>> resolved = new ArrayList<>();
      for (Slot slot : ring) {
        synchronized (slot) {
          if (slot.message != null) {
            resolved.add(slot.message);
          }
        }
      }
      return new Stored<>(session, resolved);
    }
  }

  private final Map<Long, Area> sessions = new ConcurrentHashMap<>();

  /** Loses everything. */
  void format() {
    sessions.clear();
  }

  @Override
  public Collection<Stored<Reply>> load() {
    return sessions.values().stream().map(Area::stored).toList();
  }

  @Override
  public @Nullable Stored<Reply> load(long id) {
    Area area = sessions.get(id);
    return area == null ? null : area.stored();
  }

  @Override
  public void opened(Session session) {
    if (sessions.putIfAbsent(session.id(), new Area(session)) != null) {
      throw new IllegalStateException("session " + session.id() + " exists already");
    }
  }

  private Slot openSlot(long id, long seq) {
    Area area = sessions.get(id);
    if (area == null) {
      throw new IllegalStateException("session " + id + " is over");
    }
    return area.slot(seq);
  }

  /** A single step: there is no crash point between effect and record. */
  @Override
  public @Nullable Reply deliver(
      long id, long seq, Message message, Handler<? super Message, ? extends Reply> handler)
      throws Exception {
    Slot slot = openSlot(id, seq);
    synchronized (slot) {
      if (!slot.mayStore(seq)) {
        return slot.handled(id, seq).replyOrThrow();
      }
      Reply reply = handler.handle(seq, message);
      slot.message = Resolved.delivered(seq, reply);
      return reply;
    }
  }

  @Override
  public Resolved<Reply> rejected(long id, long seq, String reason) {
    Slot slot = openSlot(id, seq);
    synchronized (slot) {
      if (slot.mayStore(seq)) {
        slot.message = Resolved.rejected(seq, reason);
      }
      return slot.handled(id, seq);
    }
  }

  @Override
  public boolean sealed(long id, long seq) {
    Area area = sessions.get(id);
    if (area == null) {
      return false;
    }
    Slot slot = area.slot(seq);
    synchronized (slot) {
      if (slot.mayStore(seq)) {
        slot.message = Resolved.sealed(seq);
      }
      return slot.isSealed(seq);
    }
  }

  @Override
  public void over(long id) {
    Area area = sessions.remove(id);
    if (area != null) {
      for (Slot slot : area.ring) {
        synchronized (slot) { // waits for the transaction that still writes to it
          slot.over = true;
        }
      }
    }
  }
}
