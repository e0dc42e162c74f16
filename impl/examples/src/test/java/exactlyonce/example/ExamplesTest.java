package exactlyonce.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.DatagramSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class ExamplesTest {
  private static final Path SOURCES = Path.of("src/main/java/exactlyonce/example");
  private static final Pattern PLUMBING =
      Pattern.compile("(?s)// Plumbing: from here\\n(.*?)// to here");

  private static final int ORDERS = 1600;
  private static final int KILLS = 4;

  interface Main {
    void run(String[] args) throws Exception;
  }

  @TempDir
  private Path directory;

  private final SplittableRandom random = new SplittableRandom(1);
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void endProcesses() {
    started.forEach(Process::destroyForcibly);
  }

  @Test
  void requestReply() throws Exception {
    String[] lines = output(RequestReply::main, "50").split("\n");
    assertThat(lines).hasSize(51).endsWith("50 tickets drawn");
    for (int number = 1; number <= 50; number++) {
      String ticket = " has ticket " + number;
      String visitor = "visitor " + number + " ";
      assertThat(lines).filteredOn(line -> line.endsWith(ticket)).hasSize(1);
      assertThat(lines).filteredOn(line -> line.startsWith(visitor)).hasSize(1);
    }
  }

  @Test
  void ordered() throws Exception {
    String[] words = IntStream.range(0, 500).mapToObj(Integer::toString).toArray(String[]::new);
    assertThat(output(Ordered::main, words)).isEqualTo(String.join(" ", words) + "\n");
  }

  /** Two processes, which are killed while they work: with more orders, if there are too few for that. */
  @Test
  void ordersAreBookedOnceThoughBothSidesAreKilled() throws Exception {
    int orders = ORDERS;
    while (!killedInTime(orders)) {
      orders *= 2;
    }
  }

  /** Returns whether the client was killed each time before it had finished. */
  private boolean killedInTime(int orders) throws Exception {
    String port = freePort();
    String received = url("received-" + orders);
    String[] arguments = {"localhost", port, url("sent-" + orders), "" + orders};
    boolean inTime = true;
    Process server = start(OrderServer.class, port, received);
    Process client = start(OrderClient.class, arguments);
    for (int kills = 0; kills < KILLS; kills++) {
      awaitOrders(client);
      Thread.sleep(random.nextInt(100));
      if (kills % 2 == 0) {
        kill(server);
        server = start(OrderServer.class, port, received);
      } else {
        if (!client.isAlive()) {
          assertThat(client.exitValue()).as("see %s", directory).isZero();
          inTime = false;
        }
        kill(client);
        client = start(OrderClient.class, arguments);
      }
    }
    assertThat(client.waitFor()).as("see %s", directory).isZero();
    kill(server);
    try (Connection database = DriverManager.getConnection(received)) {
      assertThat(number(database, "COUNT(DISTINCT order_id)")).isEqualTo(orders);
      assertThat(number(database, "COUNT(*)")).as("none twice").isEqualTo(orders);
    }
    return inTime;
  }

  @Test
  void thePlumbingOfTheOrdersIsShort() throws IOException {
    long lines = 0;
    for (String file : List.of("OrderServer.java", "OrderClient.java")) {
      var plumbing = PLUMBING.matcher(Files.readString(SOURCES.resolve(file)));
      assertThat(plumbing.find()).as(file).isTrue();
      lines += plumbing.group(1).strip().lines().count();
    }
    assertThat(lines).isLessThan(40);
    assertThat(Files.readString(Path.of("README.md"))).contains(lines + " lines of plumbing");
  }

  private String url(String name) {
    // Without WRITE_DELAY=0, H2 writes a commit up to half a second late, and a kill loses it.
    return "jdbc:h2:" + directory.resolve(name) + ";WRITE_DELAY=0";
  }

  private Process start(Class<?> main, String... args) throws IOException {
    List<String> command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-cp",
        System.getProperty("java.class.path"),
        main.getName()));
    command.addAll(List.of(args));
    Path output = directory.resolve("output-" + started.size());
    Process process = new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
    started.add(process);
    return process;
  }

  /** Waits until a client has got another batch of orders booked. */
  private void awaitOrders(Process client) throws Exception {
    Path output = output(client);
    long before = Files.size(output);
    while (Files.size(output) == before && client.isAlive()) {
      Thread.sleep(1);
    }
  }

  private Path output(Process process) {
    return directory.resolve("output-" + started.indexOf(process));
  }

  private static void kill(Process process) throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  private static String freePort() throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      return "" + socket.getLocalPort();
    }
  }

  private static int number(Connection database, String count) throws SQLException {
    try (Statement statement = database.createStatement();
        ResultSet result = statement.executeQuery("SELECT " + count + " FROM booked")) {
      result.next();
      return result.getInt(1);
    }
  }

  static String output(Main main, String... args) throws Exception {
    PrintStream console = System.out;
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
    try {
      main.run(args);
    } finally {
      System.setOut(console);
    }
    return output.toString(StandardCharsets.UTF_8);
  }
}
