package exactlyonce.stress;

/** What a test must show. */
enum Verdict {
  /** Nothing forbidden, and everything else that may be. */
  HOLDS,
  /** Something forbidden: the test judges what is broken on purpose. */
  VIOLATED
}
