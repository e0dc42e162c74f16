package exactlyonce.cli;

import exactlyonce.protocol.ReplyMode;
import exactlyonce.session.DeliveryOrder;
import exactlyonce.simulation.RunSettings;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of a run. */
final class RunOptions {

  private static final int MOST_THREADS = 256;
  private static final int GREATEST_WINDOW = 1 << 20;
  private static final int MOST_MESSAGES = 1_000_000_000;
  private static final double MOST_CRASHES = 0.05;

  @Option(
      names = "--messages",
      paramLabel = "N",
      description = "Number of messages to send. Default: ${DEFAULT-VALUE}.")
  private int messages = 200_000;

  @Option(
      names = "--senders",
      paramLabel = "N",
      description = "Number of sending threads. Default: ${DEFAULT-VALUE}.")
  private int senders = 2;

  @Option(
      names = "--receivers",
      paramLabel = "N",
      description = "Number of receiving threads. Default: ${DEFAULT-VALUE}.")
  private int receivers = 2;

  @Option(
      names = "--window",
      paramLabel = "W",
      description =
          "Number of messages that may be undecided at a time, a power of two. Default: ${DEFAULT-VALUE}.")
  private int window = 1024;

  @Option(
      names = "--crash",
      paramLabel = "P",
      description =
          "Probability that a side crashes at a step: a frame that it sends, a write or a report."
              + " It restarts from its disk. The receiver loses its disk in one of a thousand"
              + " crashes. Default: ${DEFAULT-VALUE}.")
  private double crash = 0;

  @Option(
      names = "--ordered",
      description = "Messages take effect one by one, in the order of their numbers.")
  private boolean ordered;

  @Option(
      names = "--two-way",
      description = "Handlers reply, and the outcome of a message comes with its reply.")
  private boolean twoWay;

  @Option(
      names = "--reject",
      paramLabel = "P",
      description =
          "Probability that a handler rejects its message for good. Default: ${DEFAULT-VALUE}.")
  private double reject = 0;

  @Mixin
  private FaultOptions faults = new FaultOptions();

  /**
   * The settings, in which some handlers fail and some messages are cancelled.
   *
   * @throws BadInput if an option has a value that makes no sense
   */
  RunSettings settings() {
    Numbers.between("--messages", messages, 1, MOST_MESSAGES);
    Numbers.between("--senders", senders, 1, MOST_THREADS);
    Numbers.between("--receivers", receivers, 1, MOST_THREADS);
    Numbers.between("--window", window, 1, GREATEST_WINDOW);
    if (Integer.bitCount(window) != 1) {
      throw new BadInput("not a power of two", "--window " + window, "give 1, 2, 4, 8, ...");
    }
    Numbers.probability("--crash", crash);
    if (crash > MOST_CRASHES) {
      throw new BadInput(
          "nothing gets done when a side crashes so often",
          "--crash " + crash,
          "give at most " + MOST_CRASHES);
    }
    Numbers.probability("--reject", reject);
    return RunSettings.of(messages)
        .withRejections(reject)
        .withThreads(senders, receivers)
        .withWindow(window)
        .withOrder(ordered ? DeliveryOrder.ORDERED : DeliveryOrder.UNORDERED)
        .withReplyMode(twoWay ? ReplyMode.WITH_REPLIES : ReplyMode.WITHOUT_REPLIES)
        .withFaults(faults.faults())
        .withSeed(faults.seed());
  }

  /** The probability of a crash at each step; checked by {@link #settings}. */
  double crash() {
    return crash;
  }
}
