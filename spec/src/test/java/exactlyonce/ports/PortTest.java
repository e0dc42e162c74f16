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
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.assertj.core.api.ThrowingConsumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The ports in {@code ports}: their own tests, and against Java and each other while datagrams are lost. */
@Timeout(300)
class PortTest {
  private static final int ORDERS = 100;
  private static final Codec<String> STRINGS = Codec.strings();
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  static List<Arguments> portsAndOrders() {
    List<Arguments> all = new ArrayList<>();
    for (Port port : Port.values()) {
      for (DeliveryOrder order : DeliveryOrder.values()) {
        all.add(Arguments.of(port, order));
      }
    }
    return all;
  }

  @ParameterizedTest
  @EnumSource
  void itsTestsPass(Port port) throws Exception {
    port.assumeItRuns();
    assertThat(end(port.startTests())).as("exit code, output").startsWith("0\n");
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("portsAndOrders")
  void itSendsToJava(Port port, DeliveryOrder order) throws Exception {
    port.assumeItRuns();
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
      send(port, udp.localAddress().getPort());
      assertThat(booked).hasSize(ORDERS).doesNotHaveDuplicates();
      assertThat(host.sessions()).isZero();
      if (order == DeliveryOrder.ORDERED) {
        assertThat(booked).containsExactlyElementsOf(orders());
      }
    }
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("portsAndOrders")
  void itReceivesFromJava(Port port, DeliveryOrder order) throws Exception {
    port.assumeItRuns();
    serve(port, order, "0.3", PortTest::sendFromJava);
  }

  static List<Arguments> pairs() {
    List<Arguments> all = new ArrayList<>();
    for (Port one : Port.values()) {
      for (Port other : Port.values()) {
        all.add(Arguments.of(one, other));
      }
    }
    return all;
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("pairs")
  void itSendsToAPort(Port port, Port other) throws Exception {
    port.assumeItRuns();
    other.assumeItRuns();
    serve(
        other,
        DeliveryOrder.ORDERED,
        "0",
        udp -> send(port, udp)); // which loses in both directions
  }

  private static void send(Port port, int to) throws Exception {
    Process sender = port.start(
        List.of("send", LOOPBACK.getHostAddress(), "" + to, "" + ORDERS, "--loss", "0.3"));
    assertThat(end(sender)).startsWith("0\n").doesNotContain(" 0 datagrams lost");
  }

  private static void serve(
      Port port, DeliveryOrder order, String loss, ThrowingConsumer<Integer> sender)
      throws Exception {
    List<String> arguments = new ArrayList<>(List.of("serve", "0", "--loss", loss));
    if (order == DeliveryOrder.ORDERED) {
      arguments.add("--ordered");
    }
    Process receiver = port.start(arguments);
    try {
      BufferedReader output = receiver.inputReader(UTF_8);
      sender.accept(Integer.parseInt(output.readLine().replace("listening on port ", "")));
      assertThat(output.readLine())
          .startsWith(ORDERS + " booked, " + ORDERS + " of them different, "
              + (order == DeliveryOrder.ORDERED ? "in order" : ""));
      assertThat(receiver.waitFor()).isZero();
    } finally {
      receiver.destroyForcibly();
    }
  }

  private static void sendFromJava(int port) throws Exception {
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
  }

  private static List<String> orders() {
    List<String> orders = new ArrayList<>();
    for (int number = 1; number <= ORDERS; number++) {
      orders.add("order-" + number);
    }
    return orders;
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
