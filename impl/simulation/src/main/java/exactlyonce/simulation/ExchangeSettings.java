package exactlyonce.simulation;

import exactlyonce.protocol.RetryPolicy;
import java.util.function.Consumer;

/**
 * The settings of an {@link Exchange}. Start from {@link #of} and change what matters.
 *
 * @param messages how many to send; the ledger takes 13 bytes for each, or 17 if they have replies
 * @param senders how many threads submit messages and process replies
 * @param receivers how many threads process requests
 * @param window W, a power of two from 1 to 2^30
 * @param ordered whether messages take effect in the order of their numbers
 * @param twoWay whether handlers reply
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
    boolean twoWay,
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
   * Returns settings for so many messages: two threads on each side, W = 4096, unordered, without
   * replies, 30 % loss, 10 % duplication, 10 % delay, 1 % failing handlers, 1 % cancellations,
   * timeouts from 0.2 to 2 ms, seed 1, 30 s until a stalled run is given up.
   */
  public static ExchangeSettings of(int messages) {
    return new ExchangeSettings(
        messages,
        2,
        2,
        4096,
        false,
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
    return with(draft -> {
      draft.senders = newSenders;
      draft.receivers = newReceivers;
    });
  }

  /** Returns these settings with another W. */
  public ExchangeSettings withWindow(int newWindow) {
    return with(draft -> draft.window = newWindow);
  }

  /** Returns these settings with ordered or unordered delivery. */
  public ExchangeSettings withOrdered(boolean newOrdered) {
    return with(draft -> draft.ordered = newOrdered);
  }

  /** Returns these settings with or without replies. */
  public ExchangeSettings withTwoWay(boolean newTwoWay) {
    return with(draft -> draft.twoWay = newTwoWay);
  }

  /** Returns these settings with another network. */
  public ExchangeSettings withFaults(Faults newFaults) {
    return with(draft -> draft.faults = newFaults);
  }

  /** Returns these settings with other applications on the two sides. */
  public ExchangeSettings withApplication(double newHandlerFailure, double newCancel) {
    return with(draft -> {
      draft.handlerFailure = newHandlerFailure;
      draft.cancel = newCancel;
    });
  }

  /** Returns these settings with other timeouts. */
  public ExchangeSettings withRetry(RetryPolicy newRetry) {
    return with(draft -> draft.retry = newRetry);
  }

  /** Returns these settings with another seed. */
  public ExchangeSettings withSeed(long newSeed) {
    return with(draft -> draft.seed = newSeed);
  }

  /** Returns these settings with another limit for a run that stalls. */
  public ExchangeSettings withStallLimitNanos(long newStallLimitNanos) {
    return with(draft -> draft.stallLimitNanos = newStallLimitNanos);
  }

  /** How many frames may queue in one direction: several for each message in the window. */
  int networkCapacity() {
    return (int) Math.min(Integer.MAX_VALUE, Math.max(1024, 4L * window));
  }

  private ExchangeSettings with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.settings();
  }

  private static void requirePositive(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be positive, not " + value);
    }
  }

  /** The settings while they are changed. */
  private static final class Draft {
    private final int messages;
    private int senders;
    private int receivers;
    private int window;
    private boolean ordered;
    private boolean twoWay;
    private Faults faults;
    private double handlerFailure;
    private double cancel;
    private RetryPolicy retry;
    private long seed;
    private long stallLimitNanos;

    Draft(ExchangeSettings settings) {
      messages = settings.messages;
      senders = settings.senders;
      receivers = settings.receivers;
      window = settings.window;
      ordered = settings.ordered;
      twoWay = settings.twoWay;
      faults = settings.faults;
      handlerFailure = settings.handlerFailure;
      cancel = settings.cancel;
      retry = settings.retry;
      seed = settings.seed;
      stallLimitNanos = settings.stallLimitNanos;
    }

    ExchangeSettings settings() {
      return new ExchangeSettings(
          messages,
          senders,
          receivers,
          window,
          ordered,
          twoWay,
          faults,
          handlerFailure,
          cancel,
          retry,
          seed,
          stallLimitNanos);
    }
  }
}
