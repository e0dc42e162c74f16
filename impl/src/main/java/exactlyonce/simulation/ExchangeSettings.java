package exactlyonce.simulation;

import exactlyonce.protocol.RetryPolicy;

/**
 * The settings of an {@link Exchange}. Start from {@link #of} and change what matters.
 *
 * @param messages how many to send; the ledger takes 5 bytes for each
 * @param senders how many threads submit messages and process replies
 * @param receivers how many threads process requests
 * @param window W, a power of two from 1 to 2^30
 * @param ordered whether messages take effect in the order of their numbers
 * @param faults of the network, in both directions
 * @param handlerFailure probability that a handler throws
 * @param cancel probability that a message is cancelled right after it was submitted
 * @param retry when the sender asks again
 * @param seed of all faults, failures and cancellations
 * @param stallLimitNanos the run is given up when no message was decided for so long
 */
public record ExchangeSettings(
    int messages,
    int senders,
    int receivers,
    int window,
    boolean ordered,
    Faults faults,
    double handlerFailure,
    double cancel,
    RetryPolicy retry,
    long seed,
    long stallLimitNanos) {

  /**
   * Checks the settings; the window size is checked by the windows.
   *
   * @throws IllegalArgumentException if a number or a probability is out of range
   */
  public ExchangeSettings {
    requirePositive("messages", messages);
    requirePositive("senders", senders);
    requirePositive("receivers", receivers);
    Faults.requireProbability("handlerFailure", handlerFailure);
    Faults.requireProbability("cancel", cancel);
    requirePositive("stallLimitNanos", stallLimitNanos);
  }

  /**
   * Returns settings for so many messages: two threads on each side, W = 4096, unordered, 30 % loss, 10 %
   * duplication, 10 % delay, 1 % failing handlers, 1 % cancellations, timeouts from 0.2 to 2 ms,
   * seed 1, 30 s until a stalled run is given up.
   */
  public static ExchangeSettings of(int messages) {
    return new ExchangeSettings(
        messages,
        2,
        2,
        4096,
        false,
        new Faults(0.3, 0.1, 0.1),
        0.01,
        0.01,
        new RetryPolicy(200_000, 2_000_000),
        1,
        30_000_000_000L);
  }

  /** Returns these settings with other numbers of threads. */
  public ExchangeSettings withThreads(int newSenders, int newReceivers) {
    return new ExchangeSettings(
        messages,
        newSenders,
        newReceivers,
        window,
        ordered,
        faults,
        handlerFailure,
        cancel,
        retry,
        seed,
        stallLimitNanos);
  }

  /** Returns these settings with another W. */
  public ExchangeSettings withWindow(int newWindow) {
    return new ExchangeSettings(
        messages,
        senders,
        receivers,
        newWindow,
        ordered,
        faults,
        handlerFailure,
        cancel,
        retry,
        seed,
        stallLimitNanos);
  }

  /** Returns these settings with ordered or unordered delivery. */
  public ExchangeSettings withOrdered(boolean newOrdered) {
    return new ExchangeSettings(
        messages,
        senders,
        receivers,
        window,
        newOrdered,
        faults,
        handlerFailure,
        cancel,
        retry,
        seed,
        stallLimitNanos);
  }

  /** Returns these settings with another network. */
  public ExchangeSettings withFaults(Faults newFaults) {
    return new ExchangeSettings(
        messages,
        senders,
        receivers,
        window,
        ordered,
        newFaults,
        handlerFailure,
        cancel,
        retry,
        seed,
        stallLimitNanos);
  }

  /** Returns these settings with other probabilities of failing handlers and cancellations. */
  public ExchangeSettings withApplication(double newHandlerFailure, double newCancel) {
    return new ExchangeSettings(
        messages,
        senders,
        receivers,
        window,
        ordered,
        faults,
        newHandlerFailure,
        newCancel,
        retry,
        seed,
        stallLimitNanos);
  }

  /** Returns these settings with other timeouts. */
  public ExchangeSettings withRetry(RetryPolicy newRetry) {
    return new ExchangeSettings(
        messages,
        senders,
        receivers,
        window,
        ordered,
        faults,
        handlerFailure,
        cancel,
        newRetry,
        seed,
        stallLimitNanos);
  }

  /** Returns these settings with another seed. */
  public ExchangeSettings withSeed(long newSeed) {
    return new ExchangeSettings(
        messages,
        senders,
        receivers,
        window,
        ordered,
        faults,
        handlerFailure,
        cancel,
        retry,
        newSeed,
        stallLimitNanos);
  }

  /** Returns these settings with another patience. */
  public ExchangeSettings withStallLimitNanos(long newStallLimitNanos) {
    return new ExchangeSettings(
        messages,
        senders,
        receivers,
        window,
        ordered,
        faults,
        handlerFailure,
        cancel,
        retry,
        seed,
        newStallLimitNanos);
  }

  private static void requirePositive(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be positive, not " + value);
    }
  }
}
