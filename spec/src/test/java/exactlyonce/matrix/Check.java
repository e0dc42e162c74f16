package exactlyonce.matrix;

/** A kind of check, as a column of the matrix. */
enum Check {
  UNIT_TESTS("unit tests"),
  VECTORS("vectors"),
  TLC("TLC"),
  EXPLORER("explorer"),
  JCSTRESS("jcstress"),
  LINCHECK("Lincheck"),
  TRACE("run + trace");

  private final String inWords;

  Check(String inWords) {
    this.inWords = inWords;
  }

  @Override
  public String toString() {
    return inWords;
  }
}
