package exactlyonce.cli;

import exactlyonce.protocol.ReplyMode;
import exactlyonce.session.DeliveryOrder;
import exactlyonce.simulation.Faults;
import exactlyonce.simulation.RunSettings;
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
      names = "--loss",
      paramLabel = "P",
      description = "Probability that a frame is lost. Default: ${DEFAULT-VALUE}.")
  private double loss = 0.3;

  @Option(
      names = "--duplicate",
      paramLabel = "P",
      description = "Probability that a frame is duplicated. Default: ${DEFAULT-VALUE}.")
  private double duplicate = 0.1;

  @Option(
      names = "--delay",
      paramLabel = "P",
      description =
          "Probability that a frame is held back and overtaken. Default: ${DEFAULT-VALUE}.")
  private double delay = 0.1;

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
      names = "--seed",
      paramLabel = "N",
      description = "Seed of all faults. The interleaving of the threads still varies."
          + " Default: ${DEFAULT-VALUE}.")
  private long seed = 1;

  /**
   * The settings, in which some handlers fail and some messages are cancelled.
   *
   * @throws BadInput if an option has a value that makes no sense
   */
  RunSettings settings() {
    between("--messages", messages, 1, MOST_MESSAGES);
    between("--senders", senders, 1, MOST_THREADS);
    between("--receivers", receivers, 1, MOST_THREADS);
    between("--window", window, 1, GREATEST_WINDOW);
    if (Integer.bitCount(window) != 1) {
      throw new BadInput("not a power of two", "--window " + window, "give 1, 2, 4, 8, ...");
    }
    probability("--loss", loss);
    probability("--duplicate", duplicate);
    probability("--delay", delay);
    probability("--crash", crash);
    if (crash > MOST_CRASHES) {
      throw new BadInput(
          "nothing gets done when a side crashes so often",
          "--crash " + crash,
          "give at most " + MOST_CRASHES);
    }
    if (loss == 1) {
      throw new BadInput(
          "nothing can arrive when every frame is lost", "--loss 1", "give less than 1");
    }
    return RunSettings.of(messages)
        .withThreads(senders, receivers)
        .withWindow(window)
        .withOrder(ordered ? DeliveryOrder.ORDERED : DeliveryOrder.UNORDERED)
        .withReplyMode(twoWay ? ReplyMode.WITH_REPLIES : ReplyMode.WITHOUT_REPLIES)
        .withFaults(new Faults(loss, duplicate, delay))
        .withSeed(seed);
  }

  /** The probability of a crash at each step; checked by {@link #settings}. */
  double crash() {
    return crash;
  }

  private static void between(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new BadInput(
          "out of range", option + " " + value, "give a number from " + least + " to " + most);
    }
  }

  private static void probability(String option, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new BadInput("not a probability", option + " " + value, "give a number from 0 to 1");
    }
  }
}
