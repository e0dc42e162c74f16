package exactlyonce.soak;

import exactlyonce.simulation.SessionInstrumentation;
import exactlyonce.trace.ProcessRecorder;
import exactlyonce.trace.TraceKind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.LongConsumer;

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
   * @param listener is told the number in each line that the parent writes to standard input
   */
  static void run(Program program, LongConsumer listener) {
    Thread reader = new Thread(() -> listen(listener), "parent");
    reader.setDaemon(true);
    reader.start();
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

  private static void listen(LongConsumer listener) {
    try {
      BufferedReader input =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
      for (String line = input.readLine(); line != null; line = input.readLine()) {
        listener.accept(Long.parseLong(line));
      }
    } catch (IOException e) {
      // The parent is gone.
    }
    Runtime.getRuntime().halt(0);
  }
}
