package exactlyonce.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/**
 * Any sequence of calls makes the coalescer and its model send the same blocks, in the same order.
 */
class FrameCoalescerTest {
  private static final long DELAY = 3;

  enum Kind {
    ADD,
    FLUSH,
    TIMED_FLUSH
  }

  record Op(Kind kind, int place, int code) {}

  @Property(tries = 300)
  void theCoalescerDoesWhatItsModelDoes(
      @ForAll("sizes") int blockSize,
      @ForAll("slots") int slots,
      @ForAll boolean nearTheEnd,
      @ForAll("ops") List<Op> ops) {
    long first = nearTheEnd ? (1L << 60) - 4L * blockSize * slots : 0;
    assertThat(difference(
            out -> Coalescing.of(new FrameCoalescer(blockSize, slots, out)),
            blockSize,
            slots,
            first,
            ops))
        .isNull();
  }

  @Example
  void theModelNoticesWhatIsWrong() {
    assertThat(noticed(real -> real)).as("nothing is wrong").isFalse();
    assertThat(noticed(real -> new Coalescing.Forwarding(real) {
          @Override
          public void flush() {}
        }))
        .as("a flush that does nothing")
        .isTrue();
    assertThat(noticed(real -> new Coalescing.Forwarding(real) {
          @Override
          public void flush(long now, long delay) {
            super.flush(now, delay + 1);
          }
        }))
        .as("a flush that waits too long")
        .isTrue();
    assertThat(noticed(real -> new Coalescing.Forwarding(real) {
          @Override
          public void flush(long now, long delay) {
            flush();
          }
        }))
        .as("a flush that does not wait")
        .isTrue();
    assertThat(noticed(real -> new Coalescing.Forwarding(real) {
          @Override
          public void add(long seq, int code) {
            super.add(seq, code);
            flush();
          }
        }))
        .as("one that coalesces nothing")
        .isTrue();
    assertThat(noticed(real -> new Coalescing.Forwarding(real) {
          @Override
          public void add(long seq, int code) {
            super.add(seq & 15, code);
          }
        }))
        .as("one that confuses laps")
        .isTrue();
    assertThat(noticed(real -> new Coalescing.Forwarding(real) {
          @Override
          public void add(long seq, int code) {
            super.add(seq, code == 3 ? 1 : code);
          }
        }))
        .as("one that loses half a code")
        .isTrue();
  }

  /**
   * A block leaves when it is displaced, completed or flushed: each way once loses all its blocks.
   */
  @Example
  void theModelNoticesEachWayOfLosing() {
    for (int way = 0; way < 4; way++) {
      int lost = way;
      Coalescing.Maker losing = out -> {
        long[] current = {-1, -1};
        Coalescing real = Coalescing.of(new FrameCoalescer(4, 2, (base, low, high) -> {
          boolean complete = (low | high) == 0b1111;
          boolean displaced = current[0] >= 0 && base / 4 != current[0] / 4;
          int leaves = current[0] < 0 ? 0 : displaced ? 1 : complete ? 2 : 3;
          if (leaves != lost) {
            out.send(base, low, high);
          }
        }));
        return new Coalescing.Forwarding(real) {
          @Override
          public void add(long seq, int code) {
            current[0] = seq;
            super.add(seq, code);
            current[0] = -1;
          }
        };
      };
      assertThat(difference(losing, 4, 2, 0, someOps())).as("way %d", way).isNotNull();
    }
  }

  private static boolean noticed(UnaryOperator<Coalescing> breaking) {
    return difference(
            out -> breaking.apply(Coalescing.of(new FrameCoalescer(4, 2, out))), 4, 2, 0, someOps())
        != null;
  }

  private static List<Op> someOps() {
    SplittableRandom random = new SplittableRandom(1);
    List<Op> ops = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      int kind = random.nextInt(12);
      ops.add(new Op(
          kind < 9 ? Kind.ADD : kind < 11 ? Kind.TIMED_FLUSH : Kind.FLUSH,
          i + random.nextInt(4),
          1 + random.nextInt(3)));
    }
    return ops;
  }

  /** Returns the first difference between the coalescer and its model, or null. */
  private static String difference(
      Coalescing.Maker maker, int blockSize, int slots, long first, List<Op> ops) {
    List<String> sent = new ArrayList<>();
    Coalescing coalescing = maker.apply((base, low, high) -> sent.add(text(base, low, high)));
    FrameCoalescerModel model = new FrameCoalescerModel(blockSize, slots);
    long now = Long.MAX_VALUE - 20; // overflows on the way
    for (int i = 0; i < ops.size(); i++) {
      Op op = ops.get(i);
      long seq = first + op.place() % (4 * blockSize * slots);
      now += op.code();
      for (Coalescing each : List.of(coalescing, model)) {
        switch (op.kind()) {
          case ADD -> each.add(seq, op.code());
          case FLUSH -> each.flush();
          case TIMED_FLUSH -> each.flush(now, DELAY);
        }
      }
      List<String> expected = model.take();
      if (!expected.equals(sent)) {
        return "step " + i + ", " + op + " of " + seq + ": expected " + expected + ", not " + sent;
      }
      sent.clear();
    }
    return null;
  }

  private static String text(long base, long low, long high) {
    TreeMap<Long, Long> codes = new TreeMap<>();
    for (int i = 0; i < 64; i++) {
      long code = low >>> i & 1 | (high >>> i & 1) << 1;
      if (code != 0) {
        codes.put(base + i, code);
      }
    }
    return codes.toString();
  }

  @Provide
  Arbitrary<Integer> sizes() {
    return Arbitraries.of(1, 2, 4, 32, 64);
  }

  @Provide
  Arbitrary<Integer> slots() {
    return Arbitraries.of(1, 2, 4);
  }

  @Provide
  Arbitrary<List<Op>> ops() {
    Arbitrary<Kind> kinds = Arbitraries.frequency(
        Tuple.of(9, Kind.ADD), Tuple.of(1, Kind.FLUSH), Tuple.of(2, Kind.TIMED_FLUSH));
    return Combinators.combine(
            kinds,
            Arbitraries.integers().between(0, 999),
            Arbitraries.integers().between(1, 3))
        .as(Op::new)
        .list()
        .ofMaxSize(200);
  }
}
