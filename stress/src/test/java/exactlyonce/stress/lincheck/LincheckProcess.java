package exactlyonce.stress.lincheck;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Runs a test of this package in a JVM whose class path begins with a directory of other classes.
 * (Lincheck puts its code beside a test's with the loader of the application, so a second loader will not
 * do.)
 */
final class LincheckProcess {
  private LincheckProcess() {}

  /** Runs the test that the argument names, with its plain window. */
  public static void main(String[] arguments) throws ClassNotFoundException {
    Class<?> test = Class.forName(LincheckProcess.class.getPackageName() + "." + arguments[0]);
    Linearizability.check(test, test.getDeclaredClasses()[0]);
  }

  /**
   * Returns what the process has written; nothing, if the test has passed.
   *
   * @param scenarios how many, at most: the first that fails ends the test
   */
  static String run(Path classes, String test, int scenarios)
      throws IOException, InterruptedException {
    Process process = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Dlincheck=" + scenarios,
            "-cp",
            classes + File.pathSeparator + System.getProperty("java.class.path"),
            LincheckProcess.class.getName(),
            test)
        .redirectErrorStream(true)
        .start();
    try {
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      return process.waitFor() == 0 ? "" : output;
    } finally {
      process.destroyForcibly();
    }
  }
}
