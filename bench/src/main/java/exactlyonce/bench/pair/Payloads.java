package exactlyonce.bench.pair;

/**
 * Payloads that are used again once they are confirmed, so that the harness allocates nothing for a
 * message.
 */
public final class Payloads {
  /** A payload: the number of its message. */
  public static final class Payload {
    private long number;

    private Payload() {}

    /** Returns the number of its message. */
    public long number() {
      return number;
    }
  }

  private final Payload[] ring;

  /** Creates payloads for this many open messages, a power of two. */
  public Payloads(int window) {
    // Twice as many: one of the last lap may still be on its way.
    ring = new Payload[2 * window];
    for (int i = 0; i < ring.length; i++) {
      ring[i] = new Payload();
    }
  }

  /** Returns the payload of a message; that of the message two windows before is over. */
  public Payload of(long number) {
    Payload payload = ring[(int) number & (ring.length - 1)];
    payload.number = number;
    return payload;
  }
}
