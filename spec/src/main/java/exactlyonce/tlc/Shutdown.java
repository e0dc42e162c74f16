package exactlyonce.tlc;

import java.util.concurrent.locks.LockSupport;

/** The end of this virtual machine, by Ctrl-C for example. */
public final class Shutdown {

  private Shutdown() {}

  /**
   * Returns at once, unless this virtual machine is about to end; then never. What failed because of
   * that is nothing to report, and what would be written now would be left behind.
   */
  public static void waitIfUnderway() {
    while (isUnderway()) {
      boolean ignored = Thread.interrupted(); // park would return at once
      LockSupport.park();
    }
  }

  private static boolean isUnderway() {
    Thread hook = new Thread();
    try {
      Runtime.getRuntime().addShutdownHook(hook);
      Runtime.getRuntime().removeShutdownHook(hook);
      return false;
    } catch (IllegalStateException e) {
      return true;
    }
  }
}
