package exactlyonce.bench.pair;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Drives a subject with a sending and a receiving thread, samples what was confirmed, and in the end
 * judges whether every message took effect once and was confirmed once.
 */
public final class PairRun {
  /** What is said of a run in which not every message took effect once and was confirmed once. */
  public static final String NOT_ONCE = "not each message once";

  private static final int BURST = 64;
  private static final int SPINS = 200;
  private static final int SPINS_FOR_EACH_CLOCK = 16;
  private static final long PARK_NANOS = 20_000;

  /** Without progress for so long, what is missing will not come. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** How messages are sent. */
  public enum Shape {
    /** As many as the window allows. */
    PIPELINE,
    /** The next one when the last is confirmed. */
    ROUND_TRIP,
    /** One at each scheduled time, whether or not the last is confirmed. */
    SCHEDULED
  }

  /**
   * How long to measure.
   *
   * @param warmups iterations that are not counted
   * @param iterations iterations that are
   * @param iteration the length of each
   */
  public record Times(int warmups, int iterations, Duration iteration) {}

  /**
   * One iteration.
   *
   * @param nanosPerMessage elapsed nanoseconds for each confirmed message
   * @param share as of {@link CpuShare}
   */
  public record Sample(double nanosPerMessage, double share) {}

  /**
   * The result of one run.
   *
   * @param samples the iterations
   * @param sent how many messages were sent, those of warm-up included
   * @param failure what was wrong, or null if each message took effect once and was confirmed once
   */
  public record Result(
      List<Sample> samples, long sent, @Nullable String failure) {}

  private final Contestant contestant;
  private final Shape shape;
  private final long intervalNanos;
  private final Tally effects = new Tally();
  private final Tally confirmations;
  private final Subject subject;
  private final AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
  private volatile boolean sending = true;
  private volatile boolean receiving = true;
  private volatile boolean givingUp;
  private final PaddedLong sent = new PaddedLong(); // of the sending thread

  private PairRun(
      Contestant contestant,
      Shape shape,
      Subject.Conditions conditions,
      long intervalNanos,
      Tally confirmations)
      throws Exception {
    this.contestant = contestant;
    this.shape = shape;
    this.intervalNanos = intervalNanos;
    this.confirmations = confirmations;
    subject = contestant.factory().create(conditions, effects, confirmations);
  }

  /** Runs with as many messages as fit, or one at a time. */
  public static Result run(
      Contestant contestant, Shape shape, Subject.Conditions conditions, Times times)
      throws Exception {
    return new PairRun(contestant, shape, conditions, 0, new Tally()).measure(times);
  }

  /**
   * Sends a message every so often, and records the time from when it was due, not from when it was
   * sent, to its confirmation: a stall is counted for each message that it delays.
   *
   * @return whose {@link Result#sent} are those of which a time must have been recorded: all after
   *     warm-up
   */
  public static Result schedule(
      Contestant contestant,
      Subject.Conditions conditions,
      Duration interval,
      Times times,
      Histogram histogram)
      throws Exception {
    long intervalNanos = interval.toNanos();
    long warmup = times.iteration().toNanos() * times.warmups() / intervalNanos;
    Scheduled scheduled = new Scheduled(intervalNanos, warmup, histogram);
    PairRun run = new PairRun(contestant, Shape.SCHEDULED, conditions, intervalNanos, scheduled);
    Result result = run.measure(times);
    return new Result(result.samples(), Math.max(0, result.sent() - warmup), result.failure());
  }

  /** Records each confirmation after warm-up, with the time since it was due. */
  private static final class Scheduled extends Tally {
    private final long intervalNanos;
    private final long warmup;
    private final Histogram histogram;
    private long start;

    Scheduled(long intervalNanos, long warmup, Histogram histogram) {
      this.intervalNanos = intervalNanos;
      this.warmup = warmup;
      this.histogram = histogram;
    }

