package exactlyonce.cli;

/** Checks numbers that the caller has given. */
final class Numbers {

  private Numbers() {}

  static void between(String option, long value, long least, long most) {
    if (value < least || value > most) {
      throw new BadInput(
          "out of range", option + " " + value, "give a number from " + least + " to " + most);
    }
  }

  static void probability(String option, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new BadInput("not a probability", option + " " + value, "give a number from 0 to 1");
    }
  }
}
