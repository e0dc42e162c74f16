package exactlyonce.stress.bytecode;

import exactlyonce.stress.model.Access;
import exactlyonce.stress.model.Access.Kind;
import exactlyonce.stress.model.Mode;
import exactlyonce.stress.model.Values;
import java.util.Locale;
import java.util.Objects;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/** What an access does with its operands. */
enum Operation {
  GET(Kind.READ),
  SET(Kind.WRITE),
  COMPARE_AND_SET(Kind.EXCHANGE),
  COMPARE_AND_EXCHANGE(Kind.EXCHANGE),
  GET_AND_SET(Kind.EXCHANGE),
  GET_AND_ADD(Kind.EXCHANGE),
  GET_AND_INCREMENT(Kind.EXCHANGE),
  GET_AND_DECREMENT(Kind.EXCHANGE),
  INCREMENT_AND_GET(Kind.EXCHANGE),
  DECREMENT_AND_GET(Kind.EXCHANGE),
  GET_AND_BITWISE_OR(Kind.EXCHANGE),
  GET_AND_UPDATE(Kind.EXCHANGE);

  private final Kind kind;

  Operation(Kind kind) {
    this.kind = kind;
  }

  Kind kind() {
    return kind;
  }

  static Operation of(String method) {
    return switch (method.replaceAll("(Plain|Opaque|Acquire|Release|Volatile)$", "")) {
      case "get" -> GET;
      case "set" -> SET;
      case "compareAndSet" -> COMPARE_AND_SET;
      case "compareAndExchange" -> COMPARE_AND_EXCHANGE;
      case "getAndSet" -> GET_AND_SET;
      case "getAndAdd" -> GET_AND_ADD;
      case "getAndIncrement" -> GET_AND_INCREMENT;
      case "getAndDecrement" -> GET_AND_DECREMENT;
      case "incrementAndGet" -> INCREMENT_AND_GET;
      case "decrementAndGet" -> DECREMENT_AND_GET;
      case "getAndBitwiseOr" -> GET_AND_BITWISE_OR;
      case "getAndUpdate" -> GET_AND_UPDATE;
      default -> throw new UnsupportedOperationException(method);
    };
  }

  static Mode mode(String method, Mode ofGetAndSet) {
    for (Mode mode : Mode.values()) {
      String name = mode.name().substring(1).toLowerCase(Locale.ROOT);
      if (method.endsWith(mode.name().charAt(0) + name)) {
        return mode;
      }
    }
    return method.equals("get") || method.equals("set") ? ofGetAndSet : Mode.VOLATILE;
  }

  IntUnaryOperator replacement(@Nullable Object[] arguments, int at, Values values) {
    return switch (this) {
      case GET -> seen -> Access.NO_WRITE;
      case SET, GET_AND_SET -> {
        int value = values.number(arguments[at]);
        yield seen -> value;
      }
      case COMPARE_AND_SET, COMPARE_AND_EXCHANGE -> {
        int expected = values.number(arguments[at]);
        int value = values.number(arguments[at + 1]);
        yield seen -> seen == expected ? value : Access.NO_WRITE;
      }
      default -> seen -> values.number(updated(number(values.value(seen)), arguments, at));
    };
  }

  /** Returns what takes the place of a number. */
  private Number updated(Number seen, @Nullable Object[] arguments, int at) {
    return switch (this) {
      case GET_AND_ADD -> sum(seen, number(arguments[at]).longValue());
      case GET_AND_INCREMENT, INCREMENT_AND_GET -> sum(seen, 1);
      case GET_AND_DECREMENT, DECREMENT_AND_GET -> sum(seen, -1);
      case GET_AND_BITWISE_OR -> seen.longValue() | number(arguments[at]).longValue();
      case GET_AND_UPDATE ->
        ((IntUnaryOperator) Objects.requireNonNull(arguments[at])).applyAsInt(seen.intValue());
      default -> throw new IllegalStateException(this + " is not of numbers");
    };
  }

  @Nullable Object result(int answer, @Nullable Object[] arguments, int at, Values values) {
    return switch (this) {
      case SET -> null;
      case COMPARE_AND_SET -> answer == values.number(arguments[at]);
      case INCREMENT_AND_GET, DECREMENT_AND_GET ->
        updated(number(values.value(answer)), arguments, at);
      default -> values.value(answer);
    };
  }

  private static Number sum(Number seen, long added) {
    if (seen instanceof Integer) {
      return (int) (seen.intValue() + added);
    }
    return seen.longValue() + added;
  }

  private static Number number(@Nullable Object value) {
    return (Number) Objects.requireNonNull(value);
  }
}
