package exactlyonce.cli;

/**
 * The caller's input cannot be used. The message is the one line that is printed, in three parts: what
 * is wrong, where, and how to fix it. The program ends with code 2.
 */
final class BadInput extends RuntimeException {
  private static final long serialVersionUID = 1;

  BadInput(String what, String where, String howToFix) {
    super(oneLine(what) + ", " + oneLine(where) + ", " + oneLine(howToFix));
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }
}
