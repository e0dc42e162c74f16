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
  GET_AND_BITWISE_OR(Kind.EXCHANGE);

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
      case "getAndBitwiseOr" -> GET_AND_BITWISE_OR;
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
      case GET_AND_ADD -> seen -> values.number(number(values.value(seen)) + number(arguments[at]));
      case GET_AND_BITWISE_OR ->
        seen -> values.number(number(values.value(seen)) | number(arguments[at]));
    };
  }

  @Nullable Object result(int answer, @Nullable Object[] arguments, int at, Values values) {
    return switch (this) {
      case SET -> null;
      case COMPARE_AND_SET -> answer == values.number(arguments[at]);
      default -> values.value(answer);
    };
  }

  private static long number(@Nullable Object value) {
    return (Long) Objects.requireNonNull(value);
  }
}
