package exactlyonce.bench;

/** What a benchmark must be seen to allocate. */
enum Allocation {
  /** Nothing for a message. */
  NONE,
  /** Objects for each message: the measurement would see them. */
  SOME
}
