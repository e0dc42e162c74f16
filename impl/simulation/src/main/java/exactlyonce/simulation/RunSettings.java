package exactlyonce.simulation;

import exactlyonce.protocol.ReplyMode;
import exactlyonce.protocol.RetryPolicy;
import exactlyonce.session.DeliveryOrder;

/**
 * The settings of a {@link SimulationRun}. Start from {@link #of} and change what matters.
 *
 * @param messages how many messages to send; the ledger takes 13 bytes for each, or 17 with replies
 * @param threads the threads of both sides
 * @param delivery the properties of the session
 * @param faults the network's faults, in both directions
 * @param application failures, cancellations and rejections by the application
 * @param retry when the sender asks again
 * @param seed the seed of all faults, and of what the application does
 * @param stallLimitNanos the run is given up if no message is decided for this long
 */
public record RunSettings(
    int messages,
    Threads threads,
    Delivery delivery,
    Faults faults,
    Application application,
    RetryPolicy retry,
    long seed,
    long stallLimitNanos) {

  /**
   * The threads of both sides.
   *
   * @param senders how many threads submit messages and process replies
   * @param receivers how many threads process requests
   */
  public record Threads(int senders, int receivers) {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is not positive
     */
    public Threads {
      requirePositive("senders", senders);
      requirePositive("receivers", receivers);
    }
  }

  /**
   * The properties of the session.
   *
   * @param window W, a power of two from 1 to 2^30; checked by the windows
   * @param order the order in which messages take effect
   * @param replyMode whether handlers reply
   */
  public record Delivery(int window, DeliveryOrder order, ReplyMode replyMode) {
    /** Returns whether messages take effect in sequence. */
    public boolean ordered() {
      return order == DeliveryOrder.ORDERED;
    }

    /** Returns whether handlers reply. */
    public boolean twoWay() {
      return replyMode == ReplyMode.WITH_REPLIES;
    }
  }

  /**
   * Failures, cancellations and rejections by the application.
   *
   * @param handlerFailure the probability that a handler throws
   * @param cancel the probability that a message is cancelled right after it was submitted
   * @param reject the probability that a handler rejects its message
   */
  public record Application(double handlerFailure, double cancel, double reject) {
    /**
     * Checks the probabilities.
     *
     * @throws IllegalArgumentException if one is not from 0 to 1
     */
    public Application {
      Faults.requireProbability("handlerFailure", handlerFailure);
      Faults.requireProbability("cancel", cancel);
      Faults.requireProbability("reject", reject);
    }
  }

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if a number is out of range
   */
  public RunSettings {
    requirePositive("messages", messages);
    requirePositive("stallLimitNanos", stallLimitNanos);
  }

  /**
   * Returns settings for this many messages: two threads on each side, W = 4096, unordered, without
   * replies, 30 % loss, 10 % duplication, 10 % delay, 1 % failing handlers, 1 % cancellations, no
   * rejections, timeouts from 0.2 to 2 ms, seed 1, and a stall limit of 30 s.
   */
  public static RunSettings of(int messages) {
    return new RunSettings(
        messages,
        new Threads(2, 2),
        new Delivery(4096, DeliveryOrder.UNORDERED, ReplyMode.WITHOUT_REPLIES),
        new Faults(0.3, 0.1, 0.1),
        new Application(0.01, 0.01, 0),
        new RetryPolicy(200_000, 2_000_000),
        1,
        30_000_000_000L);
  }

  /** Returns these settings with other numbers of threads. */
  public RunSettings withThreads(int senders, int receivers) {
    return new RunSettings(
        messages,
        new Threads(senders, receivers),
        delivery,
        faults,
        application,
        retry,
        seed,
        stallLimitNanos);
  }

  /** Returns these settings with another W. */
  public RunSettings withWindow(int window) {
    return withDelivery(new Delivery(window, delivery.order, delivery.replyMode));
  }

  /** Returns these settings with another order of delivery. */
  public RunSettings withOrder(DeliveryOrder order) {
    return withDelivery(new Delivery(delivery.window, order, delivery.replyMode));
  }

  /** Returns these settings with or without replies. */
  public RunSettings withReplyMode(ReplyMode replyMode) {
    return withDelivery(new Delivery(delivery.window, delivery.order, replyMode));
  }

  /** Returns these settings with other network faults. */
  public RunSettings withFaults(Faults newFaults) {
    return new RunSettings(
        messages, threads, delivery, newFaults, application, retry, seed, stallLimitNanos);
  }

  /** Returns these settings with other probabilities of failures and cancellations. */
  public RunSettings withApplication(double handlerFailure, double cancel) {
    return withApplication(new Application(handlerFailure, cancel, application.reject));
  }

  /** Returns these settings with another probability of rejections. */
  public RunSettings withRejections(double reject) {
    return withApplication(new Application(application.handlerFailure, application.cancel, reject));
  }

  private RunSettings withApplication(Application newApplication) {
    return new RunSettings(
        messages, threads, delivery, faults, newApplication, retry, seed, stallLimitNanos);
  }

  /** Returns these settings with other timeouts. */
  public RunSettings withRetry(RetryPolicy newRetry) {
    return new RunSettings(
        messages, threads, delivery, faults, application, newRetry, seed, stallLimitNanos);
  }

  /** Returns these settings with another seed. */
  public RunSettings withSeed(long newSeed) {
    return new RunSettings(
        messages, threads, delivery, faults, application, retry, newSeed, stallLimitNanos);
  }

  /** Returns these settings with another stall limit. */
  public RunSettings withStallLimitNanos(long newStallLimitNanos) {
    return new RunSettings(
        messages, threads, delivery, faults, application, retry, seed, newStallLimitNanos);
  }

  /** Returns how many frames may queue in one direction: several for each message in the window. */
  int networkCapacity() {
    return (int) Math.min(Integer.MAX_VALUE, Math.max(1024, 4L * delivery.window));
  }

  private RunSettings withDelivery(Delivery newDelivery) {
    return new RunSettings(
        messages, threads, newDelivery, faults, application, retry, seed, stallLimitNanos);
  }

  private static void requirePositive(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be positive, not " + value);
    }
  }
}
