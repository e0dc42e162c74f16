package exactlyonce.window;

import static org.assertj.core.api.Assertions.assertThat;

import exactlyonce.window.WindowOracle.Op;
import exactlyonce.window.WindowOracle.ReceiveOp;
import exactlyonce.window.WindowOracle.Receiving;
import exactlyonce.window.WindowOracle.SendOp;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
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

/** Any sequence of operations gets the same answers and states from a window as from its model. */
class WindowModelTest {
  private static final Set<Answer> ANSWERS =
      EnumSet.complementOf(EnumSet.of(Answer.BUFFERED, Answer.NOT_YET)); // of ordered delivery

  @Property(tries = 500)
  @StatisticsReport(onFailureOnly = true)
  void theReceiveWindowDoesWhatItsModelDoes(
      @ForAll("sizes") int size,
      @ForAll boolean nearTheEnd,
      @ForAll("receiveOps") List<Op<ReceiveOp>> ops) {
    long first = nearTheEnd ? (1L << 60) - 3L * size : 0;
    ReceiveWindow window = new ReceiveWindow(size, first);
    assertThat(WindowOracle.receiveDifference(
            Receiving.of(window),
            size,
            first,
            ops,
            (kind, answer) -> Statistics.label(kind.name()).collect(answer)))
        .isNull();
    // The schedules are meaningful: they reach every cell of the table.
    ANSWERS.stream()
        .filter(answer -> answer != Answer.UNKNOWN)
        .forEach(answer -> seen(ReceiveOp.CLAIM, answer));
    ANSWERS.stream()
        .filter(answer -> answer != Answer.UNKNOWN && answer != Answer.CLAIMED)
        .forEach(answer -> seen(ReceiveOp.SEAL, answer));
    ANSWERS.stream()
        .filter(answer -> answer != Answer.CLAIMED)
        .forEach(answer -> seen(ReceiveOp.CHECK, answer));
    for (boolean accepted : new boolean[] {true, false}) {
      seen(ReceiveOp.DELIVER, accepted);
      seen(ReceiveOp.FAIL, accepted);
    }
  }

  @Property(tries = 500)
  @StatisticsReport(onFailureOnly = true)
  void theSendWindowDoesWhatItsModelDoes(
      @ForAll("sizes") int size,
      @ForAll boolean nearTheEnd,
      @ForAll("sendOps") List<Op<SendOp>> ops) {
    long first = nearTheEnd ? (1L << 60) - 3L * size : 0;
    SendWindow<Integer> window = new SendWindow<>(size, first);
    assertThat(WindowOracle.sendDifference(
            window,
            size,
            first,
            ops,
            (kind, answer) -> Statistics.label(kind.name()).collect(category(answer))))
        .isNull();
    seen(SendOp.APPEND, 0L);
    seen(SendOp.APPEND, SendWindow.WINDOW_FULL);
    seen(SendOp.APPEND, SendWindow.SEQ_EXHAUSTED);
    for (SendOp op : EnumSet.complementOf(EnumSet.of(SendOp.APPEND))) {
      seen(op, "yes");
      seen(op, "no");
    }
  }

  /** The oracle detects faults: each of these windows is broken in one place. */
  @Example
  void aBrokenWindowDiffersFromTheModel() {
    assertDiffers("forgets duplicates", Forgetful::new);
    assertDiffers("forgets a seal when a handler fails", FailsToDelivered::new);
    assertDiffers("answers a running handler's message as delivered", Hasty::new);
    assertDiffers("takes any earlier lap for the one before", AnyLap::new);
  }

