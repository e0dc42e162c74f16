package exactlyonce.stress.model;

/** Hashes numbers to 128 bits: two states of a search are taken to be equal if these are. */
public final class Fingerprint {
  private long first = 0x9E3779B97F4A7C15L;
  private long second = 0xC2B2AE3D27D4EB4FL;

  /** Adds a number. */
  public void add(long number) {
    first = mix(first ^ number, 0xBF58476D1CE4E5B9L);
    second = mix(second + number, 0x94D049BB133111EBL);
  }

  /** Returns the first half. */
  public long first() {
    return first;
  }

  /** Returns the second half. */
  public long second() {
    return second;
  }

  private static long mix(long hash, long odd) {
    long mixed = (hash ^ (hash >>> 31)) * odd;
    return mixed ^ (mixed >>> 29);
  }
}
