package exactlyonce.udp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutgoingTest {
  private static final InetSocketAddress A =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
  private static final InetSocketAddress B =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 2);

  private final Outgoing outgoing = new Outgoing(100);
  private final List<String> sent = new ArrayList<>();
  private final List<UdpException> told = new ArrayList<>();

  @Test
  void framesWithTheSameDestinationShareADatagram() {
    add(A, 40);
    add(B, 40);
    add(A, 60);
    add(A, 30);
    add(B, 100);
    assertThat(flush()).isTrue();
    assertThat(sent).containsExactlyInAnyOrder("1: 100", "1: 30", "2: 40", "2: 100");
    sent.clear();
    assertThat(flush()).isTrue();
    assertThat(sent).as("nothing twice").isEmpty();
  }

  @Test
  void aDatagramThatCannotBeSentDoesNotStopTheOthers() {
    add(A, 40);
    add(B, 40);
    boolean all = outgoing.flush(
        (datagram, to) -> {
          if (to == A) {
            throw new IOException("network is down");
          }
          note(datagram, to);
        },
        new Failures(told::add));
    assertThat(all).isTrue();
    assertThat(sent).containsExactly("2: 40");
    assertThat(told)
        .singleElement()
        .matches(e -> e.getMessage()
            .equals(
                "no datagram could be sent to " + A + ": java.io.IOException: network is down"));
  }

  @Test
  void tooMuchIsLostAndNotKept() {
    while (add(A, 100)) {}
    assertThat(outgoing.lost.sum()).isEqualTo(1);
    assertThat(flush()).as("leaves time to receive").isFalse();
    assertThat(sent).hasSize(4096);
    assertThat(add(A, 100)).as("space again").isTrue();
    while (!flush()) {}
    assertThat(sent).hasSize((1 << 24) / 100 + 1);
  }

  private boolean add(InetSocketAddress to, int length) {
    ByteBuffer frame = outgoing.claim(length);
    if (frame == null) {
      return false;
    }
    outgoing.add(to, frame);
    return true;
  }

  private boolean flush() {
    return outgoing.flush(this::note, new Failures(told::add));
  }

  private void note(ByteBuffer datagram, InetSocketAddress to) {
    sent.add(to.getPort() + ": " + datagram.remaining());
  }
}
