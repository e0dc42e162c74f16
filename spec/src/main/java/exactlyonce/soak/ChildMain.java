package exactlyonce.soak;

import exactlyonce.simulation.SessionInstrumentation;
import exactlyonce.trace.ProcessRecorder;
import exactlyonce.trace.TraceKind;
import java.io.IOException;
import java.nio.file.Path;

/** What both programs have in common. They end with their parent, whatever ends it. */
final class ChildMain {
  /** A program. */
  interface Program {
    void run() throws Exception;
  }

  private ChildMain() {}

  /**
   * Runs a program to its end, and ends this process with it.
   *
   * @param stop is called when the parent asks for the end, by a byte on standard input
   */
  static void run(Program program, Runnable stop) {
    Thread parent = new Thread(() -> obeyParent(stop), "parent");
    parent.setDaemon(true);
    parent.start();
    try {
      program.run();
      Runtime.getRuntime().halt(0);
    } catch (Throwable e) {
      e.printStackTrace();
      Runtime.getRuntime().halt(1);
    }
  }

  /**
   * What sees all that the program does: a recorder, if this argument is there, the name of its file.
   */
  static SessionInstrumentation<String, String> recording(String[] args, int index)
      throws IOException {
    return index < args.length
        ? new ProcessRecorder(Path.of(args[index]), TraceKind.CRASHES)
        : SessionInstrumentation.direct();
  }

  private static void obeyParent(Runnable stop) {
    try {
      while (System.in.read() >= 0) {
        stop.run();
      }
    } catch (IOException e) {
      // The parent is gone.
    }
    Runtime.getRuntime().halt(0);
  }
}
