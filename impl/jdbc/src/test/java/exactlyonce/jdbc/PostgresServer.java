package exactlyonce.jdbc;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real server, of whatever PostgreSQL is installed here, on a new directory and a free port. It
 * ends with this process. PostgreSQL refuses to run as root, so root starts it as another user.
 */
final class PostgresServer {
  private static final int START_SECONDS = 60;
  private static final int STOP_SECONDS = 10;

  private static PostgresServer running;

  private final Path directory;
  private final int port;
  private final Process process;

  private PostgresServer(Path directory, int port, Process process) {
    this.directory = directory;
    this.port = port;
    this.process = process;
  }

  /** Returns where PostgreSQL's programs are: Debian's newest version, or on the path. */
  static Optional<Path> programs() throws IOException {
    List<Path> places = new ArrayList<>();
    Path debian = Path.of("/usr/lib/postgresql");
    if (Files.isDirectory(debian)) {
      try (Stream<Path> versions = Files.list(debian)) {
        versions
            .sorted(Comparator.comparingInt(
                    (Path version) -> Integer.parseInt(version.getFileName().toString()))
                .reversed())
            .forEach(version -> places.add(version.resolve("bin")));
      }
    }
    for (String place : System.getenv("PATH").split(File.pathSeparator)) {
      places.add(Path.of(place));
    }
    return places.stream()
        .filter(place -> Files.isExecutable(place.resolve("initdb"))
            && Files.isExecutable(place.resolve("postgres")))
        .findFirst();
  }

  /** Returns the server, which the first call starts. */
  static synchronized PostgresServer get(Path programs) throws IOException, InterruptedException {
    if (running == null) {
      running = start(programs);
    }
    return running;
  }

  String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=test";
  }

  private static PostgresServer start(Path programs) throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("exactly-once-postgres");
    String user = null;
    if (System.getProperty("user.name").equals("root")) {
      user = run(List.of("id", "-u", "postgres"), directory) == 0 ? "postgres" : "nobody";
      requireZero(List.of("chown", user, directory.toString()), directory);
    }
    String data = directory.resolve("data").toString();
    requireZero(
        as(
            user,
            programs.resolve("initdb").toString(),
            "--pgdata=" + data,
            "--username=test",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync"),
        directory);
    int port = freePort();
    // fsync=off: the tests kill its clients, not the server.
    Process process = new ProcessBuilder(as(
            user,
            programs.resolve("postgres").toString(),
            "-D",
            data,
            "-p",
            String.valueOf(port),
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            "unix_socket_directories=",
            "-c",
            "fsync=off"))
        .redirectErrorStream(true)
        .redirectOutput(log(directory).toFile())
        .start();
    PostgresServer server = new PostgresServer(directory, port, process);
    Runtime.getRuntime().addShutdownHook(new Thread(server::stop));
    server.awaitConnection();
    return server;
  }

  private void awaitConnection() throws IOException, InterruptedException {
    for (int i = 0; i < 10 * START_SECONDS; i++) {
      try {
        DriverManager.getConnection(url()).close();
        return;
      } catch (SQLException e) {
        if (!process.isAlive()) {
          break;
        }
        Thread.sleep(100);
      }
    }
    throw new IOException("PostgreSQL does not start: " + Files.readString(log(directory)));
  }

  private void stop() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
      try (Stream<Path> files = Files.walk(directory)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    } catch (IOException | InterruptedException e) {
      // The directory stays.
    }
  }

  private static List<String> as(String user, String... command) {
    List<String> whole = new ArrayList<>();
    if (user != null) {
      String group =
          "exec setpriv --reuid=\"$0\" --regid=\"$(id -g \"$0\")\" --clear-groups -- \"$@\"";
      whole.addAll(List.of("sh", "-c", group, user));
    }
    whole.addAll(List.of(command));
    return whole;
  }

  private static void requireZero(List<String> command, Path directory)
      throws IOException, InterruptedException {
    if (run(command, directory) != 0) {
      throw new IOException(
          String.join(" ", command) + " failed: " + Files.readString(log(directory)));
    }
  }

  private static int run(List<String> command, Path directory)
      throws IOException, InterruptedException {
    return new ProcessBuilder(command)
        .directory(new File("/"))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log(directory).toFile()))
        .start()
        .waitFor();
  }

  private static Path log(Path directory) {
    return directory.resolve("log");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
