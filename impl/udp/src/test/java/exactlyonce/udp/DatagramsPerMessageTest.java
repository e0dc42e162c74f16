package exactlyonce.udp;

import static org.assertj.core.api.Assertions.assertThat;

import exactlyonce.async.AsyncSender;
import exactlyonce.async.Delivery;
import exactlyonce.session.HostSettings;
import exactlyonce.session.ReceiverHost;
import exactlyonce.wire.Codec;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Measures what README.md says: {@code -Dmessages=1000000} for more. */
@Timeout(300)
class DatagramsPerMessageTest {
  private static final int MESSAGES = Integer.getInteger("messages", 20_000);
  private static final int WINDOW = 1024;
  private static final byte[] PAYLOAD = new byte[64];

  @ParameterizedTest
  @CsvSource({"false, 1024", "true, 1024", "false, 1", "true, 1"})
  void framesAreJoined(boolean replies, int atOnce) throws Exception {
    InetSocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    AtomicInteger effects = new AtomicInteger();
    HostSettings settings = HostSettings.ofWindowSize(WINDOW);
    try (UdpTransport server = UdpTransport.builder().bind(loopback).start();
        UdpTransport client = UdpTransport.builder().bind(loopback).start()) {
      server.receiver(
          Codec.bytes(),
          Codec.bytes(),
          network -> ReceiverHost.<byte[], byte[]>builder(
                  (sender, session) -> (seq, payload) -> {
                    effects.incrementAndGet();
                    return replies ? payload : null;
                  },
                  network)
              .settings(replies ? settings.withReplies() : settings)
              .ids(new SplittableRandom(1)::nextLong)
              .build());
      AsyncSender<byte[], byte[]> sender = client.sender(
          server.localAddress(),
          Codec.bytes(),
          Codec.bytes(),
          network -> AsyncSender.<byte[], byte[]>builder(7, network)
              .retryAfter(Duration.ofMillis(500), Duration.ofSeconds(5)));
      sender.send(PAYLOAD).get();
      long before = client.datagramsSent() + server.datagramsSent();
      long start = System.nanoTime();
      List<Delivery<byte[], byte[]>> deliveries = new ArrayList<>();
      int messages = atOnce == 1 ? MESSAGES / 10 : MESSAGES;
      for (int i = 0; i < messages; i++) {
        Delivery<byte[], byte[]> delivery = sender.send(PAYLOAD);
        deliveries.add(delivery);
        if (atOnce == 1) {
          delivery.get();
        }
      }
      for (Delivery<byte[], byte[]> delivery : deliveries) {
        delivery.get();
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      long datagrams = client.datagramsSent() + server.datagramsSent() - before;
      System.out.printf(
          "%s, %,d at once: %.2f datagrams a message, %,.0f messages a second%n",
          replies ? "with replies" : "without replies",
          atOnce,
          (double) datagrams / messages,
          messages / seconds);
      assertThat(effects).hasValue(messages + 1);
      // Unjoined it takes two, and more for every retry.
      assertThat(datagrams).isLessThan(atOnce == 1 ? 3L * messages : messages);
      assertThat(sender.close(Duration.ofMinutes(1))).isTrue();
      assertThat(client.datagramsLost() + server.datagramsLost()).isZero();
    }
  }
}
