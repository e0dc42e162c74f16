package exactlyonce.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import exactlyonce.protocol.Schedule.Kind;
import exactlyonce.protocol.Schedule.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;

/**
 * Under any schedule of submissions, cancellations, timeouts, failing handlers, and frames that are
 * lost, duplicated, reordered or arrive while a handler runs, sender and receiver do what their
 * models do, step by step, and in the end every message is decided.
 */
class ScheduleTest {

  @Property(tries = 3000)
  @StatisticsReport(onFailureOnly = true)
  void senderAndReceiverDoWhatTheirModelsDo(
      @ForAll("sizes") int size,
      @ForAll ReplyMode replyMode,
      @ForAll("schedules") List<Step> steps) {
    Schedule schedule = new Schedule(size, replyMode, FaultInjection.none());
    schedule.run(steps);
    schedule.finish();
    schedule.seen().forEach(frame -> Statistics.label("frames").collect(frame));
    // The schedules are meaningful: they contain every kind of frame.
    for (String frame : List.of(
        "DATA",
        "CHECK",
        "SEAL",
        "ACK",
        "STATUS IN_PROGRESS",
        "STATUS UNKNOWN",
        "STATUS SEALED",
        "DELIVERED",
        "NOT_DELIVERED",
        "FAILED")) {
      Statistics.label("frames")
          .coverage(coverage -> coverage.check(frame).count(count -> count > 50));
    }
  }

  /** The models detect faults: each of these peers is broken in one place. */
  @Example
  void aBrokenPeerIsNoticed() {
    assertNoticed("acknowledges before the effect", AcknowledgesEarly::new);
    assertNoticed("forgets duplicates", ForgetsDuplicates::new);
    assertNoticed("takes any reply for a confirmation", ConfirmsOnAnyReply::new);
    assertNoticed("sends again without asking", SendsAgainBlindly::new);
    assertNoticed("loses track of payloads", SwapsPayloads::new);
    assertNoticed("takes UNKNOWN for final", GivesUpOnUnknown::new);
    assertNoticed("replies with what it replied last", RepliesWithTheLatest::new);
    assertNoticed("acknowledges without the reply", AcknowledgesOnly::new);
    assertNoticed("takes an ACK without its reply", TakesAcknowledgementOnly::new);
  }

