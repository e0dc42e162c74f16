package exactlyonce.simulation;

/**
 * The faults of a network, as independent probabilities from 0 to 1.
 *
 * @param loss the probability that a copy of a frame is lost
 * @param duplicate the probability that the network makes a second copy, which is lost or delayed
 *     independently
 * @param delay the probability that a copy is overtaken by later frames
 */
public record Faults(double loss, double duplicate, double delay) {
  /** Every frame arrives once, in order. */
  public static final Faults NONE = new Faults(0, 0, 0);

  /**
   * Checks the probabilities.
   *
   * @throws IllegalArgumentException if one is not from 0 to 1
   */
  public Faults {
    requireProbability("loss", loss);
    requireProbability("duplicate", duplicate);
    requireProbability("delay", delay);
  }

  static void requireProbability(String name, double value) {
    if (!(value >= 0 && value <= 1)) { // so that NaN is refused
      throw new IllegalArgumentException(name + " must be a probability from 0 to 1, not " + value);
    }
  }
}
