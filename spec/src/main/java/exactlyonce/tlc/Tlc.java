package exactlyonce.tlc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * TLC, ready to run models. It keeps a few child processes, each of which runs one model after the
 * other. Thread-safe: several threads may run models at the same time, and wait when all processors
 * are taken.
 *
 * <p>After {@link #close}, and after the end of this virtual machine in whatever way, no child process
 * is left; after {@code close}, Ctrl-C or {@code SIGTERM}, no file either.
 */
public final class Tlc implements AutoCloseable {

  /** Every class loader costs some metaspace, and not all of it comes back. */
  private static final int RUNS_PER_PROCESS = 60;

  private static final int MOST_PROCESSES = 2;

  /** TLC's classes are loaded several times; that they are verified again shows nothing new. */
  private static final List<String> JVM_OPTIONS = List.of(
      "-Xmx1g",
      "-XX:+UseSerialGC",
      "-XX:MetaspaceSize=256m",
      "-XX:+UnlockDiagnosticVMOptions",
      "-XX:-BytecodeVerificationRemote");

  /**
   * Each model runs classes that are new to the virtual machine. A brief run ends before the second
   * compiler's code would pay. A long one needs it, but ten times later than usual.
   */
  private static final List<String> BRIEF = List.of("-XX:TieredStopAtLevel=1");

  private static final List<String> LONG = List.of(
      "-XX:Tier4InvocationThreshold=50000",
      "-XX:Tier4MinInvocationThreshold=6000",
      "-XX:Tier4CompileThreshold=150000",
      "-XX:Tier4BackEdgeThreshold=400000");

  private final int concurrency;
  private final Optional<Path> tla2tools;
  private final Semaphore processors;
  private final TemporaryDirectory directory;
  private final Deque<ChildJvm> idle = new ArrayDeque<>();
  private final Deque<ChildJvm> idleForBrief = new ArrayDeque<>();
  private final Set<ChildJvm> children = new HashSet<>();
  private final AtomicInteger names = new AtomicInteger();
  private boolean closed;

  /**
   * Starts nothing yet: processes are started when they are needed.
   *
   * @param concurrency the number of models, or of workers, that may run at the same time
   * @param tla2tools a jar with another version of TLC than the one on the class path
   */
  public Tlc(int concurrency, Optional<Path> tla2tools) {
    if (concurrency < 1) {
      throw new IllegalArgumentException("concurrency must be at least 1, not " + concurrency);
    }
    this.concurrency = concurrency;
    this.tla2tools = tla2tools;
    this.processors = new Semaphore(concurrency, true);
    this.directory = TemporaryDirectory.create(this::killChildren);
  }

  /** As many models at the same time as this machine has processors, two at most. */
  public Tlc() {
    this(defaultConcurrency(), Optional.empty());
  }

  public static int defaultConcurrency() {
    return Math.min(MOST_PROCESSES, Runtime.getRuntime().availableProcessors());
  }

  public int concurrency() {
    return concurrency;
  }

  /** {@link #run(TlcRequest, Progress.Listener)} without progress. */
  public TlcResult run(TlcRequest request) throws InterruptedException {
    return run(request, progress -> {});
  }

  /**
   * Runs a model and waits for the result. If TLC says that properties were violated, but not which,
   * the model is run again with one property at a time, in the order of the configuration, until one
   * is violated; the last needs no run, for the others hold.
   *
   * @throws InterruptedException if this thread is interrupted; the run is ended
   * @throws IllegalStateException after {@link #close}
   */
  public TlcResult run(TlcRequest request, Progress.Listener listener) throws InterruptedException {
    int needed = Math.min(request.workers(), concurrency);
    processors.acquire(needed);
    try {
      TlcResult first = runOnce(request, listener);
      return ViolatedProperty.name(first, request, again -> runOnce(again, listener));
    } finally {
      processors.release(needed);
    }
  }

  private TlcResult runOnce(TlcRequest request, Progress.Listener listener)
      throws InterruptedException {
    long start = System.nanoTime();
    Path home = directory.path().resolve("run-" + names.incrementAndGet());
    try {
      Files.createDirectory(home); // without its parent: that is deleted by close
      Files.writeString(home.resolve(TlcRun.CONFIG), request.config());
      ChildJvm child = child(request);
      try {
        TlcResult result = new TlcRun(child, home, request, listener).result();
        failIfClosed();
        return result;
      } finally {
        release(child, request);
        TemporaryDirectory.delete(home);
      }
    } catch (IOException e) {
      failIfClosed();
      double seconds = (System.nanoTime() - start) / 1e9;
      return TlcResult.error("cannot run TLC: " + e, seconds, List.of());
    }
  }

  private ChildJvm child(TlcRequest request) throws IOException {
    synchronized (idle) {
      if (closed) {
        throw new IOException("closed"); // a process started now would be left behind
      }
      if (request.jvmOptions().isEmpty() && !idleFor(request).isEmpty()) {
        return idleFor(request).pop();
      }
      List<String> options = new ArrayList<>(JVM_OPTIONS);
      options.addAll(request.brief() ? BRIEF : LONG);
      options.addAll(request.jvmOptions());
      Path home = directory.path().resolve("process-" + names.incrementAndGet());
      ChildJvm child = ChildJvm.start(Files.createDirectories(home), options, tla2tools);
      children.add(child);
      return child;
    }
  }

  private Deque<ChildJvm> idleFor(TlcRequest request) {
    return request.brief() ? idleForBrief : idle;
  }

  private void release(ChildJvm child, TlcRequest request) {
    boolean reusable =
        child.isAlive() && request.jvmOptions().isEmpty() && child.runs() < RUNS_PER_PROCESS;
    if (!reusable) {
      child.kill();
    }
    synchronized (idle) {
      if (reusable) {
        idleFor(request).push(child);
      } else {
        children.remove(child);
      }
    }
  }

  private void failIfClosed() throws InterruptedException {
    synchronized (idle) {
      if (!closed) {
        return;
      }
    }
    Shutdown.waitIfUnderway();
    throw new IllegalStateException("TLC is closed");
  }

  private void killChildren() {
    synchronized (idle) {
      closed = true;
      children.forEach(ChildJvm::kill);
    }
  }

  /** Ends all runs, processes included, and deletes all files. */
  @Override
  public void close() {
    directory.close();
  }
}
