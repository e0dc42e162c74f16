package exactlyonce.stress.model;

/**
 * An access in the code under test.
 *
 * @param method class and method, as in {@code ReceiveWindow.claim}
 * @param number 1 for the first access of the method in the text, and so on. The copies that javac makes
 *     of a {@code finally} block are one access
 * @param line its line in the source
 * @param call the called method of {@code VarHandle}, or of an atomic, or {@code get} and {@code set}
 */
public record Site(String method, int number, int line, String call) {
  /** Returns its name, as in {@code ReceiveWindow.claim#1}. */
  public String name() {
    return method + "#" + number;
  }

  @Override
  public String toString() {
    return name();
  }
}