  private static void assertDiffers(String what, Function<ReceiveWindow, Receiving> broken) {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 1000; i++) {
      List<Op<ReceiveOp>> ops = new ArrayList<>();
      for (int j = 0; j < 60; j++) {
        ReceiveOp kind = ReceiveOp.values()[random.nextInt(ReceiveOp.values().length)];
        ops.add(new Op<>(kind, random.nextInt(1000)));
      }
      Receiving window = broken.apply(new ReceiveWindow(2));
      if (WindowOracle.receiveDifference(window, 2, 0, ops, (kind, answer) -> {}) != null) {
        return;
      }
    }
    throw new AssertionError("not noticed: a window that " + what);
  }

  /** Fails at the end if no schedule led to this answer. */
  static void seen(Enum<?> operation, Object answer) {
    Statistics.label(operation.name())
        .coverage(coverage -> coverage.check(answer).count(count -> count > 0));
  }

  private static Object category(Object answer) {
    if (answer instanceof Long) {
      return answer;
    }
    return answer.equals(false) || answer.equals("false") || answer.equals("null") ? "no" : "yes";
  }

  @Provide
  Arbitrary<Integer> sizes() {
    return Arbitraries.of(1, 2, 4);
  }

  @Provide
  Arbitrary<List<Op<ReceiveOp>>> receiveOps() {
    return Combinators.combine(Arbitraries.of(ReceiveOp.class), places())
        .as(Op<ReceiveOp>::new)
        .list()
        .ofMaxSize(100);
  }

  @Provide
  Arbitrary<List<Op<SendOp>>> sendOps() {
    Arbitrary<SendOp> kinds = Arbitraries.frequency(
        Tuple.of(3, SendOp.APPEND),
        Tuple.of(1, SendOp.CANCEL),
        Tuple.of(3, SendOp.DELIVERED),
        Tuple.of(2, SendOp.NOT_DELIVERED),
        Tuple.of(1, SendOp.PAYLOAD));
    return Combinators.combine(kinds, places()).as(Op<SendOp>::new).list().ofMaxSize(100);
  }

  private static Arbitrary<Integer> places() {
    return Arbitraries.integers().between(0, 999);
  }

  /** Forwards everything; its subclasses are broken. */
  private static class Faithful implements Receiving {
    final ReceiveWindow window;

    Faithful(ReceiveWindow window) {
      this.window = window;
    }

    @Override
    public Answer claim(long seq) {
      return window.claim(seq);
    }

    @Override
    public Answer check(long seq) {
      return window.check(seq);
    }

    @Override
    public Answer seal(long seq) {
      return window.seal(seq);
    }

    @Override
    public void deliver(long seq) {
      window.deliver(seq);
    }

    @Override
    public void fail(long seq) {
      window.fail(seq);
    }
  }

  private static final class Forgetful extends Faithful {
    Forgetful(ReceiveWindow window) {
      super(window);
    }

    @Override
    public Answer claim(long seq) {
      Answer answer = super.claim(seq);
      return answer == Answer.DELIVERED ? Answer.CLAIMED : answer;
    }
  }

  private static final class FailsToDelivered extends Faithful {
    private final Set<Long> sealed = new HashSet<>();

    FailsToDelivered(ReceiveWindow window) {
      super(window);
    }

    @Override
    public Answer check(long seq) {
      Answer answer = super.check(seq);
      return answer == Answer.SEALED && sealed.contains(seq) ? Answer.DELIVERED : answer;
    }

    @Override
    public void fail(long seq) {
      super.fail(seq);
      if (super.check(seq - window.windowSize()) == Answer.SEALED) {
        sealed.add(seq - window.windowSize());
      }
    }
  }

  private static final class Hasty extends Faithful {
    Hasty(ReceiveWindow window) {
      super(window);
    }

    @Override
    public Answer seal(long seq) {
      Answer answer = super.seal(seq);
      return answer == Answer.IN_PROGRESS ? Answer.DELIVERED : answer;
    }
  }

  private static final class AnyLap extends Faithful {
    AnyLap(ReceiveWindow window) {
      super(window);
    }

    @Override
    public Answer check(long seq) {
      Answer answer = super.check(seq);
      return answer == Answer.REFUSED && seq >= 0 ? Answer.UNKNOWN : answer;
    }
  }
}
