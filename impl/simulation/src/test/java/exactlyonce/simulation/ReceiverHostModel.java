package exactlyonce.simulation;

import exactlyonce.protocol.ReplyMode;
import exactlyonce.protocol.Requests;
import exactlyonce.protocol.Status;
import exactlyonce.session.DeliveryOrder;
import exactlyonce.session.ReceiverStore;
import exactlyonce.session.SessionRequests;
import exactlyonce.simulation.CrashSchedule.UnknownCommit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/**
 * The steps that a {@code ReceiverHost} must take when a single thread uses it: the receiver's
 * actions of {@code CrashRecovery}, or of {@code CrashRecoveryOrdered}. Each method names its
 * actions.
 *
 * <p>With a single thread, some cases do not occur. No frame arrives while a handler runs, so
 * only a commit with an unknown outcome leaves a message CLAIMED. A seal is written before the next message gets its turn, so there are
 * no gaps on disk. And a slot is reused only once all earlier messages are decided, so NOT_YET is
 * not found.
 */
final class ReceiverHostModel implements SessionRequests<Message> {
  /**
   * What a frame may find at the receiver. In a slot, UNKNOWN stands for FAILED, and IN_PROGRESS
   * for BUFFERED. CLAIMED is not an answer: the frame that finds it reads the record.
   */
  private enum Found {
    GONE,
    NOTHING_OWED,
    REFUSED,
    UNKNOWN,
    IN_PROGRESS,
    CLAIMED,
    DELIVERED,
    SEALED
  }

  private record Slot(long seq, Found state, Message message, Reply reply) {
    boolean isResolved() {
      return state == Found.DELIVERED || state == Found.SEALED;
    }
  }

  private final DeliveryOrder order;
  private final int window;
  private final BooleanSupplier handlerFails;
  private final Supplier<UnknownCommit> unknownCommit;
  private final Steps steps;
  private final Map<Long, Session> memory = new TreeMap<>();
  private final Map<Long, Session> disk = new TreeMap<>();
  private final Set<Long> closed = new HashSet<>(); // the nonces of sessions that were closed
  private long lastSession;
  private int effects;

  ReceiverHostModel(
      DeliveryOrder order,
      int window,
      BooleanSupplier handlerFails,
      Supplier<UnknownCommit> unknownCommit,
      Steps steps) {
    this.order = order;
    this.window = window;
    this.handlerFails = handlerFails;
    this.unknownCommit = unknownCommit;
    this.steps = steps;
  }

  /** ReceiverCrash; ReceiverCrashInTurn. */
  void restart() {
    memory.clear();
    closed.clear();
    disk.forEach((i, stored) -> memory.put(i, new Session(i, stored.nonce, stored.ring)));
  }

  void loseDisk() {
    disk.clear();
    restart();
  }

  /** ReceiveOpen; or Lose, if the session was closed. */
  @Override
  public void open(long sender, long nonce, int maxWindowSize) {
    if (closed.contains(nonce)) {
      steps.kinds.add("late open");
      return;
    }
    long i = memory.keySet().stream()
        .filter(known -> memory.get(known).nonce == nonce)
        .findAny()
        .orElse(lastSession + 1);
    if (i > lastSession) {
      steps.must("session", ++lastSession);
      steps.must(
          "write opened",
          new ReceiverStore.Session(i, sender, nonce, window, order, ReplyMode.WITH_REPLIES));
      memory.put(i, new Session(i, nonce, Map.of()));
      disk.put(i, new Session(i, nonce, Map.of()));
    }
    steps.must("opened", sender, nonce, i, window, ReplyMode.WITH_REPLIES);
  }

  /** ReceiveClose. */
  @Override
  public void close(long i) {
    if (memory.containsKey(i)) {
      closed.add(memory.get(i).nonce);
      steps.must("write over", i);
      memory.remove(i);
      disk.remove(i);
    }
    steps.must("gone", i);
  }

  /** Drop, for any untouched sessions, in any order. */
  void dropUntouched() {
    boolean dropped;
    do {
      dropped = memory
          .values()
          .removeIf(session -> session.ring.values().stream().noneMatch(Slot::isResolved)
              && steps.may("write over", session.id));
    } while (dropped);
    disk.keySet().retainAll(memory.keySet());
  }

  @Override
  public Requests<Message> in(long i) {
    return memory.getOrDefault(i, new Session(i, 0, Map.of()));
  }

  /**
   * A session that is in memory, on disk, or unknown. The ring holds the slots that had a message.
   */
  private final class Session implements Requests<Message> {
    final long id;
    final long nonce;
    final Map<Long, Slot> ring;

    Session(long id, long nonce, Map<Long, Slot> ring) {
      this.id = id;
      this.nonce = nonce;
      this.ring = new HashMap<>(ring);
    }

    Slot slot(long seq) {
      long k = seq % window;
      return ring.getOrDefault(k, new Slot(k - window, Found.DELIVERED, null, null));
    }

