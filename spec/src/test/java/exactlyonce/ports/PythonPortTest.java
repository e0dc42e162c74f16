package exactlyonce.ports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import exactlyonce.async.AsyncSender;
import exactlyonce.async.Delivery;
import exactlyonce.session.DeliveryOrder;
import exactlyonce.session.HostSettings;
import exactlyonce.session.ReceiverHost;
import exactlyonce.udp.UdpTransport;
import exactlyonce.wire.Codec;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The port in {@code ports/python}: its own tests, and against Java while datagrams are lost. Skipped where
 * there is no Python, unless {@code -Dpython=required} is given.
 */
@Timeout(300)
class PythonPortTest {
  private static final int ORDERS = 300;
  private static final Codec<String> STRINGS = Codec.strings();
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  @BeforeAll
  static void pythonIsHere() throws Exception {
    Python.assumeIsHere();
  }

  @Test
  void itsTestsPass() throws Exception {
    assertThat(end(python("-m", "unittest"))).as("exit code, output").startsWith("0\n");
  }

  @ParameterizedTest
  @EnumSource
  void itSendsToJava(DeliveryOrder order) throws Exception {
    Queue<String> booked = new ConcurrentLinkedQueue<>();
    try (UdpTransport udp =
        UdpTransport.builder().bind(new InetSocketAddress(LOOPBACK, 0)).start()) {
      ReceiverHost<String, String> host = udp.receiver(
          STRINGS,
          STRINGS,
          network -> ReceiverHost.<String, String>builder(
                  (sender, session) -> (seq, text) -> {
                    booked.add(text);
                    return "booked " + text;
                  },
                  network)
              .settings(HostSettings.ofWindowSize(64).withReplies().withOrder(order))
              .build());
      Process sender = python(
          "-m",
          "exactly_once",
          "send",
          LOOPBACK.getHostAddress(),
          "" + udp.localAddress().getPort(),
          "" + ORDERS,
          "--loss",
          "0.3");
      assertThat(end(sender)).startsWith("0\n").doesNotContain(" 0 datagrams lost");
      assertThat(booked).hasSize(ORDERS).doesNotHaveDuplicates();
      assertThat(host.sessions()).isZero();
      if (order == DeliveryOrder.ORDERED) {
        assertThat(booked).containsExactlyElementsOf(orders());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void itReceivesFromJava(DeliveryOrder order) throws Exception {
    List<String> command = new ArrayList<>(
        List.of("-m", "exactly_once", "serve", "0", "--loss", "0.3", "--idle", "2"));
    if (order == DeliveryOrder.ORDERED) {
      command.add("--ordered");
    }
    Process receiver = python(command.toArray(String[]::new));
    try {
      receive(receiver, order);
    } finally {
      receiver.destroyForcibly();
    }
  }

  private static void receive(Process receiver, DeliveryOrder order) throws Exception {
    BufferedReader output = receiver.inputReader(UTF_8);
    int port = Integer.parseInt(output.readLine().replace("listening on port ", ""));
    try (UdpTransport udp =
            UdpTransport.builder().bind(new InetSocketAddress(LOOPBACK, 0)).start();
        AsyncSender<String, String> sender = udp.sender(
            new InetSocketAddress(LOOPBACK, port),
            STRINGS,
            STRINGS,
            network -> AsyncSender.<String, String>builder(7, network)
                .retryAfter(Duration.ofMillis(20), Duration.ofMillis(200)))) {
      List<Delivery<String, String>> deliveries = new ArrayList<>();
      for (String text : orders()) {
        deliveries.add(sender.send(text));
      }
      for (Delivery<String, String> delivery : deliveries) {
        assertThat(delivery.get()).isEqualTo("booked " + delivery.payload());
      }
    }
    assertThat(output.readLine())
        .startsWith(ORDERS + " booked, " + ORDERS + " of them different, "
            + (order == DeliveryOrder.ORDERED ? "in order" : ""));
    assertThat(receiver.waitFor()).isZero();
  }

  private static List<String> orders() {
    List<String> orders = new ArrayList<>();
    for (int number = 1; number <= ORDERS; number++) {
      orders.add("order-" + number);
    }
    return orders;
  }

  private static Process python(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("python3", "-B"));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .directory(Path.of("ports", "python").toFile())
        .redirectErrorStream(true)
        .start();
  }

  /** Returns the exit code and the output. */
  private static String end(Process process) throws Exception {
    try {
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      process.waitFor();
      return process.exitValue() + "\n" + output;
    } finally {
      process.destroyForcibly();
    }
  }
}
