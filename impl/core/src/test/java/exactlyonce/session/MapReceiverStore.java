package exactlyonce.session;

import exactlyonce.protocol.Handler;
import exactlyonce.protocol.Resolved;
import exactlyonce.window.Resolution;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Keeps its records in memory, and outlives its hosts. All calls are transactions of one lock. */
class MapReceiverStore<P, R> implements ReceiverStore<P, R> {
  private final Map<Long, Session> sessions = new TreeMap<>();
  private final Map<Long, Map<Long, Resolved<R>>> rings = new HashMap<>();

  @Override
  public synchronized Collection<Stored<R>> load() {
    return sessions.keySet().stream().map(this::load).toList();
  }

  @Override
  public synchronized Stored<R> load(long session) {
    Session opened = sessions.get(session);
    return opened == null
        ? null
        : new Stored<>(opened, List.copyOf(ring(session).values()));
  }

  @Override
  public synchronized void opened(Session session) {
    if (sessions.putIfAbsent(session.id(), session) != null) {
      throw new IllegalStateException("session " + session.id() + " exists already");
    }
  }

  @Override
  public synchronized R deliver(
      long session, long seq, P payload, Handler<? super P, ? extends R> handler) throws Exception {
    if (!mayStore(session, seq)) {
      return handled(session, seq).replyOrThrow();
    }
    return handleAndWrite(session, seq, payload, handler);
  }

  @Override
  public synchronized Resolved<R> rejected(long session, long seq, String reason) throws Exception {
    if (mayStore(session, seq)) {
      write(session, Resolved.rejected(seq, reason));
    }
    return handled(session, seq);
  }

  /** Returns the record of a message that was handled before. */
  private Resolved<R> handled(long session, long seq) {
    Resolved<R> record = record(session, seq);
    if (!sessions.containsKey(session) || record == null || !record.isHandled()) {
      throw new IllegalStateException("message " + seq + " of session " + session + " is over");
    }
    return record;
  }

  /** Looks at no record. */
  R handleAndWrite(long session, long seq, P payload, Handler<? super P, ? extends R> handler)
      throws Exception {
    R reply = handler.handle(seq, payload);
    write(session, Resolved.delivered(seq, reply));
    return reply;
  }

  @Override
  public synchronized boolean sealed(long session, long seq) {
    if (mayStore(session, seq)) {
      writeSealed(session, seq);
    }
    return holds(session, seq, Resolution.SEALED);
  }

  @Override
  public synchronized void over(long session) {
    sessions.remove(session);
  }

  /** Loses everything. */
  synchronized void format() {
    sessions.clear();
    rings.clear();
  }

  synchronized void forget(long session, long seq) {
    ring(session).values().removeIf(message -> message.seq() == seq);
  }

  /** The write rule. */
  synchronized boolean mayStore(long session, long seq) {
    Resolved<R> latest = ring(session).get(slot(session, seq));
    return sessions.containsKey(session) && (latest == null || latest.seq() < seq);
  }

  synchronized boolean holds(long session, long seq, Resolution resolution) {
    Resolved<R> record = record(session, seq);
    return sessions.containsKey(session) && record != null && record.resolution() == resolution;
  }

  /** Looks at no record. */
  void writeSealed(long session, long seq) {
    write(session, Resolved.sealed(seq));
  }

  synchronized void write(long session, Resolved<R> message) {
    ring(session).put(slot(session, message.seq()), message);
  }

  private Resolved<R> record(long session, long seq) {
    Resolved<R> record = ring(session).get(slot(session, seq));
    return record != null && record.seq() == seq ? record : null;
  }

  private Map<Long, Resolved<R>> ring(long session) {
    return rings.computeIfAbsent(session, id -> new TreeMap<>());
  }

  private long slot(long session, long seq) {
    Session opened = sessions.get(session);
    return opened == null ? seq : seq % opened.windowSize();
  }
}
