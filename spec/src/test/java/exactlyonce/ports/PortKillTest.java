package exactlyonce.ports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import exactlyonce.example.OrderClient;
import exactlyonce.example.OrderServer;
import java.io.IOException;
import java.net.DatagramSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The ports with each other and with Java, over UDP, while datagrams are lost and both processes are
 * killed: each order is booked once. Java with Java is the subject of {@code soak}. For a longer run:
 * {@code -Dorders=10000 -Dkills=20}.
 */
@Tag("slow")
@Timeout(1200)
class PortKillTest {
  private static final int ORDERS = Integer.getInteger("orders", 300);
  private static final int KILLS = Integer.getInteger("kills", 4);

  /** What a process is written in. */
  enum Language {
    JAVA(null),
    PYTHON(Port.PYTHON),
    JAVASCRIPT(Port.JAVASCRIPT);

    private final Port port;

    Language(Port port) {
      this.port = port;
    }

    void assumeItRuns() throws Exception {
      if (port != null) {
        port.assumeItRuns();
      }
    }
  }

  @TempDir
  private Path directory;

  private final SplittableRandom random = new SplittableRandom(1);
  private final List<Process> started = new ArrayList<>();
  private String udpPort;

  @AfterEach
  void endProcesses() {
    started.forEach(Process::destroyForcibly);
  }

  static Stream<Arguments> pairs() {
    return Stream.of(Language.values())
        .flatMap(sender -> Stream.of(Language.values())
            .filter(receiver -> sender != Language.JAVA || receiver != Language.JAVA)
            .map(receiver -> Arguments.of(sender, receiver)));
  }

  @ParameterizedTest(name = "from {0} to {1}")
  @MethodSource("pairs")
  void eachOrderIsBookedOnce(Language from, Language to) throws Exception {
    from.assumeItRuns();
    to.assumeItRuns();
    try (DatagramSocket socket = new DatagramSocket()) {
      udpPort = "" + socket.getLocalPort();
    }
    Process receiver = startReceiver(to);
    Process sender = startSender(from);
    int kills = 0;
    while (kills < KILLS && awaitProgress(sender)) {
      Thread.sleep(random.nextInt(200)); // may end in any step
      if (kills++ % 2 == 0) {
        kill(receiver);
        receiver = startReceiver(to);
      } else {
        kill(sender);
        sender = startSender(from);
      }
    }
    assertThat(kills).as("too few orders").isEqualTo(KILLS);
    assertThat(sender.waitFor()).as(output(sender)).isZero();
    kill(receiver); // it would wait for a session that a killed sender has left behind
    List<String> booked = to == Language.JAVA ? bookedInDatabase() : bookedInJournal();
    assertThat(booked).hasSize(ORDERS).doesNotHaveDuplicates();
  }

  private Process startReceiver(Language language) throws IOException {
    return language.port == null
        ? start(java(OrderServer.class, udpPort, database("received")))
        : start(language.port.overUdp(
            List.of("serve", udpPort, "--loss", "0.3", "--journal", file("received"))));
  }

  private Process startSender(Language language) throws IOException {
    String orders = "" + ORDERS;
    return language.port == null
        ? start(java(OrderClient.class, "localhost", udpPort, database("sent"), orders))
        : start(language.port.overUdp(List.of(
            "send",
            "127.0.0.1",
            udpPort,
            orders,
            "--loss",
            "0.3",
            "--limit",
            "900",
            "--journal",
            file("sent"))));
  }

  private static List<String> java(Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("java.class.path"),
        main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  private Process start(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("output-" + started.size()).toFile())
        .start();
    started.add(process);
    return process;
  }

  private String file(String name) {
    return directory.resolve(name).toString();
  }

  private String database(String name) {
    // Without WRITE_DELAY=0, H2 writes a commit up to half a second late, and a kill loses it.
    return "jdbc:h2:" + file(name) + ";WRITE_DELAY=0";
  }

  /** Waits until one of the processes has written something; returns whether the sender still runs. */
  private boolean awaitProgress(Process sender) throws Exception {
    long before = bytesWritten();
    while (sender.isAlive()) {
      if (bytesWritten() != before) {
        return true;
      }
      Thread.sleep(10);
    }
    return false;
  }

  private long bytesWritten() throws IOException {
    long sum = 0;
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        sum += Files.size(file);
      }
    }
    return sum;
  }

  private String output(Process process) throws IOException {
    return Files.readString(directory.resolve("output-" + started.indexOf(process)), UTF_8);
  }

  private static void kill(Process process) throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  private List<String> bookedInDatabase() throws Exception {
    List<String> booked = new ArrayList<>();
    try (Connection database = DriverManager.getConnection(database("received"));
        Statement statement = database.createStatement();
        ResultSet result = statement.executeQuery("SELECT order_id FROM booked")) {
      while (result.next()) {
        booked.add(result.getString(1));
      }
    }
    return booked;
  }

  /** The ports write effects and record in one line. */
  private List<String> bookedInJournal() throws IOException {
    List<String> booked = new ArrayList<>();
    for (String line : Files.readAllLines(directory.resolve("received"))) {
      new ObjectMapper()
          .readTree(line)
          .path("effects")
          .forEach(effect -> booked.add(effect.asText()));
    }
    return booked;
  }
}
