package exactlyonce.tlc;

import exactlyonce.tlc.TlcResult.Verdict;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Runs a model by TLC's own distributed mode: a server and some workers, each a process of its own, on
 * this machine. It checks invariants and what a step may do, but no liveness, and says neither what was
 * violated nor from which initial state on.
 *
 * <p>As with {@link Tlc}, no process and no file is left after {@link #close} or the end of this virtual
 * machine.
 */
public final class DistributedTlc implements AutoCloseable {

  private static final String HOST = "localhost";
  private static final String HOLDS = "Model checking completed. No error has been found.";
  private static final String BEHAVIOUR = "The behavior up to this point is:";
  private static final String ERROR = "Error: ";
  private static final Pattern COUNTS =
      Pattern.compile("([\\d,]+) states generated, ([\\d,]+) distinct states found.*");
  private static final String PROPERTY = "-Dtlc2.tool.distributed.";

  /** Now and then, where a worker registers while the server of a small model ends; so try again. */
  private static final String UNEXPECTED = "TLC threw an unexpected exception";

  /** How long the server may wait for work to be taken when there is no worker left. */
  private static final int PATIENCE_SECONDS = 20;

  private final TemporaryDirectory directory = TemporaryDirectory.create(this::killAll);
  private final AtomicInteger names = new AtomicInteger();
  private final Set<Process> processes = new HashSet<>();
  private boolean closed;

  /**
   * Runs a model. Of the request, workers, arguments and system properties have no meaning here.
   *
   * @param workers the number of worker processes, each with one thread
   * @return if nothing is violated, the number of distinct states; if something is, only that
   */
  public TlcResult run(TlcRequest request, int workers) throws InterruptedException {
    TlcResult result = runOnce(request, workers);
    return result.message().startsWith(UNEXPECTED) ? runOnce(request, workers) : result;
  }

  private TlcResult runOnce(TlcRequest request, int workers) throws InterruptedException {
    long start = System.nanoTime();
    Path home = directory.path().resolve("run-" + names.incrementAndGet());
    List<Process> started = new ArrayList<>();
    try {
      Files.createDirectory(home);
      copyModules(request, home);
      Files.writeString(home.resolve("model.cfg"), request.config());
      int port = freePort();
      Process server = start(home, TlcNode.SERVER, request, port);
      started.add(server);
      for (int i = 1; i <= workers; i++) {
        started.add(start(home, TlcNode.WORKER + i, request, port));
      }
      boolean ended = waitFor(server, started.subList(1, started.size()));
      failIfClosed();
      List<String> log = Files.readAllLines(home.resolve(TlcNode.SERVER + ".log"));
      return ended
          ? result(log, seconds(start))
          : TlcResult.error("all workers ended: " + last(home), seconds(start), log);
    } catch (IOException e) {
      failIfClosed();
      return TlcResult.error("cannot run TLC: " + e, seconds(start), List.of());
    } finally {
      started.forEach(DistributedTlc::kill);
      forget(started);
    }
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  /** Workers get the modules from the server, which has them in its working directory. */
  private static void copyModules(TlcRequest request, Path home) throws IOException {
    for (Path source : request.directories()) {
      try (Stream<Path> files = Files.list(source)) {
        for (Path file : files.filter(f -> f.toString().endsWith(".tla")).toList()) {
          Path copy = home.resolve(file.getFileName().toString());
          if (!Files.exists(copy)) {
            Files.copy(file, copy);
          }
        }
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private Process start(Path home, String name, TlcRequest request, int port) throws IOException {
    boolean isServer = name.equals(TlcNode.SERVER);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx1g", "-XX:+UseSerialGC"));
    command.addAll(request.jvmOptions());
    command.add("-Djava.io.tmpdir=" + Files.createDirectory(home.resolve(name + "-tmp")));
    command.add("-Djava.rmi.server.hostname=" + HOST);
    command.add(PROPERTY + "TLCServer.expectedFPSetCount=0");
    command.add(PROPERTY + "TLCServer.port=" + port);
    command.add(PROPERTY + "TLCWorker.threadCount=1");
    command.addAll(
        List.of("-cp", ChildJvm.classPath(home, Optional.empty()), TlcNode.class.getName()));
    if (isServer) {
      command.add(TlcNode.SERVER);
      if (!new TlcConfig(request.config()).checksDeadlock()) {
        command.add("-deadlock"); // the server does not look into the configuration for it
      }
      command.addAll(List.of("-fp", "0", "-checkpoint", "0"));
      command.addAll(List.of("-metadir", home.resolve("states").toString()));
      command.addAll(List.of("-config", "model.cfg", request.module()));
    } else {
      command.addAll(List.of(TlcNode.WORKER, HOST));
    }
    ProcessBuilder builder = new ProcessBuilder(command)
        .directory(home.toFile())
        .redirectErrorStream(true)
        .redirectOutput(new File(home.toFile(), name + ".log"));
    synchronized (processes) {
      if (closed) {
        throw new IOException("closed"); // a process started now would be left behind
      }
      Process process = builder.start();
      processes.add(process);
      return process;
    }
  }

  /** Whether the server ended; if not, all workers did. */
  private static boolean waitFor(Process server, List<Process> workers)
      throws InterruptedException {
    int alone = 0;
    while (!server.waitFor(1, TimeUnit.SECONDS)) {
      alone = workers.stream().anyMatch(Process::isAlive) ? 0 : alone + 1;
      if (alone > PATIENCE_SECONDS) {
        return false;
      }
    }
    return true;
  }

  private static String last(Path home) throws IOException {
    List<String> lines = Files.readAllLines(home.resolve(TlcNode.WORKER + "1.log"));
    return lines.isEmpty() ? "they printed nothing" : lines.get(lines.size() - 1);
  }

  /** TLC's exit code is 0, whatever it found. */
  private static TlcResult result(List<String> log, double seconds) {
    Verdict verdict = log.contains(HOLDS) ? Verdict.HOLDS : Verdict.ERROR;
    String message = "";
    OptionalLong distinct = OptionalLong.empty();
    for (String line : log) {
      Matcher counts = COUNTS.matcher(line);
      if (counts.matches()) {
        distinct = OptionalLong.of(Long.parseLong(counts.group(2).replace(",", "")));
      } else if (line.startsWith(ERROR) && message.isEmpty()) {
        message = line.substring(ERROR.length());
        verdict = line.endsWith(BEHAVIOUR) ? Verdict.VIOLATED : Verdict.ERROR;
      }
    }
    if (verdict == Verdict.ERROR) {
      String last = log.isEmpty() ? "it printed nothing" : log.get(log.size() - 1);
      return TlcResult.error(message.isEmpty() ? last : message, seconds, log);
    }
    return new TlcResult(
        verdict,
        Optional.empty(),
        message,
        Optional.empty(),
        verdict == Verdict.HOLDS ? distinct : OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalInt.empty(),
        seconds,
        List.copyOf(log));
  }

  private void failIfClosed() throws InterruptedException {
    synchronized (processes) {
      if (!closed) {
        return;
      }
    }
    Shutdown.waitIfUnderway();
    throw new IllegalStateException("TLC is closed");
  }

  private void killAll() {
    synchronized (processes) {
      closed = true;
      processes.forEach(DistributedTlc::kill);
    }
  }

  private void forget(List<Process> ended) {
    synchronized (processes) {
      processes.removeAll(ended);
    }
  }

  private static void kill(Process process) {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** Ends all runs, processes included, and deletes all files. */
  @Override
  public void close() {
    directory.close();
  }
}