    void set(Slot slot) {
      ring.put(slot.seq % window, slot);
    }

    /** ReceiveData, and Deliver or Fail; ReceiveDataInTurn. */
    @Override
    public void data(long seq, Message message) {
      if (found(seq) == Found.CLAIMED) {
        conclude(seq);
      } else if (found(seq) != Found.UNKNOWN) {
        answer(seq, found(seq));
      } else if (order == DeliveryOrder.ORDERED) {
        set(new Slot(seq, Found.IN_PROGRESS, message, null));
        handleInTurn();
      } else {
        deliver(seq, message);
      }
    }

    /** ReceiveCheck; ReceiveCheckInTurn. */
    @Override
    public void check(long seq) {
      if (found(seq) == Found.CLAIMED) {
        conclude(seq);
      } else {
        answer(seq, found(seq));
      }
    }

    /** ReceiveSeal; SealInMemory, ReceiveSealInTurn. */
    @Override
    public void seal(long seq) {
      if (found(seq) == Found.CLAIMED) {
        conclude(seq);
      } else if (found(seq) == Found.UNKNOWN || found(seq) == Found.IN_PROGRESS) {
        set(new Slot(seq, Found.SEALED, null, null));
        answer(seq, Found.SEALED);
        handleInTurn();
      } else {
        answer(seq, found(seq));
      }
    }

    /** Found; FoundInTurn. */
    private Found found(long seq) {
      Slot v = slot(seq);
      if (!memory.containsKey(id)) {
        return Found.GONE;
      } else if (v.seq >= seq) {
        return v.seq > seq ? Found.NOTHING_OWED : v.state;
      }
      return v.seq == seq - window && v.isResolved() ? Found.UNKNOWN : Found.REFUSED;
    }

    /** Answer; WhatIsSaidIsStored. */
    private void answer(long seq, Found found) {
      steps.kinds.add("found " + found);
      switch (found) {
        case GONE -> steps.must("gone", id);
        case DELIVERED -> steps.must(id + ": ack", seq, slot(seq).reply);
        case SEALED -> {
          steps.must("write sealed", id, seq);
          disk.get(id).set(slot(seq));
          steps.must(id + ": status", seq, found);
        }
        case UNKNOWN, IN_PROGRESS -> steps.must(id + ": status", seq, found);
        case NOTHING_OWED -> steps.must(id + ": status", seq, Status.FORGOTTEN);
        case REFUSED -> steps.must(id + ": status", seq, Status.REFUSED);
        case CLAIMED -> throw new AssertionError("not an answer");
      }
    }

    /** Deliver, or Fail. A crash between effect and record would be visible in the next reply. */
    private boolean deliver(long seq, Message message) {
      if (unknownCommit.get() == UnknownCommit.ROLLED_BACK) {
        set(new Slot(seq, Found.CLAIMED, message, null));
        return false;
      }
      if (handlerFails.getAsBoolean()) {
        steps.must(id + ": handle fails", seq, message);
        return false;
      }
      Reply reply = new Reply(message.number(), effects + 1);
      steps.must(id + ": handle", seq, message, reply);
      steps.must("write delivered", id, seq, reply);
      effects++;
      disk.get(id).set(new Slot(seq, Found.DELIVERED, null, reply));
      if (unknownCommit.get() == UnknownCommit.MADE) {
        set(new Slot(seq, Found.CLAIMED, message, null));
        return false;
      }
      set(disk.get(id).slot(seq));
      answer(seq, Found.DELIVERED);
      return true;
    }

    /** Conclude: nothing is said of a message that is not delivered. */
    private void conclude(long seq) {
      Slot record = disk.get(id).slot(seq);
      if (record.seq == seq) {
        steps.kinds.add("concluded as delivered");
        set(record);
        answer(seq, Found.DELIVERED);
        handleInTurn();
      } else {
        steps.kinds.add("concluded as unknown");
        if (order == DeliveryOrder.ORDERED) {
          set(new Slot(seq, Found.UNKNOWN, null, null));
        } else if (record.seq < 0) {
          ring.remove(seq % window); // the slot never had a message
        } else {
          ring.put(seq % window, record);
        }
      }
    }

    /** StartHandler, and Deliver or Fail, for as long as a buffered message is next in turn. */
    private void handleInTurn() {
      for (Slot v = slot(turn()); v.state == Found.IN_PROGRESS; v = slot(turn())) {
        if (!deliver(v.seq, v.message) && slot(v.seq).state != Found.CLAIMED) {
          set(new Slot(v.seq, Found.UNKNOWN, null, null));
        }
      }
    }

    private long turn() {
      return LongStream.range(0, window)
          .map(k -> slot(k).isResolved() ? slot(k).seq + window : slot(k).seq)
          .min()
          .orElseThrow();
    }
  }
}
