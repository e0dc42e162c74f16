package exactlyonce.broken;

import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.Timer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.assertj.core.api.Assertions;

/** Each nested class breaks a rule of the protocol core. */
public final class Broken {

  private Broken() {}

  public static final class Stream {
    int read(java.io.InputStream in) throws Exception {
      return in.read();
    }
  }

  public static final class Socket {
    int port(java.net.InetSocketAddress address) {
      return address.getPort();
    }
  }

  public static final class Channel {
    boolean open(java.nio.channels.Channel channel) {
      return channel.isOpen();
    }
  }

  public static final class File {
    boolean absolute(java.nio.file.Path path) {
      return path.isAbsolute();
    }
  }

  /** Allowed in the package of the wire format. */
  public static final class Buffer {
    byte first(java.nio.ByteBuffer bytes) {
      return bytes.order(java.nio.ByteOrder.LITTLE_ENDIAN).get(bytes.position());
    }
  }

  public static final class OtherBuffer {
    char first(java.nio.CharBuffer chars) {
      return chars.get();
    }
  }

  public static final class Library {
    void fail() {
      Assertions.fail("a dependency");
    }
  }

  public static final class Lock {
    private final ReentrantLock lock = new ReentrantLock();

    boolean held() {
      return lock.isLocked();
    }
  }

  public static final class Park {
    void park() {
      LockSupport.parkNanos(1);
    }
  }

  public static final class Latch {
    void down(CountDownLatch latch) {
      latch.countDown();
    }
  }

  public static final class Queue {
    boolean offer(BlockingQueue<String> queue) {
      return queue.offer("frame");
    }
  }

  public static final class Monitor {
    void wake() {
      notifyAll();
    }
  }

  public static final class SynchronizedMethod {
    private int count;

    synchronized int count() {
      return ++count;
    }
  }

  public static final class SynchronizedStaticMethod {
    private static int count;

    static synchronized int count() {
      return ++count;
    }
  }

  public static final class StartedThread {
    void start(Runnable task) {
      new Thread(task).start();
    }
  }

  public static final class Local {
    private final ThreadLocal<String> local = new ThreadLocal<>();

    void forget() {
      local.remove();
    }
  }

  public static final class Pool {
    void run(Executor executor, Runnable task) {
      executor.execute(task);
    }
  }

  public static final class Future {
    void complete(CompletableFuture<String> future) {
      future.complete("reply");
    }
  }

  public static final class Alarm {
    void off(Timer timer) {
      timer.cancel();
    }
  }

  public static final class WallClock {
    long now(Clock clock) {
      return clock.millis();
    }
  }

  public static final class Moment {
    Object now() {
      return Instant.now();
    }
  }

  public static final class OldDate {
    Object now() {
      return new Date();
    }
  }

  public static final class Nanos {
    long now() {
      return System.nanoTime();
    }
  }

  public static final class Millis {
    long now() {
      return System.currentTimeMillis();
    }
  }

  public static final class Sleep {
    void doze() throws InterruptedException {
      TimeUnit.SECONDS.sleep(1);
    }
  }
}
