package exactlyonce.bench.brokers;

import exactlyonce.bench.pair.Subject;
import exactlyonce.bench.pair.Tally;
import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Subscription;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.logbuffer.FragmentHandler;
import org.agrona.concurrent.UnsafeBuffer;

/** Two streams of Aeron through shared memory: messages there, and a response to each back. */
final class AeronPair implements Subject {
  private static final String CHANNEL = "aeron:ipc";
  private static final int MESSAGES = 1;
  private static final int RESPONSES = 2;
  private static final int FRAGMENTS = 256;
  private static final int TERM_LENGTH = 1 << 22;

  private final int window;
  private final MediaDriver driver;
  private final Aeron aeron;
  private final ExclusivePublication messages;
  private final ExclusivePublication responses;
  private final Subscription atReceiver;
  private final Subscription atSender;
  private final UnsafeBuffer message = new UnsafeBuffer(new byte[Long.BYTES]);
  private final UnsafeBuffer response = new UnsafeBuffer(new byte[Long.BYTES]);
  private final FragmentHandler receive;
  private final FragmentHandler confirm;
  private long open; // of the sending thread

  AeronPair(Conditions conditions, Tally effects, Tally confirmations) {
    window = conditions.window();
    driver = MediaDriver.launchEmbedded(new MediaDriver.Context()
        .threadingMode(ThreadingMode.SHARED)
        .ipcTermBufferLength(TERM_LENGTH)
        .dirDeleteOnShutdown(true));
    Aeron.Context context = new Aeron.Context();
    context.aeronDirectoryName(driver.aeronDirectoryName());
    aeron = Aeron.connect(context);
    atReceiver = aeron.addSubscription(CHANNEL, MESSAGES);
    atSender = aeron.addSubscription(CHANNEL, RESPONSES);
    messages = aeron.addExclusivePublication(CHANNEL, MESSAGES);
    responses = aeron.addExclusivePublication(CHANNEL, RESPONSES);
    receive = (buffer, offset, length, header) -> {
      long number = buffer.getLong(offset);
      effects.add(number);
      response.putLong(0, number);
      while (responses.offer(response) < 0) {
        Thread.onSpinWait(); // the sender drains
      }
    };
    confirm = (buffer, offset, length, header) -> {
      open--;
      confirmations.add(buffer.getLong(offset));
    };
    while (!messages.isConnected() || !responses.isConnected()) {
      Thread.onSpinWait();
    }
  }

  @Override
  public boolean trySend(long number) {
    message.putLong(0, number);
    if (open == window || messages.offer(message) < 0) {
      return false;
    }
    open++;
    return true;
  }

  @Override
  public int pollSender(long nowNanos) {
    return atSender.poll(confirm, FRAGMENTS);
  }

  @Override
  public int pollReceiver() {
    return atReceiver.poll(receive, FRAGMENTS);
  }

  @Override
  public void close() {
    aeron.close();
    driver.close();
  }
}