  private static void assertNoticed(String what, Supplier<FaultInjection<String, String>> broken) {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 500; i++) {
      List<Step> steps = new ArrayList<>();
      for (int j = 0; j < 60; j++) {
        Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
        steps.add(new Step(kind, random.nextInt(1000)));
      }
      Schedule schedule = new Schedule(2, ReplyMode.WITH_REPLIES, broken.get());
      try {
        schedule.run(steps);
        schedule.finish();
      } catch (AssertionError e) {
        assertThat(e).hasMessageContainingAll("sender", "network", "receiver", "--");
        return;
      }
    }
    throw new IllegalStateException("not noticed: a peer that " + what);
  }

  @Provide
  Arbitrary<Integer> sizes() {
    return Arbitraries.of(1, 2, 4);
  }

  @Provide
  Arbitrary<List<Step>> schedules() {
    Arbitrary<Kind> kinds = Arbitraries.frequency(
        Tuple.of(4, Kind.SUBMIT),
        Tuple.of(1, Kind.CANCEL),
        Tuple.of(3, Kind.POLL),
        Tuple.of(6, Kind.REQUEST),
        Tuple.of(3, Kind.REQUEST_FAILS),
        Tuple.of(6, Kind.REPLY),
        Tuple.of(2, Kind.DUPLICATE_REQUEST),
        Tuple.of(2, Kind.DUPLICATE_REPLY),
        Tuple.of(2, Kind.LOSE_REQUEST),
        Tuple.of(2, Kind.LOSE_REPLY),
        Tuple.of(1, Kind.STRAY_CHECK),
        Tuple.of(1, Kind.STRAY_REPLY),
        Tuple.of(1, Kind.MALFORMED_ACK));
    return Combinators.combine(kinds, Arbitraries.integers().between(0, 999))
        .as(Step::new)
        .list()
        .ofMinSize(10)
        .ofMaxSize(120);
  }

  /** Broken: sends ACK, then causes the effect. */
  private static final class AcknowledgesEarly implements FaultInjection<String, String> {
    private Replies<String> network;

    @Override
    public Replies<String> replies(Replies<String> replies) {
      network = replies;
      return replies;
    }

    @Override
    public Requests<String> receiver(Requests<String> receiver) {
      return new ForwardingRequests<>(receiver) {
        @Override
        public void data(long seq, String payload) {
          network.ack(seq, "r" + seq);
          super.data(seq, payload);
        }
      };
    }
  }

  /** Broken: every copy causes the effect. */
  private static final class ForgetsDuplicates implements FaultInjection<String, String> {
    private Handler<String, String> application;

    @Override
    public Handler<String, String> handler(Handler<String, String> handler) {
      application = handler;
      return handler;
    }

    @Override
    public Requests<String> receiver(Requests<String> receiver) {
      return new ForwardingRequests<>(receiver) {
        @Override
        public void data(long seq, String payload) {
          try {
            application.handle(seq, payload);
          } catch (Exception e) {
            return;
          }
          super.data(seq, payload);
        }
      };
    }
  }

  /** Broken: STATUS is as good as ACK. */
  private static final class ConfirmsOnAnyReply implements FaultInjection<String, String> {
    @Override
    public Replies<String> sender(Replies<String> sender) {
      return new ForwardingReplies<>(sender) {
        @Override
        public void status(long seq, Status status) {
          super.ack(seq, "r" + seq);
        }
      };
    }
  }

  /** Broken: the timeout sends DATA. */
  private static final class SendsAgainBlindly implements FaultInjection<String, String> {
    private final List<String> payloads = new ArrayList<>();

    @Override
    public Requests<String> requests(Requests<String> network) {
      return new ForwardingRequests<>(network) {
        @Override
        public void data(long seq, String payload) {
          payloads.add(payload);
          super.data(seq, payload);
        }

        @Override
        public void check(long seq) {
          super.data(seq, payloads.get((int) seq));
        }
      };
    }
  }

  /** Broken: a message sent again carries the latest payload. */
  private static final class SwapsPayloads implements FaultInjection<String, String> {
    private String latest = "";

    @Override
    public Requests<String> requests(Requests<String> network) {
      return new ForwardingRequests<>(network) {
        @Override
        public void data(long seq, String payload) {
          if (latest.compareTo(payload) < 0) {
            latest = payload;
          }
          super.data(seq, latest);
        }
      };
    }
  }

  /** Broken: UNKNOWN is as good as SEALED. */
  private static final class GivesUpOnUnknown implements FaultInjection<String, String> {
    @Override
    public Replies<String> sender(Replies<String> sender) {
      return new ForwardingReplies<>(sender) {
        @Override
        public void status(long seq, Status status) {
          super.status(seq, status == Status.UNKNOWN ? Status.SEALED : status);
        }
      };
    }
  }

  /** Broken: no ACK carries a reply, though the session has replies. */
  private static final class AcknowledgesOnly implements FaultInjection<String, String> {
    @Override
    public Replies<String> replies(Replies<String> network) {
      return new ForwardingReplies<>(network) {
        @Override
        public void ack(long seq, String reply) {
          super.ack(seq, null);
        }
      };
    }
  }

  /** Broken: an ACK without its reply decides the message. */
  private static final class TakesAcknowledgementOnly implements FaultInjection<String, String> {
    @Override
    public Replies<String> sender(Replies<String> sender) {
      return new ForwardingReplies<>(sender) {
        @Override
        public void ack(long seq, String reply) {
          super.ack(seq, reply == null ? "" : reply);
        }
      };
    }
  }

  /** Broken: every duplicate gets the latest reply. */
  private static final class RepliesWithTheLatest implements FaultInjection<String, String> {
    private String latest;

    @Override
    public Handler<String, String> handler(Handler<String, String> handler) {
      return (seq, payload) -> latest = handler.handle(seq, payload);
    }

    @Override
    public Replies<String> replies(Replies<String> network) {
      return new ForwardingReplies<>(network) {
        @Override
        public void ack(long seq, String reply) {
          super.ack(seq, latest);
        }
      };
    }
  }
}
