package exactlyonce.soak;

/**
 * An order.
 *
 * @param number from 1
 * @param item what is ordered: random, so that bookings that were mixed up are noticed
 */
record Order(long number, String item) {
  static Order parse(String payload) {
    int space = payload.indexOf(' ');
    return new Order(Long.parseLong(payload.substring(0, space)), payload.substring(space + 1));
  }

  String payload() {
    return number + " " + item;
  }

  /** The reply to it. */
  String reply() {
    return "booked " + payload();
  }
}
