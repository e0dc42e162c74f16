package exactlyonce.window;

import java.util.List;
import java.util.Objects;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;

/** Runs operations on a window and on its model, and reports the first difference. */
final class WindowOracle {
  private static final int SPAN = 6; // in windows: how far operations go from the first number

  private WindowOracle() {}

  /** The receiver's window, so that a broken one can replace it. */
  interface Receiving {
    Answer claim(long seq);

    Answer check(long seq);

    Answer seal(long seq);

    void deliver(long seq);

    void fail(long seq);

    static Receiving of(ReceiveWindow window) {
      return new Receiving() {
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
      };
    }
  }

  enum ReceiveOp {
    CLAIM,
    DELIVER,
    FAIL,
    CHECK,
    SEAL
  }

  enum SendOp {
    APPEND,
    CANCEL,
    DELIVERED,
    NOT_DELIVERED,
    PAYLOAD
  }

  /** An operation. {@code place} and the window size determine its message. */
  record Op<K>(K kind, int place) {}

  /** Receives every answer, for statistics. */
  interface Answers<K> {
    void answered(K kind, Object answer);
  }

  static String receiveDifference(
      Receiving window, int size, long first, List<Op<ReceiveOp>> ops, Answers<ReceiveOp> answers) {
    ReceiveWindowModel model = new ReceiveWindowModel(size, first);
    for (int i = 0; i < ops.size(); i++) {
      Op<ReceiveOp> op = ops.get(i);
      long seq = first - size + op.place() % (SPAN * size);
      Object expected = switch (op.kind()) {
        case CLAIM -> model.claim(seq);
        case CHECK -> model.check(seq);
        case SEAL -> model.seal(seq);
        case DELIVER -> model.deliver(seq);
        case FAIL -> model.fail(seq);
      };
      Object actual = switch (op.kind()) {
        case CLAIM -> window.claim(seq);
        case CHECK -> window.check(seq);
        case SEAL -> window.seal(seq);
        case DELIVER -> accepted(window::deliver, seq);
        case FAIL -> accepted(window::fail, seq);
      };
      answers.answered(op.kind(), actual);
      String step = "step " + i + ", " + op.kind() + "(" + seq + ")";
      if (!expected.equals(actual)) {
        return step + ": expected " + expected + ", not " + actual;
      }
      String state = stateDifference(first - size, SPAN * size, model::check, window::check);
      if (state != null) {
        return step + ", then " + state;
      }
    }
    return null;
  }

  static String sendDifference(
      SendWindow<Integer> window,
      int size,
      long first,
      List<Op<SendOp>> ops,
      Answers<SendOp> answers) {
    SendWindowModel<Integer> model = new SendWindowModel<>(size, first);
    for (int i = 0; i < ops.size(); i++) {
      Op<SendOp> op = ops.get(i);
      int payload = i;
      long seq = model.next() + 1 - op.place() % (2 * size + 2); // mostly of this lap
      Integer submitted = model.submitted(seq);
      Object expected = switch (op.kind()) {
        case APPEND -> model.append(payload);
        case CANCEL -> model.cancel(seq);
        case DELIVERED -> model.resolve(seq, Outcome.DELIVERED) ? submitted : "false";
        case NOT_DELIVERED -> model.resolve(seq, Outcome.NOT_DELIVERED) ? submitted : "false";
        case PAYLOAD -> String.valueOf(model.payload(seq));
      };
      Object actual = switch (op.kind()) {
        case APPEND -> window.append(payload);
        case CANCEL -> window.cancel(seq);
        case DELIVERED -> reported(window, seq, Outcome.DELIVERED);
        case NOT_DELIVERED -> reported(window, seq, Outcome.NOT_DELIVERED);
        case PAYLOAD -> String.valueOf(window.payload(seq));
      };
      answers.answered(op.kind(), actual instanceof Long n ? Math.min(n, 0) : actual);
      String step = "step " + i + ", " + op.kind() + "(" + seq + ")";
      if (!expected.equals(actual)) {
        return step + ": expected " + expected + ", not " + actual;
      }
      String state =
          stateDifference(model.next() - 3 * size, 4 * size, model::state, window::state);
      if (state != null) {
        return step + ", then " + state;
      }
    }
    return null;
  }

  private static String stateDifference(
      long from, int count, LongFunction<?> expected, LongFunction<?> actual) {
    for (long seq = from; seq < from + count; seq++) {
      if (!expected.apply(seq).equals(actual.apply(seq))) {
        return seq + " is " + actual.apply(seq) + ", not " + expected.apply(seq);
      }
    }
    return null;
  }

  /** Returns whether the window accepts this call; if not, it throws. */
  static boolean accepted(LongConsumer call, long seq) {
    try {
      call.accept(seq);
      return true;
    } catch (IllegalStateException e) {
      return false;
    }
  }

  /** Returns the payload that was reported, or "false". */
  private static Object reported(SendWindow<Integer> window, long seq, Outcome outcome) {
    Object[] reported = {"false"};
    boolean decided = window.resolve(
        seq,
        outcome,
        outcome.name(), // as the reply
        (s, payload, o, reply) ->
            reported[0] = s == seq && o == outcome && reply == o.name() ? payload : "wrong");
    return decided != Objects.equals(reported[0], "false") ? reported[0] : "inconsistent";
  }
}
