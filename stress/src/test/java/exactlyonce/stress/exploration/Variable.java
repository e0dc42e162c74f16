package exactlyonce.stress.exploration;

import exactlyonce.stress.model.Access;
import exactlyonce.stress.model.Access.Kind;
import exactlyonce.stress.model.Mode;
import java.util.function.IntUnaryOperator;

/** A variable of a litmus test. Holds 0 at the start. */
final class Variable {
  private final String name;

  Variable(String name) {
    this.name = name;
  }

  long get(Mode mode) {
    return access(Kind.READ, mode, 0, 0);
  }

  void set(Mode mode, long value) {
    access(Kind.WRITE, mode, 0, value);
  }

  /** Returns the witness. */
  long compareAndExchange(Mode mode, long expected, long value) {
    return access(Kind.EXCHANGE, mode, expected, value);
  }

  private long access(Kind kind, Mode mode, long expected, long value) {
    Replay replay = Replay.current();
    if (replay == null) {
      return 0;
    }
    Shared shared = replay.shared();
    int location = shared.location(this, "", name, () -> 0L, false);
    int there = shared.values().number(expected);
    int replacement = shared.values().number(value);
    IntUnaryOperator operator = switch (kind) {
      case READ -> seen -> Access.NO_WRITE;
      case WRITE -> seen -> replacement;
      case EXCHANGE -> seen -> seen == there ? replacement : Access.NO_WRITE;
    };
    int answer = replay.answer(new Access(kind, location, mode, operator, null));
    return kind == Kind.WRITE ? 0 : (Long) shared.values().value(answer);
  }
}