    @Override
    public void add(long number) {
      if (number >= warmup) {
        long waited = System.nanoTime() - (start + number * intervalNanos);
        histogram.recordValue(Math.min(Math.max(waited, 1), histogram.getHighestTrackableValue()));
      }
      super.add(number);
    }
  }

  private Result measure(Times times) throws Exception {
    Thread receiver = new Thread(this::receive, "receiver");
    Thread sender = new Thread(this::send, "sender");
    if (confirmations instanceof Scheduled scheduled) {
      scheduled.start = System.nanoTime();
    }
    if (!contestant.ownThreads()) {
      receiver.start();
    }
    sender.start();
    List<Sample> samples = new ArrayList<>();
    for (int i = -times.warmups(); i < times.iterations(); i++) {
      Sample sample = iterate(times.iteration());
      if (i >= 0) {
        samples.add(sample);
      }
    }
    sending = false;
    long done = -1;
    while (sender.isAlive() && done < done()) {
      done = done();
      sender.join(PATIENCE.toMillis());
    }
    givingUp = true;
    sender.join();
    receiving = false;
    receiver.join();
    String failure = failure();
    subject.close();
    return new Result(samples, sent.get(), failure);
  }

  /** Returns how many messages have taken effect and are confirmed. */
  private long done() {
    return Math.min(effects.count(), confirmations.count());
  }

  private Sample iterate(Duration length) throws InterruptedException {
    CpuShare share = new CpuShare(2);
    long count = confirmations.count();
    long start = System.nanoTime();
    TimeUnit.NANOSECONDS.sleep(length.toNanos());
    long confirmed = confirmations.count() - count;
    double elapsed = System.nanoTime() - start;
    return new Sample(
        confirmed == 0 ? Double.POSITIVE_INFINITY : elapsed / confirmed, share.next());
  }

  private @Nullable String failure() {
    Throwable error = thrown.get();
    if (error != null) {
      return error.toString();
    }
    if (effects.isExactly(sent.get()) && confirmations.isExactly(sent.get())) {
      return null;
    }
    return sent.get() + " sent, " + effects.count() + " effects, " + confirmations.count()
        + " confirmed: " + NOT_ONCE;
  }

  private void receive() {
    try {
      int idle = 0;
      while (receiving) {
        idle = subject.pollReceiver() > 0 ? 0 : pause(idle);
      }
    } catch (RuntimeException | Error e) {
      thrown.compareAndSet(null, e);
    }
  }

  private void send() {
    try {
      long start = System.nanoTime();
      if (confirmations instanceof Scheduled scheduled) {
        start = scheduled.start;
      }
      int idle = 0;
      long now = start;
      while (sending || (done() < sent.get() && !givingUp && thrown.get() == null)) {
        if (idle % SPINS_FOR_EACH_CLOCK == 0) {
          now = System.nanoTime();
        }
        int done = sending ? sendSome(now - start) : 0;
        done += subject.pollSender(now);
        idle = done > 0 ? 0 : pause(idle);
      }
    } catch (RuntimeException | Error e) {
      thrown.compareAndSet(null, e);
    }
  }

  private int sendSome(long elapsed) {
    long end = switch (shape) {
      case PIPELINE -> sent.get() + BURST;
      case ROUND_TRIP -> confirmations.count() + 1;
      case SCHEDULED -> elapsed / intervalNanos + 1;
    };
    int done = 0;
    while (sent.get() < end && subject.trySend(sent.get())) {
      sent.set(sent.get() + 1);
      done++;
    }
    return done;
  }

  /** Returns how often the calling thread has found nothing to do. */
  @SuppressWarnings("ThreadPriorityCheck") // a yield is a hint, and nothing relies on it
  private int pause(int idle) {
    if (contestant.ownThreads()) {
      LockSupport.parkNanos(PARK_NANOS);
      return 0;
    }
    if (idle < SPINS) {
      Thread.onSpinWait();
      return idle + 1;
    }
    Thread.yield();
    return 0;
  }
}
