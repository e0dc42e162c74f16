package exactlyonce.example;

import exactlyonce.async.AsyncSender;
import exactlyonce.session.DeliveryOrder;
import exactlyonce.session.HostSettings;
import exactlyonce.session.ReceiverHost;
import exactlyonce.udp.UdpTransport;
import exactlyonce.wire.Codec;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes a text elsewhere, word by word, in the order sent. Arguments: the words. */
public class Ordered {
  public static void main(String[] args) throws Exception {
    List<String> page = new CopyOnWriteArrayList<>();
    InetSocketAddress thisHost = new InetSocketAddress("localhost", 0);
    try (UdpTransport writer = UdpTransport.builder().bind(thisHost).start();
        UdpTransport dictation = UdpTransport.builder().bind(thisHost).start()) {
      writer.receiver(
          Codec.strings(),
          Codec.none(),
          network -> ReceiverHost.<String, Void>builder(
                  (sender, session) -> (seq, word) -> {
                    page.add(word);
                    return null;
                  },
                  network)
              .settings(HostSettings.ofWindowSize(64).withOrder(DeliveryOrder.ORDERED))
              .build());
      try (AsyncSender<String, Void> sender = dictation.sender(
          writer.localAddress(),
          Codec.strings(),
          Codec.none(),
          network -> AsyncSender.builder(7, network))) {
        for (String word : args) {
          sender.send(word);
        }
      } // waits until every word is written
    }
    System.out.println(String.join(" ", page));
  }
}
