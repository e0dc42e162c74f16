package exactlyonce.bench;

/** What a benchmark must allocate. */
enum Allocation {
  /** Nothing per message. */
  NONE,
  /** Objects for each message, which shows that the measurement detects allocation. */
  SOME
}
