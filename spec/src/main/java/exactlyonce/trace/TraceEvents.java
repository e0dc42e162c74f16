package exactlyonce.trace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tlc2.overrides.TLAPlusOperator;
import tlc2.value.impl.BoolValue;
import tlc2.value.impl.IntValue;
import tlc2.value.impl.RecordValue;
import tlc2.value.impl.SetEnumValue;
import tlc2.value.impl.StringValue;
import tlc2.value.impl.TupleValue;
import tlc2.value.impl.Value;
import util.UniqueString;

/**
 * The operators of the module {@code TraceEvents}, for TLC. One trace for each class loader: the
 * file that the system property {@value #FILE} names, read at first use. Used only by the one worker
 * thread of TLC.
 */
public final class TraceEvents {
  /** The system property that names the trace file. */
  public static final String FILE = "exactlyonce.trace";

  /**
   * The system property that holds a number of events: the first state in which so many are explained
   * violates {@code Reached}, so that TLC prints how it is reached.
   */
  static final String STOP_AT = "exactlyonce.trace.stopAt";

  private static final String MODULE = "TraceEvents";
  private static final UniqueString[] FIELDS = {
    UniqueString.uniqueStringOf("thread"),
    UniqueString.uniqueStringOf("action"),
    UniqueString.uniqueStringOf("session"),
    UniqueString.uniqueStringOf("nonce"),
    UniqueString.uniqueStringOf("seq"),
    UniqueString.uniqueStringOf("result"),
    UniqueString.uniqueStringOf("reply")
  };

  private static final Trace TRACE = read();

  private static final int LAST_STATE = Integer.getInteger(STOP_AT, -1);

  /** How far the trace can be explained, and the states that explain the most events. */
  private static final Frontier FRONTIER = new Frontier(TRACE);

  private TraceEvents() {}

  /** {@code Window}. */
  @TLAPlusOperator(identifier = "Window", module = MODULE, warn = false)
  public static Value window() {
    return IntValue.gen(TRACE.window());
  }

  /** {@code Messages}. */
  @TLAPlusOperator(identifier = "Messages", module = MODULE, warn = false)
  public static Value messages() {
    return IntValue.gen((int) TRACE.messages());
  }

  /** {@code Threads}. */
  @TLAPlusOperator(identifier = "Threads", module = MODULE, warn = false)
  public static Value threads() {
    return IntValue.gen(TRACE.threads().size());
  }

  /** {@code Event(t, k)}: created for each call, because TLC's values need several times the memory of events. */
  @TLAPlusOperator(identifier = "Event", module = MODULE, warn = false)
  public static Value event(IntValue thread, IntValue number) {
    return value(TRACE.threads().get(thread.val - 1).get(number.val - 1));
  }

  /** {@code Ready(cursor)}. */
  @TLAPlusOperator(identifier = "Ready", module = MODULE, warn = false)
  public static Value ready(Value cursor) {
    Value[] threads = FRONTIER.ready(ints(cursor)).stream()
        .map(thread -> IntValue.gen(thread + 1))
        .toArray(Value[]::new);
    return new SetEnumValue(threads, false);
  }

  /** {@code Reached(cursor, memory)}. */
  @TLAPlusOperator(identifier = "Reached", module = MODULE, warn = false)
  public static Value reached(Value cursor, Value memory) {
    int[] explained = ints(cursor);
    FRONTIER.reached(explained, memory);
    return Arrays.stream(explained).sum() == LAST_STATE ? BoolValue.ValFalse : BoolValue.ValTrue;
  }

  /** After the run of TLC: what it found, as one line of JSON behind {@link #PREFIX}. */
  public static final class Report implements Supplier<String> {
    /** Marks the line among all that TLC prints. */
    static final String PREFIX = "trace verdict: ";

    @Override
    public String get() {
      try {
        return PREFIX + new ObjectMapper().writeValueAsString(FRONTIER.verdict());
      } catch (JsonProcessingException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static Trace read() {
    try {
      return Trace.read(Path.of(System.getProperty(FILE, "")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Value value(TraceEvent event) {
    Value[] values = {
      new StringValue(event.thread()),
      new StringValue(event.action()),
      IntValue.gen((int) event.session()),
      IntValue.gen((int) event.nonce()),
      IntValue.gen((int) event.seq()),
      text(event.result()),
      text(event.reply())
    };
    return new RecordValue(FIELDS.clone(), values, false); // TLC puts the fields in its own order
  }

  private static Value text(@Nullable String text) {
    return new StringValue(text == null ? "" : text);
  }

  /** A function from 1..n to integers, in whichever of TLC's representations. */
  private static int[] ints(Value function) {
    Value[] values = ((TupleValue) function.toTuple()).elems;
    int[] ints = new int[values.length];
    for (int i = 0; i < ints.length; i++) {
      ints[i] = ((IntValue) values[i]).val;
    }
    return ints;
  }
}
