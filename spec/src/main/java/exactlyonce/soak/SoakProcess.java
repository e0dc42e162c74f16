package exactlyonce.soak;

import exactlyonce.tlc.TemporaryDirectory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The parent's end of a child process. */
final class SoakProcess {
  private static final int LINES_KEPT = 8;

  private final Process process;
  private final Path temporary;
  private final Thread reader;
  private final Deque<String> lastLines = new ArrayDeque<>();

  private SoakProcess(Process process, Path temporary, Consumer<ChildReport> listener) {
    this.process = process;
    this.temporary = temporary;
    reader = new Thread(() -> read(listener), "output of a child");
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Starts a child with our own class path.
   *
   * @param scratch a directory for what the child unpacks for itself (SQLite's driver does), and would
   *     leave behind when it is killed
   * @param listener is told what it reports, by another thread
   */
  static SoakProcess start(
      Class<?> main, Path scratch, List<String> arguments, Consumer<ChildReport> listener)
      throws IOException {
    Path temporary = Files.createTempDirectory(scratch, "process-");
    List<String> command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx256m",
        "-XX:+UseSerialGC",
        "-XX:-UsePerfData", // a file that a killed process would leave behind
        "-Djava.io.tmpdir=" + temporary.toAbsolutePath(),
        "-cp",
        System.getProperty("java.class.path"),
        main.getName()));
    command.addAll(arguments);
    return new SoakProcess(
        new ProcessBuilder(command).redirectErrorStream(true).start(), temporary, listener);
  }

  private void read(Consumer<ChildReport> listener) {
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        ChildReport report = ChildReport.parse(line);
        if (report == null) {
          keep(line);
        } else {
          listener.accept(report);
        }
      }
    } catch (IOException e) {
      // The process was killed while its output was read.
    }
  }

  private synchronized void keep(String line) {
    lastLines.add(line);
    if (lastLines.size() > LINES_KEPT) {
      lastLines.remove();
    }
  }

  /** Its last output, without reports, in one line. */
  synchronized String lastOutput() {
    return lastLines.isEmpty() ? "(none)" : String.join(" | ", lastLines);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Returns the exit code of a process that has ended, and waits for the last of its output. */
  int exitCode() throws InterruptedException {
    int code = process.waitFor();
    reader.join();
    return code;
  }

  /** Waits for its end; returns whether it has come in time. */
  boolean endsWithin(Duration limit) throws InterruptedException {
    return process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Tells it a number. */
  void tell(long number) {
    try {
      process.getOutputStream().write((number + "\n").getBytes(StandardCharsets.US_ASCII));
      process.getOutputStream().flush();
    } catch (IOException e) {
      // It has ended already.
    }
  }

  /**
   * Ends it at once, as kill -9 does, waits until it is no more and its output is read, and removes what
   * it leaves behind.
   */
  void kill() {
    process.toHandle().destroyForcibly(); // process.destroyForcibly would also close its output
    boolean interrupted = Thread.interrupted();
    while (true) {
      try {
        exitCode();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    try {
      TemporaryDirectory.delete(temporary);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + temporary, e);
    }
  }
}
