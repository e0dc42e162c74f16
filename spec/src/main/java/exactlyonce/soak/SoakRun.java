package exactlyonce.soak;

import exactlyonce.simulation.LossyUdpProxy;
import exactlyonce.tlc.Shutdown;
import exactlyonce.trace.ProcessTraces;
import exactlyonce.trace.ProcessTraces.Side;
import exactlyonce.trace.TraceKind;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.h2.jdbcx.JdbcConnectionPool;
import org.jspecify.annotations.Nullable;

/**
 * A soak: starts both processes, kills them again and again, and compares their tables.
 *
 * <p>{@link #close} may be called by any thread, at any time. Everything else is for one thread.
 */
public final class SoakRun implements AutoCloseable {
  private static final long LOOK_MILLIS = 5;
  private static final long SIGNALLED_MILLIS = 1000;
  private static final int SIGNALLED = 128;

  private final SoakSettings settings;
  private final Path scratch;
  private final @Nullable ProcessTraces traces;
  private final SoakDatabase sent;
  private final SoakDatabase received;
  private final Class<?> receiverProgram;
  private final SplittableRandom random;
  private final KillPlan kills;
  private final long start = System.nanoTime();

  // Written by the threads that read the output of the processes.
  private volatile long confirmed;
  private volatile long booked;
  private volatile boolean done;

  private @Nullable SoakProcess sender;
  private @Nullable SoakProcess receiver;
  private boolean created;
  private boolean closed;
  private boolean complete;
  private int senderKills;
  private int receiverKills;

  private SoakRun(
      SoakSettings settings,
      Path scratch,
      SoakDatabase sent,
      SoakDatabase received,
      Class<?> receiverProgram)
      throws SQLException {
    this.settings = settings;
    this.scratch = scratch;
    traces = settings.traced() ? new ProcessTraces(scratch) : null;
    this.sent = sent;
    this.received = received;
    this.receiverProgram = receiverProgram;
    random = new SplittableRandom(settings.seed());
    kills = KillPlan.of(settings, random.split());
    try {
      createTables();
    } catch (SQLException e) {
      close();
      throw e;
    }
  }

  /**
   * Creates the tables of a soak with databases in files.
   *
   * @param scratch a directory for what nobody needs when the soak is over
   * @param directory for the databases; exists, and holds no earlier soak
   * @throws SQLException if it cannot be used
   */
  public static SoakRun inDirectory(
      SoakSettings settings, Path scratch, FileDatabase database, Path directory, Class<?> receiver)
      throws SQLException {
    return new SoakRun(
        settings,
        scratch,
        database.in(directory.resolve("sent")),
        database.in(directory.resolve("received")),
        receiver);
  }

  /** Returns whether a URL is that of a PostgreSQL server. */
  public static boolean isServer(String url) {
    return SoakDatabase.isPostgres(url);
  }

  /**
   * Creates the tables of a soak in a PostgreSQL server, in schemas that are deleted when this is
   * closed.
   *
   * @param scratch as above
   * @throws SQLException if the server cannot be reached or used
   */
  public static SoakRun onServer(SoakSettings settings, Path scratch, String url, Class<?> receiver)
      throws SQLException {
    String name = "exactly_once_soak_" + ProcessHandle.current().pid() + "_";
    return new SoakRun(
        settings,
        scratch,
        new SoakDatabase(url, name + "sent"),
        new SoakDatabase(url, name + "received"),
        receiver);
  }

  private void createTables() throws SQLException {
    sent.create();
    created = true;
    received.create();
    JdbcConnectionPool sender = sent.open();
    try {
      Orders.createTable(sender);
    } finally {
      sender.dispose();
    }
    JdbcConnectionPool receiver = received.open();
    try {
      SoakReceiver.createTable(receiver);
    } finally {
      receiver.dispose();
    }
  }

