package exactlyonce.bench.pair;

import exactlyonce.bench.pair.Payloads.Payload;
import org.jctools.queues.MessagePassingQueue;

/** Limit: two queues of JCTools, there and back, without a protocol. */
public final class QueuePair implements Subject {
  private final MessagePassingQueue<Payload> there;
  private final MessagePassingQueue<Payload> back;
  private final Payloads payloads;
  private final int window;
  private final MessagePassingQueue.Consumer<Payload> receive;
  private final MessagePassingQueue.Consumer<Payload> confirm;
  private final PaddedLong open = new PaddedLong(); // of the sending thread

  /** Connects both sides over two empty queues, each with room for twice a window. */
  public QueuePair(
      MessagePassingQueue<Payload> there,
      MessagePassingQueue<Payload> back,
      Conditions conditions,
      Tally effects,
      Tally confirmations) {
    this.there = there;
    this.back = back;
    window = conditions.window();
    payloads = new Payloads(window);
    receive = payload -> {
      effects.add(payload.number());
      back.relaxedOffer(payload);
    };
    confirm = payload -> {
      open.set(open.get() - 1);
      confirmations.add(payload.number());
    };
  }

  @Override
  public boolean trySend(long number) {
    if (open.get() == window) {
      return false;
    }
    if (!there.relaxedOffer(payloads.of(number))) {
      return false;
    }
    open.set(open.get() + 1);
    return true;
  }

  @Override
  public int pollSender(long nowNanos) {
    return back.drain(confirm);
  }

  @Override
  public int pollReceiver() {
    return there.drain(receive);
  }
}
