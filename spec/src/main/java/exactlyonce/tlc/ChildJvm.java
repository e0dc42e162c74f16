package exactlyonce.tlc;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The parent's end of a child process, see {@link TlcChild}. Used by one thread at a time. */
final class ChildJvm {

  /** Stands for the end of the child's output. */
  private static final String GONE = "";

  private final Process process;
  private final Writer requests;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private int runs;

  private ChildJvm(Process process) {
    this.process = process;
    this.requests = process.outputWriter(StandardCharsets.UTF_8);
    Thread reader = new Thread(this::read, "output of TLC");
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Starts a child with our own class path.
   *
   * @param home its working directory, where it keeps its temporary files
   */
  static ChildJvm start(Path home, List<String> jvmOptions, Optional<Path> tla2tools)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions);
    command.add("-Djava.io.tmpdir=" + Files.createDirectories(home.resolve("tmp")));
    command.add("-Djava.awt.headless=true");
    command.add("-cp");
    command.add(classPath(home, tla2tools));
    command.add(TlcChild.class.getName());
    return new ChildJvm(new ProcessBuilder(command)
        .directory(home.toFile())
        .redirectErrorStream(true)
        .start());
  }

  /**
   * This program's class path, for a child.
   *
   * <p>In the URL of a resource, {@code !/} separates a jar's path from the entry's. So classes of a jar
   * in a directory whose name ends in {@code !} are found, but resources, such as TLC's standard
   * modules, are not. The child gets a copy of such a jar.
   *
   * @param home where copies may be written; the system temporary directory should have no such name
   * @param inFront a jar that comes before the others
   */
  static String classPath(Path home, Optional<Path> inFront) throws IOException {
    List<Path> entries = new ArrayList<>();
    inFront.ifPresent(entries::add);
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      if (!entry.isEmpty()) {
        entries.add(Path.of(entry));
      }
    }
    List<String> path = new ArrayList<>();
    for (Path entry : entries) {
      Path absolute = entry.toAbsolutePath();
      if (absolute.toUri().getPath().contains("!/") && Files.isRegularFile(absolute)) {
        absolute = copy(absolute, home.resolve(path.size() + "-" + absolute.getFileName()));
      }
      path.add(absolute.toString());
    }
    return String.join(File.pathSeparator, path);
  }

  private static Path copy(Path jar, Path to) throws IOException {
    if (!Files.exists(to)) {
      Files.copy(jar, to);
    }
    return to;
  }

  private void read() {
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (!line.isEmpty()) {
          lines.add(line);
        }
      }
    } catch (IOException e) {
      // The process was killed while its output was read.
    }
    lines.add(GONE);
  }

  /** The number of runs so far. */
  int runs() {
    return runs;
  }

  /**
   * Runs a model.
   *
   * @param listener is told each line, first character included
   * @return TLC's error code; empty if the process ended instead
   * @throws TimeoutPassed if it took too long; the process is ended
   * @throws InterruptedException if this thread was interrupted; the process is ended
   */
  OptionalInt run(ChildRequest request, Duration timeout, Consumer<String> listener)
      throws InterruptedException, TimeoutPassed {
    runs++;
    if (!send(request)) {
      return OptionalInt.empty();
    }
    long deadline = System.nanoTime() + timeout.toNanos();
    try {
      while (true) {
        String line = lines.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (line == null) {
          throw new TimeoutPassed();
        } else if (line.equals(GONE)) {
          return OptionalInt.empty();
        } else if (line.charAt(0) == ChildOutput.END) {
          return ChildOutput.code(line);
        }
        listener.accept(line);
      }
    } catch (InterruptedException | TimeoutPassed | RuntimeException e) {
      kill();
      throw e;
    }
  }

  private boolean send(ChildRequest request) {
    try {
      requests.write(request.toJson() + "\n");
      requests.flush();
      return true;
    } catch (IOException e) {
      return false; // the process has ended
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Ends the process at once, and waits until it is no more. */
  void kill() {
    process.destroyForcibly();
    boolean interrupted = Thread.interrupted();
    while (process.isAlive()) {
      try {
        process.waitFor();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** A run took longer than allowed. */
  static final class TimeoutPassed extends Exception {
    private static final long serialVersionUID = 1;
  }
}
