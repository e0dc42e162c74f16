package exactlyonce.soak;

/** A receiver that gives up. */
public final class EndsByItself {
  public static void main(String[] args) {
    System.err.println("no more paper");
    System.exit(3);
  }
}
