package exactlyonce.soak;

import java.util.concurrent.CountDownLatch;

/** A receiver that does nothing. */
public final class NeverListens {
  public static void main(String[] args) {
    System.out.println("good morning");
    ChildMain.run(() -> new CountDownLatch(1).await(), number -> {});
  }
}
