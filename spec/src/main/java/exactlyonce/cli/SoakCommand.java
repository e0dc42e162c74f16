package exactlyonce.cli;

import exactlyonce.soak.SoakProgress;
import exactlyonce.soak.SoakReceiver;
import exactlyonce.soak.SoakResult;
import exactlyonce.soak.SoakRun;
import exactlyonce.soak.SoakSettings;
import exactlyonce.tlc.TemporaryDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code soak}: real processes with databases over UDP, which are killed. */
@Command(
    name = "soak",
    description = {
      "Starts a sending and a receiving process, each with a database, over a UDP proxy that loses,"
          + " duplicates and delays datagrams. Kills them (kill -9) at random and starts them again,"
          + " until all orders are confirmed. Then compares the tables: each order must be booked"
          + " once."
    })
final class SoakCommand implements Callable<Integer> {

  private static final long MOST_ORDERS = 1_000_000_000;
  private static final long DEFAULT_ORDERS = 20_000;
  private static final int MOST_KILLS = 1_000_000;
  private static final int DEFAULT_KILLS = 30;
  private static final int MOST_MINUTES = 60 * 24 * 365;

  private final Class<?> receiver;

  @Option(
      names = "--orders",
      paramLabel = "N",
      description = "Number of orders to send. Default: " + DEFAULT_ORDERS
          + "; with --minutes, as many as can be sent.")
  private @Nullable Long orders;

  @Option(
      names = "--kills",
      paramLabel = "N",
      description =
          "How often a process is killed, spread over the orders. Default: " + DEFAULT_KILLS + ".")
  private @Nullable Integer kills;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      description = "Instead of --kills: kills a process every few seconds for so long.")
  private @Nullable Integer minutes;

  @Mixin
  private FaultOptions faults = new FaultOptions();

  @Option(
      names = "--directory",
      paramLabel = "DIR",
      description = "Keeps the databases (H2) in this directory. Default: a temporary one.")
  private @Nullable Path directory;

  @Option(
      names = "--postgres",
      paramLabel = "URL",
      description = "Instead of H2: a server, as in jdbc:postgresql://host/database?user=U. The"
          + " tables are in two new schemas, which are deleted in the end.")
  private @Nullable String postgres;

  @Mixin
  private JsonFile json = new JsonFile();

  @SuppressWarnings("NullAway.Init") // set by picocli
  @Spec
  private CommandSpec spec;

  SoakCommand() {
    this(SoakReceiver.class);
  }

  /**
   * For tests.
   *
   * @param receiver the program of the receiving process
   */
  SoakCommand(Class<?> receiver) {
    this.receiver = receiver;
  }

  @Override
  public Integer call() throws IOException, SQLException, InterruptedException {
    SoakSettings settings = settings();
    json.checkWritable();
    AtomicReference<@Nullable SoakRun> running = new AtomicReference<>();
    SoakResult result;
    try (TemporaryDirectory temporary = TemporaryDirectory.create(() -> close(running));
        SoakRun run = prepared(settings, temporary.path());
        StatusLine line = StatusLine.onStandardError()) {
      running.set(run);
      result = run.run(progress -> line.show(text(progress)));
    }
    PrintWriter out = spec.commandLine().getOut();
    SoakReport.lines(result).forEach(out::println);
    out.flush();
    json.write(SoakReport.json(result));
    return result.ok() ? Main.OK : Main.FAILED;
  }

  private static void close(AtomicReference<@Nullable SoakRun> running) {
    SoakRun run = running.get();
    if (run != null) {
      run.close();
    }
  }

  private SoakSettings settings() {
    if (minutes != null && kills != null) {
      throw new BadInput(
          "a number of kills and a time", "--kills and --minutes", "give one of the two");
    }
    if (minutes != null) {
      Numbers.between("--minutes", minutes, 1, MOST_MINUTES);
    }
    long most = orders != null ? orders : minutes != null ? MOST_ORDERS : DEFAULT_ORDERS;
    int times = kills != null ? kills : DEFAULT_KILLS;
    Numbers.between("--orders", most, 1, MOST_ORDERS);
    Numbers.between("--kills", times, 0, MOST_KILLS);
    return new SoakSettings(
        most,
        times,
        minutes == null ? null : Duration.ofMinutes(minutes),
        faults.faults(),
        faults.seed());
  }

  private SoakRun prepared(SoakSettings settings, Path temporary) {
    if (postgres != null) {
      return onServer(settings, postgres);
    }
    Path where = directory == null ? temporary : directory;
    requireEmpty(where);
    try {
      return SoakRun.inDirectory(settings, where, receiver);
    } catch (SQLException e) {
      throw new BadInput(
          "cannot keep a database there: " + e.getMessage(),
          "the directory " + where,
          "give another with --directory");
    }
  }

  private SoakRun onServer(SoakSettings settings, String url) {
    if (directory != null) {
      throw new BadInput(
          "a directory and a server", "--directory and --postgres", "give one of the two");
    }
    if (!SoakRun.isServer(url)) {
      throw new BadInput(
          "not a URL of PostgreSQL",
          "--postgres " + url,
          "give one like jdbc:postgresql://localhost/test?user=me");
    }
    try {
      return SoakRun.onServer(settings, url, receiver);
    } catch (SQLException e) {
      throw new BadInput(
          "the server cannot be used: " + e.getMessage(),
          "--postgres",
          "check that it runs, and that the user may create schemas");
    }
  }

  private static void requireEmpty(Path where) {
    if (where.toString().contains(";")) {
      throw new BadInput(
          "H2 takes no semicolon in the name", "the directory " + where, "give another name");
    }
    try {
      Files.createDirectories(where);
      try (Stream<Path> files = Files.list(where)) {
        if (files.findAny().isPresent()) {
          throw new BadInput("is not empty", "--directory " + where, "give a new one");
        }
      }
    } catch (IOException e) {
      throw new BadInput(
          "cannot be used: " + e.getMessage(), "--directory " + where, "give another");
    }
  }

  private static String text(SoakProgress progress) {
    return String.format(
        Locale.ROOT,
        "%,.0f s: %,d orders confirmed, %,d booked, %,d kills, %,d datagrams lost",
        progress.seconds(),
        progress.confirmed(),
        progress.booked(),
        progress.kills(),
        progress.lost());
  }
}
