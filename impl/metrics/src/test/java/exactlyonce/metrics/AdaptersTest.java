package exactlyonce.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import exactlyonce.async.AsyncSender;
import exactlyonce.metrics.jmx.JmxMetrics;
import exactlyonce.metrics.micrometer.MicrometerMetrics;
import exactlyonce.protocol.Replies;
import exactlyonce.protocol.ReplyMode;
import exactlyonce.session.HostSettings;
import exactlyonce.session.ReceiverHost;
import exactlyonce.session.SessionReplies;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import javax.management.Attribute;
import javax.management.AttributeNotFoundException;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AdaptersTest {
  private final AtomicLong sessions = new AtomicLong();
  private final CountDownLatch handling = new CountDownLatch(1);
  private final CountDownLatch handle = new CountDownLatch(1);
  private final ReceiverHost<String, String> host = ReceiverHost.<String, String>builder(
          (sender, session) -> (seq, payload) -> handle(payload), new ToSender())
      .settings(HostSettings.ofWindowSize(4).withReplies())
      .ids(sessions::incrementAndGet)
      .onEvent(event -> {})
      .build();
  private final AtomicReference<AsyncSender<String, String>> started = new AtomicReference<>();
  private final AsyncSender<String, String> sender =
      AsyncSender.<String, String>builder(7, host).start();

  /** A network that loses nothing. */
  private final class ToSender implements SessionReplies<String> {
    private AsyncSender<String, String> sender() {
      AsyncSender<String, String> known = started.get();
      while (known == null) { // it is just being constructed
        Thread.onSpinWait();
        known = started.get();
      }
      return known;
    }

    @Override
    public void opened(long to, long nonce, long session, int windowSize, ReplyMode replyMode) {
      sender().opened(to, nonce, session, windowSize, replyMode);
    }

    @Override
    public void full(long to, long nonce) {
      sender().full(to, nonce);
    }

    @Override
    public Replies<String> in(long session) {
      return sender().in(session);
    }

    @Override
    public void gone(long session) {
      sender().gone(session);
    }
  }

  AdaptersTest() {
    started.set(sender);
  }

  private String handle(String payload) throws Exception {
    if (payload.equals("slow")) {
      handling.countDown();
      handle.await();
    }
    if (payload.equals("bad")) {
      throw new Exception("bad");
    }
    return payload;
  }

  @AfterEach
  void close() {
    handle.countDown();
    sender.close();
  }

  @Test
  void inJmx() throws Exception {
    MBeanServer server = MBeanServerFactory.newMBeanServer();
    ObjectName ofSender = new ObjectName("exactlyonce:type=Sender,id=7");
    ObjectName ofHost = new ObjectName("exactlyonce:type=Host");
    JmxMetrics.register(server, ofSender, sender::publish);
    JmxMetrics.register(server, ofHost, host::publish);
    assertThat(server.getAttribute(ofSender, "messages.delivered")).isEqualTo(0L);
    assertThat(server.getAttribute(ofSender, "messages.open.oldest.seconds")).isEqualTo(0.0);
    sender.send("a").get();
    assertThat(server.getAttribute(ofSender, "messages.delivered")).isEqualTo(1L);
    assertThat(server.getAttribute(ofSender, "session.open")).isEqualTo(1.0);
    assertThat(server.getAttribute(ofHost, "sessions.open")).isEqualTo(1.0);
    assertThat(server.getMBeanInfo(ofHost).getAttributes())
        .extracting("name")
        .contains("duplicates.suppressed", "handlers.running")
        .hasSize(11);
    assertThat(server.getAttributes(ofHost, new String[] {"frames.gone", "nothing"}))
        .containsExactly(new Attribute("frames.gone", 0L));
    assertThatThrownBy(() -> server.getAttribute(ofHost, "nothing"))
        .isInstanceOf(AttributeNotFoundException.class);
    assertThatThrownBy(() -> server.setAttribute(ofHost, new Attribute("frames.gone", 1L)))
        .isInstanceOf(AttributeNotFoundException.class);
  }

  @Test
  void anMBeanWithoutTwoNumbersOfOneName() throws Exception {
    MBeanServer server = MBeanServerFactory.newMBeanServer();
    ObjectName name = new ObjectName("exactlyonce:type=Test");
    assertThatThrownBy(() -> JmxMetrics.register(server, name, metrics -> {
          metrics.counter("a", "A", () -> 1);
          metrics.gauge("a", "A", () -> 1);
        }))
        .hasMessage("a is published twice");
    assertThat(server.isRegistered(name)).isFalse();
  }

  /** A registry holds on to what it reads only if it is told to. */
  @Test
  void inMicrometer() throws Exception {
    MeterRegistry registry = new SimpleMeterRegistry();
    publishTo(registry);
    sender.send("a").get();
    sender.send("bb").get();
    System.gc();
    assertThat(count(registry, "sender.messages.delivered")).isEqualTo(2);
    assertThat(registry.get("sender.session.open").gauge().value()).isEqualTo(1);
    assertThat(registry.get("host.sessions.open").gauge().value()).isEqualTo(1);
    assertThat(
            registry.get("sender.messages.delivered").functionCounter().getId().getTag("sender"))
        .isEqualTo("7");
  }

  private void publishTo(MeterRegistry registry) {
    sender.publish(new MicrometerMetrics(registry, "sender", Tags.of("sender", "7")));
    host.publish(new MicrometerMetrics(registry, "host", Tags.empty()));
  }

  private static double count(MeterRegistry registry, String name) {
    return registry.get(name).functionCounter().count();
  }

  @Test
  void everyNumberIsItsOwn() throws Exception {
    MeterRegistry registry = new SimpleMeterRegistry();
    publishTo(registry);
    Thread slow = new Thread(() -> {
      try {
        sender.send("slow"); // handled by this thread
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
    slow.start();
    handling.await();
    assertThat(registry.get("host.handlers.running").gauge().value()).isEqualTo(1);
    assertThat(registry.get("sender.messages.open").gauge().value()).isEqualTo(1);
    assertThat(registry.get("sender.messages.open.oldest.seconds").gauge().value())
        .isPositive();
    handle.countDown();
    slow.join();
    assertThat(registry.get("sender.messages.open.oldest.seconds").gauge().value())
        .isZero();
    assertThat(sender.send("bad").withdraw()).isTrue();
    while (count(registry, "sender.messages.not.delivered") == 0) {
      Thread.sleep(1);
    }
    assertThat(count(registry, "host.handler.failures")).isPositive();
    assertThat(count(registry, "sender.messages.delivered")).isEqualTo(1);
    sender.send("bad");
    while (host.dropIf(session -> true) == 0) { // a session stays while a handler runs
      Thread.sleep(1);
    }
    while (count(registry, "sender.messages.in.doubt") == 0) {
      Thread.sleep(1);
    }
    assertThat(count(registry, "host.frames.gone")).isPositive();
    assertThat(count(registry, "sender.sessions.lost")).isEqualTo(1);
    assertThat(count(registry, "host.sessions.dropped")).isEqualTo(1);
  }
}
