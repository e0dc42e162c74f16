package exactlyonce.bench;

/**
 * How many operations one call of a benchmark makes: what JMH adds to a call is as long as an increment, and
 * is no part of an operation.
 */
final class Batch {
  static final int SIZE = 1024;

  private Batch() {}
}
