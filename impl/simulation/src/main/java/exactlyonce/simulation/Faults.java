package exactlyonce.simulation;

/**
 * What a network does to each frame, as independent probabilities from 0 to 1.
 *
 * @param loss that a copy of the frame vanishes
 * @param duplicate that the network makes a second copy, which has a fate of its own
 * @param delay that a copy is overtaken by later frames
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
