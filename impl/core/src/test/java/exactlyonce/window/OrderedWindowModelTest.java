package exactlyonce.window;

import static exactlyonce.window.WindowModelTest.seen;
import static exactlyonce.window.WindowOracle.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;

/** Any sequence of operations gets the same answers from the ordered window as from its model. */
class OrderedWindowModelTest {
  private static final int SPAN = 4; // in windows: how far operations go from the first number

  /** What can be the answer to a frame, where one thread does one thing after the other. */
  private static final Map<Kind, Set<Answer>> ANSWERS = Map.of(
      Kind.BUFFER, EnumSet.complementOf(EnumSet.of(Answer.CLAIMED, Answer.UNKNOWN)),
      Kind.CHECK, EnumSet.complementOf(EnumSet.of(Answer.CLAIMED, Answer.BUFFERED)),
      Kind.SEAL, EnumSet.complementOf(EnumSet.of(Answer.CLAIMED, Answer.BUFFERED, Answer.UNKNOWN)));

  enum Kind {
    BUFFER,
    SEAL,
    CHECK,
    CLAIM_FROM,
    DELIVER,
    FAIL
  }

  /** An operation. {@code place} and the window size determine its message. */
  record Op(Kind kind, int place) {}

  @Property(tries = 500)
  @StatisticsReport(onFailureOnly = true)
  void theWindowDoesWhatItsModelDoes(
      @ForAll("sizes") int size, @ForAll boolean nearTheEnd, @ForAll("ops") List<Op> ops) {
    long first = nearTheEnd ? (1L << 60) - 2L * size : 0;
    OrderedReceiveWindow<Long> window = new OrderedReceiveWindow<>(size, first);
    OrderedReceiveWindowModel model = new OrderedReceiveWindowModel(size, first);
    for (Op op : ops) {
      long seq = first - size + op.place() % (SPAN * size);
      Object expected = expected(model, op.kind(), seq);
      assertThat(actual(window, op.kind(), seq, expected))
          .as("%s(%d)", op.kind(), seq)
          .isEqualTo(expected);
      Statistics.label(op.kind().name()).collect(category(expected));
      for (long s = first - size; s < first + (SPAN - 1) * size; s++) {
        assertThat(window.check(s)).as("%d", s).isEqualTo(model.check(s));
        assertThat(window.isPassed(s)).as("%d is passed", s).isEqualTo(model.isPassed(s));
      }
    }
    // The schedules are meaningful: they reach every cell of the table.
    ANSWERS.forEach((kind, answers) -> answers.forEach(answer -> seen(kind, answer)));
    for (Kind kind : List.of(Kind.CLAIM_FROM, Kind.DELIVER, Kind.FAIL)) {
      seen(kind, true);
      seen(kind, false);
    }
  }

  private static Object expected(OrderedReceiveWindowModel model, Kind kind, long seq) {
    return switch (kind) {
      case BUFFER -> model.buffer(seq);
      case SEAL -> model.seal(seq);
      case CHECK -> model.check(seq);
      case CLAIM_FROM -> model.isPassed(seq - 1) ? model.claimFrom(seq) : "not its turn";
      case DELIVER -> model.deliver(seq);
      case FAIL -> model.fail(seq);
    };
  }

  private static Object actual(
      OrderedReceiveWindow<Long> window, Kind kind, long seq, Object expected) {
    return switch (kind) {
      case BUFFER -> window.buffer(seq, seq);
      case SEAL -> window.seal(seq);
      case CHECK -> window.check(seq);
      case CLAIM_FROM -> {
        if (!window.isPassed(seq - 1)) {
          yield "not its turn";
        }
        long turn = window.claimFrom(seq);
        if (turn != OrderedReceiveWindow.NONE) {
          assertThat(window.payload(turn)).as("payload of %d", turn).isEqualTo(turn);
        }
        yield turn;
      }
      case DELIVER -> {
        assertThat(accepted(window::payload, seq)).as("payload of %d", seq).isEqualTo(expected);
        yield accepted(window::deliver, seq);
      }
      case FAIL -> accepted(window::fail, seq);
    };
  }

  private static Object category(Object answer) {
    if (answer instanceof Long turn) {
      return turn != OrderedReceiveWindow.NONE;
    }
    return answer;
  }

  @Provide
  Arbitrary<Integer> sizes() {
    return Arbitraries.of(1, 2, 4);
  }

  @Provide
  Arbitrary<List<Op>> ops() {
    // Mostly operations that make progress, so that sequences get beyond the first lap.
    Arbitrary<Kind> kinds = Arbitraries.frequency(
        Tuple.of(5, Kind.BUFFER),
        Tuple.of(2, Kind.SEAL),
        Tuple.of(1, Kind.CHECK),
        Tuple.of(5, Kind.CLAIM_FROM),
        Tuple.of(4, Kind.DELIVER),
        Tuple.of(1, Kind.FAIL));
    Arbitrary<Integer> places = Arbitraries.integers().between(0, 63);
    return Combinators.combine(kinds, places).as(Op::new).list().ofMinSize(1).ofMaxSize(120);
  }
}
