package exactlyonce.stress;

/** What a test must show. */
enum Verdict {
  /** Nothing forbidden, and every acceptable outcome. */
  HOLDS,
  /** Something forbidden: the code under test is broken on purpose. */
  VIOLATED
}