  /**
   * Runs to the end.
   *
   * @param progress is told how far it is
   * @throws IOException if no process or socket can be started
   * @throws SQLException if the tables cannot be read in the end
   * @throws IllegalStateException if it is closed before it has come to its end
   */
  public SoakResult run(Consumer<SoakProgress> progress)
      throws IOException, SQLException, InterruptedException {
    try (LossyUdpProxy proxy = new LossyUdpProxy(settings.faults(), random.nextLong())) {
      startReceiver(proxy);
      startSender(proxy);
      String failure = runToTheEnd(proxy, progress);
      double seconds = (System.nanoTime() - start) / 1e9;
      if (failure == null) {
        failure = failureToEnd();
      }
      complete = failure == null;
      killBoth();
      killed(Side.RECEIVER);
      killed(Side.SENDER); // unless it has ended by itself
      return new SoakResult(
          compare(complete),
          new SoakResult.Kills(
              receiverKills, senderKills, settings.time() == null ? settings.kills() : -1),
          new SoakResult.Datagrams(
              proxy.passed(), proxy.lost(), proxy.duplicated(), proxy.delayed()),
          seconds,
          failure);
    }
  }

  /** Returns why it ended before its end, or null. */
  private @Nullable String runToTheEnd(LossyUdpProxy proxy, Consumer<SoakProgress> progress)
      throws IOException, InterruptedException {
    long lastConfirmed = 0;
    long lastProgress = System.nanoTime();
    boolean stopping = false;
    while (!done) {
      long now = System.nanoTime();
      progress.accept(new SoakProgress(
          confirmed, booked, receiverKills + senderKills, proxy.lost(), (now - start) / 1e9));
      if (confirmed > lastConfirmed) {
        lastConfirmed = confirmed;
        lastProgress = now;
      }
      String failure = failure(proxy, now - lastProgress);
      if (failure != null) {
        return failure;
      }
      Duration time = settings.time();
      if (!stopping && time != null && now - start > time.toNanos()) {
        stopping = true;
        tellSender(SoakSender.STOP);
      }
      if (!stopping && kills.isDue(confirmed)) {
        killOne(proxy);
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
    return null;
  }

  /** All orders are confirmed: the sender closes its session. Returns why that has failed, or null. */
  private @Nullable String failureToEnd() throws InterruptedException {
    SoakProcess sending = sender;
    if (sending == null) {
      return "closed";
    }
    if (!sending.endsWithin(settings.patience())) {
      return "the sender has not ended within " + settings.patience().toSeconds()
          + " s; its last output: " + sending.lastOutput();
    }
    int code = code(sending);
    if (code != 0) {
      return endedByItself("sender", code, sending);
    }
    if (traces != null) {
      traces.ended(Side.SENDER);
    }
    return null;
  }

  private static String endedByItself(String side, int code, SoakProcess process) {
    return "the " + side + " has ended by itself with code " + code + "; its last output: "
        + process.lastOutput();
  }

  private @Nullable String failure(LossyUdpProxy proxy, long nanosWithoutProgress)
      throws InterruptedException {
    SoakProcess sending = sender;
    SoakProcess receiving = receiver;
    if (sending == null || receiving == null) {
      return "closed";
    }
    if (!receiving.isAlive()) {
      return endedByItself("receiver", code(receiving), receiving);
    }
    if (!sending.isAlive()) {
      int code = code(sending);
      return done ? null : endedByItself("sender", code, sending);
    }
    IOException broken = proxy.failure();
    if (broken != null) {
      return "the network has failed: " + broken;
    }
    return nanosWithoutProgress < settings.patience().toNanos()
        ? null
        : "stalled: no order was confirmed for " + settings.patience().toSeconds()
            + " s; the last output of the receiver: " + receiving.lastOutput() + "; of the sender: "
            + sending.lastOutput();
  }

  /** Ctrl-C reaches the whole group of processes. Then we end, too, and have nothing to say. */
  private static int code(SoakProcess ended) throws InterruptedException {
    int code = ended.exitCode();
    if (code > SIGNALLED) {
      TimeUnit.MILLISECONDS.sleep(SIGNALLED_MILLIS);
    }
    return code;
  }

  private void killOne(LossyUdpProxy proxy) throws IOException {
    if (random.nextBoolean()) {
      kill(receiver);
      killed(Side.RECEIVER);
      receiverKills++;
      startReceiver(proxy);
      tellSender(kills.mayConfirm());
    } else {
      kill(sender);
      killed(Side.SENDER);
      senderKills++;
      startSender(proxy); // also if all is confirmed by now: it has a session to close
    }
  }

  private void killed(Side side) {
    if (traces != null) {
      traces.killed(side);
    }
  }

  private static void kill(@Nullable SoakProcess process) {
    if (process != null) {
      process.kill();
    }
  }

  private synchronized void startReceiver(LossyUdpProxy proxy) throws IOException {
    if (!closed) {
      receiver = SoakProcess.start(
          receiverProgram,
          scratch,
          arguments(received, Side.RECEIVER),
          report -> fromReceiver(report, proxy));
    }
  }

  private synchronized void startSender(LossyUdpProxy proxy) throws IOException {
    if (!closed) {
      List<String> arguments = new ArrayList<>(List.of(
          Integer.toString(proxy.address().getPort()),
          Long.toString(settings.orders()),
          Long.toString(kills.mayConfirm())));
      arguments.addAll(arguments(sent, Side.SENDER));
      sender = SoakProcess.start(SoakSender.class, scratch, arguments, this::fromSender);
    }
  }

  private List<String> arguments(SoakDatabase database, Side side) {
    List<String> arguments = new ArrayList<>(database.arguments());
    if (traces != null) {
      arguments.add(traces.starts(side).toString());
    }
    return arguments;
  }

  private synchronized void tellSender(long number) {
    if (sender != null) {
      sender.tell(number);
    }
  }

  private void fromReceiver(ChildReport report, LossyUdpProxy proxy) {
    switch (report.kind()) {
      case PORT ->
        proxy.server(new InetSocketAddress(InetAddress.getLoopbackAddress(), (int) report.value()));
      case BOOKED -> booked = report.value();
      default -> throw new IllegalArgumentException("from the receiver: " + report);
    }
  }

  private void fromSender(ChildReport report) {
    switch (report.kind()) {
      case CONFIRMED -> confirmed = report.value();
      case DONE -> {
        confirmed = report.value();
        done = true;
      }
      default -> throw new IllegalArgumentException("from the sender: " + report);
    }
  }

  /**
   * Writes the trace of both processes, if there are records, once {@link #run} has returned.
   *
   * @throws IOException if it cannot be written
   */
  public void writeTrace(OutputStream out) throws IOException {
    if (traces != null) {
      traces.write(out, TraceKind.CRASHES, SoakReceiver.WINDOW, complete);
    }
  }

  /** A database that is opened after {@link #close} would be created again. */
  private synchronized SoakResult.Tables compare(boolean complete) throws SQLException {
    if (closed) {
      Shutdown.waitIfUnderway();
      throw new IllegalStateException("the soak is closed");
    }
    JdbcConnectionPool sentTables = sent.open();
    JdbcConnectionPool receivedTables = received.open();
    try {
      return SoakAudit.compare(sentTables, receivedTables, complete);
    } finally {
      sentTables.dispose();
      receivedTables.dispose();
    }
  }

  private synchronized void killBoth() {
    kill(sender);
    kill(receiver);
  }

  /** Ends both processes, and deletes the schemas in a server. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    killBoth();
    if (!created) {
      return;
    }
    for (SoakDatabase database : List.of(sent, received)) {
      try {
        database.drop();
      } catch (SQLException e) {
        System.err.println(
            "the schema " + database.schema() + " is left behind: " + e.getMessage());
      }
    }
  }
}
