package exactlyonce.cli;

import exactlyonce.simulation.Faults;
import picocli.CommandLine.Option;

/** What a network does, and the seed of all chance. */
final class FaultOptions {

  @Option(
      names = "--loss",
      paramLabel = "P",
      description = "Probability that a frame or datagram is lost. Default: ${DEFAULT-VALUE}.")
  private double loss = 0.3;

  @Option(
      names = "--duplicate",
      paramLabel = "P",
      description =
          "Probability that a frame or datagram is duplicated. Default: ${DEFAULT-VALUE}.")
  private double duplicate = 0.1;

  @Option(
      names = "--delay",
      paramLabel = "P",
      description =
          "Probability that a frame or datagram is held back and overtaken. Default: ${DEFAULT-VALUE}.")
  private double delay = 0.1;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of all faults. How threads and processes interleave still varies."
          + " Default: ${DEFAULT-VALUE}.")
  private long seed = 1;

  /**
   * The faults.
   *
   * @throws BadInput if an option has a value that makes no sense
   */
  Faults faults() {
    Numbers.probability("--loss", loss);
    Numbers.probability("--duplicate", duplicate);
    Numbers.probability("--delay", delay);
    if (loss == 1) {
      throw new BadInput(
          "nothing can arrive when every frame is lost", "--loss 1", "give less than 1");
    }
    return new Faults(loss, duplicate, delay);
  }

  long seed() {
    return seed;
  }
}
