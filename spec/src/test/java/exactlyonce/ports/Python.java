package exactlyonce.ports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;

/** The Python of this machine. */
public final class Python {
  private Python() {}

  /** Skips a test where there is none, unless {@code -Dpython=required} is given: then it fails. */
  public static void assumeIsHere() throws Exception {
    boolean found;
    try {
      found = new ProcessBuilder("python3", "-c", "import sys; sys.exit(sys.version_info < (3, 9))")
              .redirectErrorStream(true)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      found = false;
    }
    if ("required".equals(System.getProperty("python"))) {
      assertThat(found).as("there is a python3, 3.9 or later").isTrue();
    }
    assumeTrue(found, "there is no python3, 3.9 or later");
  }
}
