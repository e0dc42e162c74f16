package exactlyonce.wire;

import static org.assertj.core.api.Assertions.assertThat;

import exactlyonce.protocol.FaultInjection;
import exactlyonce.protocol.ForwardingReplies;
import exactlyonce.protocol.ForwardingRequests;
import exactlyonce.protocol.Handler;
import exactlyonce.protocol.Replies;
import exactlyonce.protocol.Requests;
import exactlyonce.protocol.Status;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Random scripts: nothing forbidden happens, and every injected fault is detected. */
class HostileRunTest {
  private static final int RUNS = 1000;

  @Test
  void nothingForbiddenHappens() {
    long effects = 0;
    long delivered = 0;
    long notDelivered = 0;
    long malformed = 0;
    long malformedAcks = 0;
    long refused = 0;
    long strangers = 0;
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < RUNS; i++) {
      HostileRun.Result result = HostileRun.run(script(random), FaultInjection.none());
      effects += result.effects();
      delivered += result.delivered();
      notDelivered += result.notDelivered();
      malformed += result.malformed();
      malformedAcks += result.malformedAcks();
      refused += result.refused();
      strangers += result.strangers();
    }
    assertThat(effects).isGreaterThan(RUNS);
    assertThat(delivered).isGreaterThan(RUNS);
    assertThat(notDelivered).isGreaterThan(RUNS / 100);
    assertThat(malformed).isGreaterThan(RUNS);
    assertThat(malformedAcks).isGreaterThan(RUNS / 10);
    assertThat(refused).isGreaterThan(RUNS);
    assertThat(strangers).isGreaterThan(RUNS / 10);
  }

  /** The file has one script per line, in hexadecimal. */
  @Test
  void nothingForbiddenHappensInScriptsThatTheFuzzerFound() throws IOException {
    int scripts = 0;
    int decided = 0;
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(
        HostileRunTest.class.getResourceAsStream("scripts.txt"), StandardCharsets.US_ASCII))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        HostileRun.Result result =
            HostileRun.run(HexFormat.of().parseHex(line), FaultInjection.none());
        scripts++;
        decided += result.delivered() + result.notDelivered();
      }
    }
    assertThat(scripts).isGreaterThan(100);
    assertThat(decided).isGreaterThan(100);
  }

  static Stream<Arguments> broken() {
    return Stream.of(
        Arguments.of("acknowledged without effect", new RepliesOnItsOwn() {
          @Override
          public Requests<ByteBuffer> receiver(Requests<ByteBuffer> receiver) {
            return new ForwardingRequests<>(receiver) {
              @Override
              public void check(long seq) {
                network.ack(seq, null);
              }
            };
          }
        }),
        Arguments.of("took effect twice", new FaultInjection<ByteBuffer, ByteBuffer>() {
          @Override
          public Handler<ByteBuffer, ByteBuffer> handler(Handler<ByteBuffer, ByteBuffer> handler) {
            return (seq, payload) -> {
              handler.handle(seq, payload);
              return handler.handle(seq, payload);
            };
          }
        }),
        Arguments.of("took effect though it was sealed", new RepliesOnItsOwn() {
          @Override
          public Requests<ByteBuffer> receiver(Requests<ByteBuffer> receiver) {
            Set<Long> seen = new HashSet<>();
            return new ForwardingRequests<>(receiver) {
              @Override
              public void data(long seq, ByteBuffer payload) {
                seen.add(seq);
                super.data(seq, payload);
              }

              @Override
              public void seal(long seq) {
                if (!seen.contains(seq)) {
                  network.status(seq, Status.SEALED); // and forgets it
                }
              }
            };
          }
        }),
        Arguments.of("sealed after its effect", new RepliesOnItsOwn() {
          @Override
          public Requests<ByteBuffer> receiver(Requests<ByteBuffer> receiver) {
            return new ForwardingRequests<>(receiver) {
              @Override
              public void seal(long seq) {
                super.seal(seq);
                network.status(seq, Status.SEALED);
              }
            };
          }
        }),
        Arguments.of(
            "took effect a window too early", new FaultInjection<ByteBuffer, ByteBuffer>() {
              @Override
              public Handler<ByteBuffer, ByteBuffer> handler(
                  Handler<ByteBuffer, ByteBuffer> handler) {
                return (seq, payload) -> handler.handle(seq + 100, payload);
              }
            }),
        Arguments.of("reported falsely", new FaultInjection<ByteBuffer, ByteBuffer>() {
          @Override
          public Replies<ByteBuffer> sender(Replies<ByteBuffer> sender) {
            return new ForwardingReplies<>(sender) {
              @Override
              public void status(long seq, Status status) {
                if (status == Status.UNKNOWN) {
                  super.ack(seq, null);
                }
              }
            };
          }
        }),
        Arguments.of("thrown", new FaultInjection<ByteBuffer, ByteBuffer>() {
          @Override
          public Replies<ByteBuffer> sender(Replies<ByteBuffer> sender) {
            return new ForwardingReplies<>(sender) {
              @Override
              public void ack(long seq, ByteBuffer reply) {
                throw new AssertionError("thrown");
              }
            };
          }
        }));
  }

  /** A receiver that also sends replies which its window did not give. */
  private abstract static class RepliesOnItsOwn implements FaultInjection<ByteBuffer, ByteBuffer> {
    Replies<ByteBuffer> network;

    @Override
    public Replies<ByteBuffer> replies(Replies<ByteBuffer> replies) {
      network = replies;
      return replies;
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("broken")
  void aFaultIsDetected(String expected, FaultInjection<ByteBuffer, ByteBuffer> faults) {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < RUNS; i++) {
      try {
        HostileRun.run(script(random), faults);
      } catch (AssertionError e) {
        assertThat(e).hasMessageStartingWith(expected);
        return;
      }
    }
    throw new AssertionError("not detected in " + RUNS + " runs: " + expected);
  }

  /**
   * Uniformly random bytes would mostly do nothing. These are mostly the first operations and
   * crafted frames.
   */
  static byte[] script(SplittableRandom random) {
    byte[] script = new byte[400];
    random.nextBytes(script);
    for (int i = 0; i < script.length; i++) {
      int dice = random.nextInt(10);
      if (dice < 6) {
        script[i] = (byte) random.nextInt(dice < 3 ? 4 : 12);
      } else if (dice == 6) {
        int type = random.nextInt(12);
        script[i] = (byte) (type < 6 ? type : 0x80 + type - 5);
      }
    }
    return script;
  }
}
