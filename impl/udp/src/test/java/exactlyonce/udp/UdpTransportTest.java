package exactlyonce.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import exactlyonce.async.AsyncSender;
import exactlyonce.async.Delivery;
import exactlyonce.async.ReplyTooLongException;
import exactlyonce.async.UndecidedException;
import exactlyonce.async.UndeliveredException;
import exactlyonce.protocol.Replies;
import exactlyonce.protocol.ReplyMode;
import exactlyonce.session.DeliveryOrder;
import exactlyonce.session.HostSettings;
import exactlyonce.session.MapSenderStore;
import exactlyonce.session.ReceiverHost;
import exactlyonce.session.SenderStore;
import exactlyonce.session.SessionReplies;
import exactlyonce.simulation.Faults;
import exactlyonce.simulation.LossyUdpProxy;
import exactlyonce.wire.Codec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class UdpTransportTest {
  private static final Codec<String> STRINGS = Codec.strings();
  private static final InetSocketAddress LOOPBACK =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private record Effect(long sender, String payload) {}

  private final Queue<Effect> effects = new ConcurrentLinkedQueue<>();
  private final Random ids = new Random(5); // thread-safe: a session must not share its id
  private final List<UdpException> failures = Collections.synchronizedList(new ArrayList<>());
  private final AtomicBoolean handlerFails = new AtomicBoolean();
  private final UdpTransport client = transport().start();
  private final UdpTransport server = transport().start();

  UdpTransportTest() throws IOException {}

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Test
  void everyMessageGetsItsReply() throws Exception {
    serve(HostSettings.ofWindowSize(64).withReplies());
    try (AsyncSender<String, String> sender = sender(client, 7, server.localAddress())) {
      List<Delivery<String, String>> deliveries = send(sender, 1000);
      for (int i = 0; i < 1000; i++) {
        assertThat(deliveries.get(i).get()).isEqualTo("7:" + i);
      }
    }
    assertEachOnce(7, 1000);
    assertThat(client.datagramsSent()).isPositive();
    assertThat(server.datagramsReceived()).isPositive();
    assertThat(client.malformed() + server.malformed()).isZero();
    assertThat(failures).isEmpty();
  }

  @Test
  void repliesMayPassThroughSomethingElseFirst() throws Exception {
    serve(HostSettings.ofWindowSize(64).withReplies());
    Queue<String> seen = new ConcurrentLinkedQueue<>();
    try (AsyncSender<String, String> sender = client.sender(
        server.localAddress(),
        STRINGS,
        STRINGS,
        network -> AsyncSender.builder(7, network),
        replies -> new SessionReplies<String>() {
          @Override
          public void opened(
              long to, long nonce, long session, int windowSize, ReplyMode replyMode) {
            seen.add("opened");
            replies.opened(to, nonce, session, windowSize, replyMode);
          }

          @Override
          public void full(long to, long nonce) {
            replies.full(to, nonce);
          }

          @Override
          public Replies<String> in(long session) {
            seen.add("in");
            return replies.in(session);
          }

          @Override
          public void gone(long session) {
            seen.add("gone");
            replies.gone(session);
          }
        })) {
      assertThat(sender.send("a").get()).isEqualTo("7:a");
    }
    assertThat(seen).contains("opened", "in", "gone");
  }

  @Test
  void overANetworkThatLosesDuplicatesAndReorders() throws Exception {
    ReceiverHost<String, String> host =
        serve(HostSettings.ofWindowSize(64).withReplies().withOrder(DeliveryOrder.ORDERED));
    try (LossyUdpProxy proxy = new LossyUdpProxy(new Faults(0.3, 0.1, 0.1), 1)) {
      proxy.server(new InetSocketAddress(
          InetAddress.getLoopbackAddress(), server.localAddress().getPort()));
      List<AsyncSender<String, String>> senders = new ArrayList<>();
      List<List<Delivery<String, String>>> deliveries = new ArrayList<>();
      for (long id = 0; id < 3; id++) {
        senders.add(sender(client, id, proxy.address()));
      }
      for (AsyncSender<String, String> sender : senders) {
        deliveries.add(send(sender, 1000));
      }
      for (int id = 0; id < 3; id++) {
        for (int i = 0; i < 1000; i++) {
          assertThat(deliveries.get(id).get(i).get()).isEqualTo(id + ":" + i);
        }
        senders.get(id).close();
        assertEachOnce(id, 1000);
      }
    }
    assertThat(host.suppressed()).isPositive();
    assertThat(host.sessions()).isZero();
    assertThat(failures).isEmpty();
  }

  @Test
  void manySessionsShareASocket() throws Exception {
    serve(HostSettings.ofWindowSize(8).withReplies());
    UdpTransport second = transport().start();
    UdpTransport other = transport().start();
    other.receiver(
        STRINGS,
        STRINGS,
        network -> ReceiverHost.<String, String>builder(
                (from, session) -> (seq, payload) -> "other " + from, network)
            .settings(HostSettings.ofWindowSize(8).withReplies())
            .ids(ids::nextLong)
            .build());
    List<AsyncSender<String, String>> senders = new ArrayList<>();
    for (long id = 0; id < 60; id++) {
      UdpTransport from = id % 2 == 0 ? client : second;
      UdpTransport to = id % 3 == 0 ? other : server;
      senders.add(sender(from, id, to.localAddress()));
    }
    for (int i = 0; i < 20; i++) {
      Map<Integer, Delivery<String, String>> round = new HashMap<>();
      for (int id = 0; id < 60; id++) {
        round.put(id, senders.get(id).send("x"));
      }
      for (int id = 0; id < 60; id++) {
        assertThat(round.get(id).get()).isEqualTo(id % 3 == 0 ? "other " + id : id + ":x");
      }
    }
    senders.forEach(AsyncSender::close);
    second.close();
    other.close();
  }

  @Test
  void handlersMayRunElsewhere() throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(4);
    CountDownLatch all = new CountDownLatch(4);
    try (UdpTransport another = transport().handlers(executor).start();
        AsyncSender<String, String> sender = sender(client, 7, another.localAddress())) {
      another.receiver(
          STRINGS,
          STRINGS,
          network -> ReceiverHost.<String, String>builder(
                  (from, session) -> (seq, payload) -> {
                    all.countDown();
                    all.await(); // four at once
                    return payload;
                  },
                  network)
              .settings(HostSettings.ofWindowSize(8).withReplies())
              .ids(ids::nextLong)
              .build());
      List<Delivery<String, String>> deliveries = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        // In a datagram each: the messages of one are handled one after the other.
        deliveries.add(sender.send("x".repeat(1000) + i));
      }
      for (int i = 0; i < 4; i++) {
        assertThat(deliveries.get(i).get()).endsWith("x" + i);
      }
    } finally {
      executor.shutdownNow();
    }
  }

  @Test
  void anExecutorThatRejectsLosesFrames() throws Exception {
    try (UdpTransport another = transport()
        .handlers(task -> {
          throw new RejectedExecutionException("full");
        })
        .start()) {
      another.receiver(STRINGS, STRINGS, network -> host(HostSettings.ofWindowSize(8), network));
      AsyncSender<String, String> sender = sender(client, 7, another.localAddress());
      until(() -> another.framesLost() > 1); // and the thread goes on
      sender.close(Duration.ZERO);
    }
    assertThat(failures).anyMatch(e -> e.getMessage().contains("no thread for handlers"));
  }

  @Test
  void aClientThatRestartsFromAnotherPortIsAnswered() throws Exception {
    ReceiverHost<String, String> host = serve(HostSettings.ofWindowSize(8).withReplies());
    handlerFails.set(true);
    MapSenderStore.Storage disk = new MapSenderStore.Storage();
    AsyncSender<String, String> before =
        sender(client, 7, server.localAddress(), new MapSenderStore(disk), d -> {});
    Delivery<String, String> open = before.send("a");
    until(() -> host.handlerFailures() > 0);
    UdpTransport again = transport().start(); // while the client has its port
    client.close();
    assertThatThrownBy(open::get).hasCauseInstanceOf(UndecidedException.class);
    handlerFails.set(false);
    List<Delivery<String, String>> restored = new ArrayList<>();
    try (again;
        AsyncSender<String, String> after =
            sender(again, 7, server.localAddress(), new MapSenderStore(disk), restored::add)) {
      assertThat(again.localAddress()).isNotEqualTo(client.localAddress());
      assertThat(restored).hasSize(1);
      assertThat(restored.get(0).get()).isEqualTo("7:a");
      assertThat(after.send("b").get()).isEqualTo("7:b");
      assertThat(host.sessions()).isEqualTo(1);
    }
    assertThat(host.sessions()).isZero();
    assertThat(effects).containsExactly(new Effect(7, "a"), new Effect(7, "b"));
  }

  /** Then the sender waits for GONE about a session that is not the one that it has used. */
  @Test
  void aWindowThatIsTooLargeIsReplacedAfterAnotherSessionAsWell() throws Exception {
    serve(HostSettings.ofWindowSize(4).withReplies());
    try (UdpTransport next = transport().start();
        LossyUdpProxy proxy = new LossyUdpProxy(Faults.NONE, 1)) {
      ReceiverHost<String, String> host = next.receiver(
          STRINGS, STRINGS, network -> host(HostSettings.ofWindowSize(16).withReplies(), network));
      proxy.server(server.localAddress());
      try (AsyncSender<String, String> sender = client.sender(
          proxy.address(),
          STRINGS,
          STRINGS,
          network -> AsyncSender.<String, String>builder(7, network)
              .maxWindow(8)
              .retryAfter(Duration.ofMillis(5), Duration.ofMillis(20)))) {
        assertThat(sender.send("a").get()).isEqualTo("7:a");
        proxy.server(next.localAddress());
        Delivery<String, String> unknown = sender.send("b");
        assertThatThrownBy(unknown::get).hasCauseInstanceOf(UndeliveredException.class);
        sender.awaitSession(Duration.ofMinutes(1));
        assertThat(sender.send("c").get()).isEqualTo("7:c");
        assertThat(host.sessionInfo()).hasSize(1);
        assertThat(host.sessionInfo().get(0).session().windowSize()).isEqualTo(8);
      }
      assertThat(host.sessions()).isZero();
    }
  }

  @Test
  void garbageIsCountedAndChangesNothing() throws Exception {
    serve(HostSettings.ofWindowSize(64).withReplies());
    SplittableRandom random = new SplittableRandom(3);
    try (AsyncSender<String, String> sender = sender(client, 7, server.localAddress());
        DatagramSocket stranger = new DatagramSocket(LOOPBACK)) {
      for (int i = 0; i < 500; i++) {
        byte[] garbage = new byte[random.nextInt(100)];
        random.nextBytes(garbage);
        if (garbage.length > 1 && i % 2 == 0) {
          garbage[0] = 1; // the right version
          garbage[1] = (byte) (random.nextInt(8) | random.nextInt(2) << 7);
        }
        InetSocketAddress to = i % 3 == 0 ? client.localAddress() : server.localAddress();
        stranger.send(new DatagramPacket(garbage, garbage.length, to));
        if (i % 5 == 0) {
          assertThat(sender.send("" + i).get()).isEqualTo("7:" + i);
        }
      }
      assertThat(server.malformed()).isPositive();
      assertThat(client.malformed()).isPositive();
      byte[] ackOfNobody = new byte[32];
      ackOfNobody[0] = 1;
      ackOfNobody[1] = (byte) 0x84;
      ackOfNobody[4] = 8;
      ackOfNobody[24] = 1;
      long before = client.unroutable();
      stranger.send(new DatagramPacket(ackOfNobody, 32, client.localAddress()));
      until(() -> client.unroutable() > before);
    }
    assertThat(effects).hasSize(100);
    assertThat(failures).isEmpty();
  }

  @Test
  void whatDoesNotFitIsRefused() throws Exception {
    server.receiver(
        STRINGS,
        STRINGS,
        network -> ReceiverHost.<String, String>builder(
                (from, session) ->
                    (seq, payload) -> payload.equals("long") ? "x".repeat(1500) : payload,
                network)
            .settings(HostSettings.ofWindowSize(8).withReplies())
            .ids(ids::nextLong)
            .build());
    try (AsyncSender<String, String> sender = sender(client, 7, server.localAddress())) {
      assertThatThrownBy(() -> sender.send("x".repeat(1429)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "the payload takes 1429 bytes, but a frame of this network has room for 1428");
      assertThat(sender.send("x".repeat(1428)).get()).hasSize(1428);
      assertThatThrownBy(() -> sender.send("long").get())
          .cause()
          .isInstanceOf(ReplyTooLongException.class)
          .hasMessage(
              "delivered, but the handler's reply does not fit into a frame of the network");
      assertThat(failures.get(0))
          .hasMessage("a reply of 1500 bytes to " + client.localAddress()
              + " is not sent: a datagram has room for 1428; see"
              + " UdpTransport.Builder.maxDatagram");
      assertThat(sender.send("short").get()).isEqualTo("short");
      assertThat(sender.close(Duration.ofMinutes(1))).isTrue();
      assertThat(sender.openMessages()).isZero();
    }
  }

  /** Why only the transport's thread touches the channel. */
  @Test
  void aPlainChannelIsClosedForEverybodyByAnInterrupt() throws Exception {
    try (DatagramChannel channel = DatagramChannel.open().bind(LOOPBACK)) {
      AtomicReference<Exception> seen = new AtomicReference<>();
      Thread application = new Thread(() -> {
        Thread.currentThread().interrupt();
        try {
          channel.send(ByteBuffer.allocate(1), client.localAddress());
        } catch (IOException e) {
          seen.set(e);
        }
      });
      application.start();
      application.join();
      assertThat(seen.get()).isInstanceOf(ClosedByInterruptException.class);
      assertThatThrownBy(() -> channel.send(ByteBuffer.allocate(1), client.localAddress()))
          .as("in a thread that nobody has interrupted")
          .isInstanceOf(ClosedChannelException.class);
    }
  }

  @Test
  void anInterruptedApplicationThreadClosesNothing() throws Exception {
    serve(HostSettings.ofWindowSize(8).withReplies());
    DatagramChannel channel = client.socket().channel();
    List<Delivery<String, String>> sent = Collections.synchronizedList(new ArrayList<>());
    try (AsyncSender<String, String> sender = sender(client, 7, server.localAddress())) {
      for (int i = 0; i < 100; i++) {
        String payload = "" + i;
        Thread application = new Thread(() -> {
          try {
            while (true) {
              sent.add(sender.send(payload + "-" + sent.size()));
            }
          } catch (InterruptedException e) {
            // The end of this thread.
          }
        });
        int before = sent.size();
        application.start();
        until(() -> sent.size() > before);
        application.interrupt();
        application.join();
      }
      for (Delivery<String, String> delivery : List.copyOf(sent)) {
        assertThat(delivery.get()).isEqualTo("7:" + delivery.payload());
      }
    }
    assertThat(client.socket().channel()).isSameAs(channel);
    assertThat(effects).hasSameSizeAs(sent);
    assertThat(failures).isEmpty();
  }

  @Test
  void aChannelThatIsClosedFromOutsideIsOpenedAgainOnItsPort() throws Exception {
    serve(HostSettings.ofWindowSize(8).withReplies());
    InetSocketAddress address = server.localAddress();
    try (AsyncSender<String, String> sender = sender(client, 7, address)) {
      for (int i = 0; i < 20; i++) {
        DatagramChannel channel = server.socket().channel();
        channel.close();
        thread("exactly-once-udp-" + address.getPort()).interrupt();
        assertThat(sender.send("" + i).get()).isEqualTo("7:" + i);
        assertThat(server.socket().channel()).isNotSameAs(channel);
      }
    }
    assertThat(server.localAddress()).isEqualTo(address);
    assertThat(failures).isNotEmpty();
  }

  /** Nothing has failed that used it: it is closed after the last datagram of a flush. */
  @Test
  void aChannelThatIsOpenedAgainIsTold() throws Exception {
    CompletableFuture<UdpTransport> self = new CompletableFuture<>();
    Queue<String> told = new ConcurrentLinkedQueue<>();
    try (UdpTransport another = UdpTransport.builder()
            .bind(LOOPBACK)
            .onFailure(e -> {
              if (told.isEmpty()) {
                closeChannel(self.join());
              }
              told.add(e.getMessage());
            })
            .start();
        AsyncSender<String, String> nowhere =
            sender(another, 7, new InetSocketAddress("255.255.255.255", 9))) {
      self.complete(another);
      until(() -> told.contains("the socket was closed, and is open again"));
      nowhere.close(Duration.ZERO);
    }
  }

  private static void closeChannel(UdpTransport transport) {
    try {
      transport.socket().channel().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void theThreadSurvivesWhatAHandlerDoesAndDoesNotSpin() throws Exception {
    server.receiver(
        STRINGS,
        STRINGS,
        network -> ReceiverHost.<String, String>builder(
                (from, session) -> (seq, payload) -> {
                  Thread.currentThread().interrupt();
                  if (effects.size() < 3) {
                    effects.add(new Effect(from, payload));
                    throw new AssertionError("attempt " + effects.size());
                  }
                  return payload;
                },
                network)
            .settings(HostSettings.ofWindowSize(8).withReplies())
            .ids(ids::nextLong)
            .build());
    try (AsyncSender<String, String> sender = sender(client, 7, server.localAddress())) {
      assertThat(sender.send("a").get()).isEqualTo("a");
      assertThat(failures).hasSize(3).allMatch(e -> e.getMessage().contains("attempt"));
      long before = server.socket().waits.sum() + client.socket().waits.sum();
      Thread.sleep(300);
      long waits = server.socket().waits.sum() + client.socket().waits.sum() - before;
      assertThat(waits).as("wake-ups of two idle threads").isLessThan(20);
    }
  }

  @Test
  void aListenerThatThrowsDoesNotEndTheThread() throws Exception {
    try (UdpTransport another = UdpTransport.builder()
            .bind(LOOPBACK)
            .onFailure(e -> {
              throw new IllegalStateException("listener");
            })
            .start();
        AsyncSender<String, String> nowhere =
            sender(another, 7, new InetSocketAddress("255.255.255.255", 9))) {
      until(() -> another.datagramsLost() > 2);
      nowhere.close(Duration.ZERO);
    }
  }

  @Test
  void aDatagramThatTheSystemRefusesIsLostAndTold() throws Exception {
    // A broadcast address: permission denied.
    AsyncSender<String, String> nowhere =
        sender(client, 7, new InetSocketAddress("255.255.255.255", 9));
    until(() -> client.datagramsLost() > 1);
    assertThat(failures.get(0)).hasMessageStartingWith("no datagram could be sent to /255.");
    nowhere.close(Duration.ZERO);
  }

  @Test
  void closingEndsWhatIsOpenAndLeavesNoThread() throws Exception {
    handlerFails.set(true);
    serve(HostSettings.ofWindowSize(8).withReplies());
    AsyncSender<String, String> sender = sender(client, 4711, server.localAddress());
    List<Delivery<String, String>> deliveries = send(sender, 8);
    client.close();
    for (Delivery<String, String> delivery : deliveries) {
      assertThatThrownBy(delivery::get).hasCauseInstanceOf(UndecidedException.class);
    }
    until(() -> thread("exactly-once-udp-" + client.localAddress().getPort()) == null);
    until(() -> thread("exactly-once-sender-4711") == null);
    assertThatThrownBy(() -> sender.trySend("a")).hasMessage("the sender is closed");
    assertThatThrownBy(() -> sender(client, 8, server.localAddress()))
        .hasMessage("the transport is closed");
    client.close(); // again
    try (DatagramChannel free = DatagramChannel.open()) {
      free.bind(client.localAddress());
    }
  }

  @Test
  void aHandlerMayCloseItsTransport() throws Exception {
    server.receiver(
        STRINGS,
        STRINGS,
        network -> ReceiverHost.<String, String>builder(
                (from, session) -> (seq, payload) -> {
                  server.close();
                  return null;
                },
                network)
            .settings(HostSettings.ofWindowSize(8))
            .ids(ids::nextLong)
            .build());
    AsyncSender<String, String> sender = sender(client, 7, server.localAddress());
    sender.send("a");
    until(() -> thread("exactly-once-udp-" + server.localAddress().getPort()) == null);
    sender.close(Duration.ZERO);
  }

  @Test
  void sessionsAndSendersThatEndLeaveNothing() throws Exception {
    serve(HostSettings.ofWindowSize(1024).withReplies());
    for (long id = 0; id < 300; id++) {
      try (AsyncSender<String, String> sender = sender(client, id, server.localAddress())) {
        sender.send("a").get();
      }
    }
    until(() -> {
      System.gc();
      client.senders().put(-1, new SenderLink<>(client, server.localAddress(), STRINGS));
      client.sessions().put(-1, new SenderLink<>(client, server.localAddress(), STRINGS));
      return client.senders().size() < 10 && client.sessions().size() < 10;
    });
  }

  @Test
  void badSettingsAreRefusedInOneLine() throws Exception {
    assertThatThrownBy(() -> UdpTransport.builder().maxDatagram(63))
        .hasMessage("a datagram must have from 64 to 65507 bytes, not 63");
    assertThatThrownBy(() -> UdpTransport.builder().maxDatagram(65_508))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> UdpTransport.builder().socketBuffer(0))
        .hasMessage("the socket buffer must be positive, not 0");
    assertThatThrownBy(() -> UdpTransport.builder().bind(server.localAddress()).start())
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("cannot listen on " + server.localAddress());
    InetSocketAddress unknown = InetSocketAddress.createUnresolved("nowhere.invalid", 1);
    assertThatThrownBy(() -> sender(client, 7, unknown))
        .hasMessageStartingWith("the host of the receiver is unknown: nowhere.invalid");
    assertThatThrownBy(() -> server.receiver(STRINGS, STRINGS, network -> {
          throw new IllegalStateException("no database");
        }))
        .hasMessage("no database");
    serve(HostSettings.ofWindowSize(8)); // so this is the first
    assertThatThrownBy(() -> serve(HostSettings.ofWindowSize(8)))
        .hasMessageContaining("has a receiver already");
  }

  private UdpTransport.Builder transport() {
    return UdpTransport.builder().bind(LOOPBACK).onFailure(failures::add);
  }

  private ReceiverHost<String, String> serve(HostSettings settings) {
    return server.receiver(STRINGS, STRINGS, network -> host(settings, network));
  }

  private ReceiverHost<String, String> host(HostSettings settings, SessionReplies<String> network) {
    return ReceiverHost.<String, String>builder(
            (sender, session) -> (seq, payload) -> {
              if (handlerFails.get()) {
                throw new IllegalStateException("not now");
              }
              effects.add(new Effect(sender, payload));
              return sender + ":" + payload;
            },
            network)
        .settings(settings)
        .ids(ids::nextLong)
        .build();
  }

  private static AsyncSender<String, String> sender(
      UdpTransport from, long id, InetSocketAddress to) {
    return sender(from, id, to, SenderStore.none(), delivery -> {});
  }

  private static AsyncSender<String, String> sender(
      UdpTransport from,
      long id,
      InetSocketAddress to,
      SenderStore<String> store,
      Consumer<Delivery<String, String>> restored) {
    return from.sender(
        to,
        STRINGS,
        STRINGS,
        network -> AsyncSender.<String, String>builder(id, network)
            .store(store)
            .onRestored(restored)
            .retryAfter(Duration.ofMillis(20), Duration.ofMillis(100)));
  }

  private static List<Delivery<String, String>> send(AsyncSender<String, String> sender, int count)
      throws InterruptedException {
    List<Delivery<String, String>> deliveries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      deliveries.add(sender.send("" + i));
    }
    return deliveries;
  }

  private void assertEachOnce(long sender, int count) {
    List<String> payloads = new ArrayList<>();
    effects.stream().filter(e -> e.sender() == sender).forEach(e -> payloads.add(e.payload()));
    assertThat(payloads).hasSize(count).doesNotHaveDuplicates();
  }

  private static Thread thread(String name) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(name))
        .findAny()
        .orElse(null);
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  /** The limit of the test ends this if it never holds. */
  private static void until(Condition condition) throws Exception {
    while (!condition.holds()) {
      Thread.sleep(1);
    }
  }
}
