package exactlyonce.example;

import exactlyonce.async.AsyncSender;
import exactlyonce.session.HostSettings;
import exactlyonce.session.ReceiverHost;
import exactlyonce.udp.UdpTransport;
import exactlyonce.wire.Codec;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Draws numbered tickets: a request has one reply, however often it is sent. Argument: how many. */
public class RequestReply {
  public static void main(String[] args) throws Exception {
    int count = Integer.parseInt(args[0]);
    AtomicInteger drawn = new AtomicInteger();
    InetSocketAddress thisHost = new InetSocketAddress("localhost", 0);
    try (UdpTransport office = UdpTransport.builder().bind(thisHost).start();
        UdpTransport visitors = UdpTransport.builder().bind(thisHost).start()) {
      office.receiver(
          Codec.strings(),
          Codec.strings(),
          network -> ReceiverHost.<String, String>builder(
                  (sender, session) ->
                      (seq, name) -> name + " has ticket " + drawn.incrementAndGet(),
                  network)
              .settings(HostSettings.ofWindowSize(64).withReplies())
              .build());
      try (AsyncSender<String, String> sender = visitors.sender(
          office.localAddress(),
          Codec.strings(),
          Codec.strings(),
          network -> AsyncSender.builder(7, network))) {
        List<CompletableFuture<Void>> replies = new ArrayList<>();
        for (int visitor = 1; visitor <= count; visitor++) {
          replies.add(sender
              .send("visitor " + visitor)
              .toFuture() // its actions run on an executor, so they may wait, and send
              .thenAccept(System.out::println));
        }
        CompletableFuture.allOf(replies.toArray(CompletableFuture[]::new)).get();
      }
    }
    System.out.println(drawn + " tickets drawn");
  }
}
