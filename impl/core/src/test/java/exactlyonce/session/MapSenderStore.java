package exactlyonce.session;

import exactlyonce.protocol.ReplyMode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Keeps a session in memory that outlives its senders. All calls are transactions of one lock. */
public class MapSenderStore implements SenderStore<String> {
  /** What outlives the senders. Guarded by its own lock. */
  public static final class Storage {
    private int owner;
    private Phase phase;
    private long session;
    private int windowSize;
    private ReplyMode replyMode;
    private final Map<Integer, Map.Entry<Long, String>> ring = new HashMap<>();
    private final Set<Long> cancelled = new HashSet<>();
  }

  private final Storage storage;
  private int owner;

  public MapSenderStore(Storage storage) {
    this.storage = storage;
  }

  @Override
  public Stored<String> load() {
    synchronized (storage) {
      owner = ++storage.owner;
      if (storage.phase == null) {
        return null;
      }
      Map<Long, String> entries = new HashMap<>();
      storage.ring.values().forEach(entry -> entries.put(entry.getKey(), entry.getValue()));
      return new Stored<>(
          storage.phase,
          storage.session,
          storage.windowSize,
          storage.replyMode,
          entries,
          Set.copyOf(storage.cancelled));
    }
  }

  @Override
  public void open(long session, int windowSize, ReplyMode replyMode) {
    synchronized (storage) {
      requireOwner();
      storage.phase = Phase.OPEN;
      storage.session = session;
      storage.windowSize = windowSize;
      storage.replyMode = replyMode;
      empty();
    }
  }

  @Override
  public void append(long seq, String payload) {
    synchronized (storage) {
      requireOwner();
      write(seq, payload);
    }
  }

  @Override
  public void cancelled(long session, long seq) {
    synchronized (storage) {
      requireOwner();
      if (storage.phase != null && isOpen(session) && isStored(seq)) {
        storage.cancelled.add(seq);
      }
    }
  }

  boolean isOpen(long session) {
    return storage.session == session;
  }

  boolean isStored(long seq) {
    Map.Entry<Long, String> entry = storage.ring.get(slot(seq));
    return entry != null && entry.getKey() == seq;
  }

  @Override
  public void draining() {
    change(Phase.DRAINING);
  }

  @Override
  public void closing() {
    change(Phase.CLOSING);
  }

  @Override
  public void ended() {
    change(Phase.ENDED);
  }

  @Override
  public void clear() {
    synchronized (storage) {
      change(null);
      empty();
    }
  }

  private void change(Phase phase) {
    synchronized (storage) {
      requireOwner();
      storage.phase = phase;
    }
  }

  void requireOwner() {
    if (!isOwner()) {
      throw new IllegalStateException("replaced");
    }
  }

  boolean isOwner() {
    synchronized (storage) {
      return owner == storage.owner;
    }
  }

  void write(long seq, String payload) {
    synchronized (storage) {
      storage.ring.put(slot(seq), Map.entry(seq, payload));
      storage.cancelled.remove(seq - storage.windowSize);
    }
  }

  void empty() {
    storage.ring.clear();
    storage.cancelled.clear();
  }

  int slot(long seq) {
    return (int) seq % storage.windowSize;
  }
}
