package exactlyonce.cli;

import exactlyonce.model.Specifications;
import exactlyonce.soak.FileDatabase;
import exactlyonce.soak.SoakProgress;
import exactlyonce.soak.SoakReceiver;
import exactlyonce.soak.SoakResult;
import exactlyonce.soak.SoakRun;
import exactlyonce.soak.SoakSettings;
import exactlyonce.tlc.TemporaryDirectory;
import exactlyonce.tlc.Tlc;
import exactlyonce.trace.Trace;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
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
      names = {"--database", "--postgres"},
      paramLabel = "DATABASE",
      description = {
        "h2 or sqlite: each process has a database in a file. Or the URL of a PostgreSQL server, as in"
            + " jdbc:postgresql://host/database?user=U: the tables are in two new schemas, which are"
            + " deleted in the end. Default: ${DEFAULT-VALUE}."
      })
  private String database = "h2";

  @Option(
      names = "--directory",
      paramLabel = "DIR",
      description = "Keeps the files of the databases in this directory. Default: a temporary one.")
  private @Nullable Path directory;

  @Option(
      names = "--trace",
      paramLabel = "FILE",
      description =
          "Records in this file what both processes do, and lets the specification judge it,"
              + " as the command trace does.")
  private @Nullable Path trace;

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
    SoakSettings settings = settings().withTrace(trace != null);
    json.checkWritable();
    return trace == null
        ? reported(soak(settings, run -> {}), null)
        : soakAndTrace(settings, trace);
  }

  private int soakAndTrace(SoakSettings settings, Path file)
      throws IOException, SQLException, InterruptedException {
    SoakResult result;
    try (OutputFile traceFile = new OutputFile("--trace", file)) {
      result = soak(settings, run -> {
        try (OutputStream out =
            new BufferedOutputStream(Files.newOutputStream(traceFile.temporary()))) {
          run.writeTrace(out);
        } catch (IOException e) {
          throw traceFile.failed(e);
        }
      });
      traceFile.complete();
    }
    return reported(result, judged(file));
  }

  private static TraceReport judged(Path file) throws IOException, InterruptedException {
    Trace recorded = Trace.read(file);
    try (Specifications specifications = Specifications.ofThisProgram();
        Tlc tlc = new Tlc();
        StatusLine line = StatusLine.onStandardError()) {
      return TraceReport.of(file, recorded, tlc, specifications, line);
    }
  }

  private SoakResult soak(SoakSettings settings, Consumer<SoakRun> afterwards)
      throws IOException, SQLException, InterruptedException {
    AtomicReference<@Nullable SoakRun> running = new AtomicReference<>();
    try (TemporaryDirectory temporary = TemporaryDirectory.create(() -> close(running));
        SoakRun run = temporary.keepDuring(() -> prepared(settings, temporary.path(), running));
        StatusLine line = StatusLine.onStandardError()) {
      SoakResult result = run.run(progress -> line.show(text(progress)));
      afterwards.accept(run);
      return result;
    }
  }

  private int reported(SoakResult result, @Nullable TraceReport judged) {
    PrintWriter out = spec.commandLine().getOut();
    SoakReport.lines(result, judged).forEach(out::println);
    out.flush();
    json.write(SoakReport.json(result, judged));
    return SoakReport.ok(result, judged) ? Main.OK : Main.FAILED;
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

  private SoakRun prepared(
      SoakSettings settings, Path temporary, AtomicReference<@Nullable SoakRun> running)
      throws IOException {
    Path scratch = Files.createDirectory(temporary.resolve("scratch"));
    SoakRun run = switch (database) {
      case "h2" -> inDirectory(settings, scratch, FileDatabase.H2, temporary);
      case "sqlite" -> inDirectory(settings, scratch, FileDatabase.SQLITE, temporary);
      default -> onServer(settings, scratch, database);
    };
    running.set(run);
    return run;
  }

  private SoakRun inDirectory(
      SoakSettings settings, Path scratch, FileDatabase kind, Path temporary) {
    Path where = directory == null ? temporary.resolve("databases") : directory;
    requireEmpty(where, kind.startOfOptions());
    try {
      return SoakRun.inDirectory(settings, scratch, kind, where, receiver);
    } catch (SQLException e) {
      throw new BadInput(
          "cannot keep a database there: " + e.getMessage(),
          "the directory " + where,
          "give another with --directory");
    }
  }

  private SoakRun onServer(SoakSettings settings, Path scratch, String url) {
    if (!SoakRun.isServer(url)) {
      throw new BadInput(
          "neither h2, sqlite nor a URL of PostgreSQL",
          "--database " + url,
          "give one of them; a URL is like jdbc:postgresql://localhost/test?user=me");
    }
    if (directory != null) {
      throw new BadInput(
          "a directory and a server", "--directory and --database", "give one of the two");
    }
    try {
      return SoakRun.onServer(settings, scratch, url, receiver);
    } catch (SQLException e) {
      throw new BadInput(
          "the server cannot be used: " + e.getMessage(),
          "--database",
          "check that it runs, and that the user may create schemas");
    }
  }

  private static void requireEmpty(Path where, String refused) {
    if (where.toString().contains(refused)) {
      throw new BadInput(
          "the database takes no '" + refused + "' in the name",
          "the directory " + where,
          "give another name");
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
