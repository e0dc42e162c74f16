package exactlyonce.simulation;

import exactlyonce.protocol.ReplyMode;
import exactlyonce.session.SenderStore;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A simulated disk, in memory, that outlives the sender. Thread-safe, as {@link SenderStore}
 * requires. A message counts as submitted once it is stored here, because from then on it will be
 * decided, even if the sender crashes.
 */
final class SenderDisk implements SenderStore<Message> {
  private record Entry(long seq, Message message, boolean cancelled) {}

  /** The stored session, replaced as a whole. */
  private record Session(
      Phase phase, long id, ReplyMode replyMode, AtomicReferenceArray<@Nullable Entry> ring) {
    Session in(Phase newPhase) {
      return new Session(newPhase, id, replyMode, ring);
    }
  }

  private final Ledger ledger;
  private volatile @Nullable Session session;

  SenderDisk(Ledger ledger) {
    this.ledger = ledger;
  }

  @Override
  public @Nullable Stored<Message> load() {
    Session stored = session;
    if (stored == null) {
      return null;
    }
    Map<Long, Message> entries = new HashMap<>();
    Set<Long> cancelled = new HashSet<>();
    for (int i = 0; i < stored.ring.length(); i++) {
      Entry entry = stored.ring.get(i);
      if (entry != null) {
        entries.put(entry.seq, entry.message);
        if (entry.cancelled) {
          cancelled.add(entry.seq);
        }
      }
    }
    return new Stored<>(
        stored.phase, stored.id, stored.ring.length(), stored.replyMode, entries, cancelled);
  }

  @Override
  public void open(long id, int windowSize, ReplyMode replyMode) {
    session = new Session(Phase.OPEN, id, replyMode, new AtomicReferenceArray<>(windowSize));
  }

  @Override
  public void append(long seq, Message message) {
    Session stored = stored();
    stored.ring.set((int) seq & (stored.ring.length() - 1), new Entry(seq, message, false));
    ledger.submitted(Ledger.position(stored.id, seq), message);
  }

  @Override
  public void cancelled(long id, long seq) {
    Session stored = session;
    if (stored != null && stored.id == id) {
      stored.ring.updateAndGet(
          (int) seq & (stored.ring.length() - 1),
          entry -> entry != null && entry.seq == seq ? new Entry(seq, entry.message, true) : entry);
    }
  }

  @Override
  public void draining() {
    session = stored().in(Phase.DRAINING);
  }

  @Override
  public void closing() {
    session = stored().in(Phase.CLOSING);
  }

  @Override
  public void ended() {
    session = stored().in(Phase.ENDED);
  }

  @Override
  public void clear() {
    session = null;
  }

  /** Returns the numbers of the messages that a restarted sender would find. */
  Set<Integer> messages() {
    Stored<Message> stored = load();
    return stored == null
        ? Set.of()
        : stored.entries().values().stream().map(Message::number).collect(Collectors.toSet());
  }

  private Session stored() {
    Session stored = session;
    if (stored == null) {
      throw new IllegalStateException("no session was opened");
    }
    return stored;
  }
}
