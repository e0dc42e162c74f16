package exactlyonce.trace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
 * The operators of the module {@code TraceEvents}, for TLC. One batch of traces for each class loader:
 * the files that the system property {@value #FILES} names, read at first use. Used only by the one
 * worker thread of TLC.
 */
public final class TraceEvents {
  /** The system property that names the trace files, with {@value #SEPARATOR} between them. */
  static final String FILES = "exactlyonce.trace";

  /** No path has it. */
  static final String SEPARATOR = "\0";

  /**
   * The system property that holds a number of events, if there is one trace: the first state in which so
   * many are explained violates {@code Reached}, so that TLC prints how it is reached.
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

  private static final List<Trace> TRACES = read();

  private static final TraceBatch BATCH = new TraceBatch(TRACES);

  private static final int LAST_STATE = Integer.getInteger(STOP_AT, -1);

  private TraceEvents() {}

  /** {@code Window}: as many slots of it as any of the traces needs. */
  @TLAPlusOperator(identifier = "Window", module = MODULE, warn = false)
  public static Value window() {
    return IntValue.gen(TRACES.stream().mapToInt(Trace::slots).max().orElseThrow());
  }

  /** {@code Messages}. */
  @TLAPlusOperator(identifier = "Messages", module = MODULE, warn = false)
  public static Value messages() {
    return IntValue.gen((int) TRACES.stream().mapToLong(Trace::messages).max().orElseThrow());
  }

  /** {@code Threads}. */
  @TLAPlusOperator(identifier = "Threads", module = MODULE, warn = false)
  public static Value threads() {
    return IntValue.gen(BATCH.threads());
  }

  /** {@code Event(t, k)}: created for each call, because TLC's values need several times the memory of events. */
  @TLAPlusOperator(identifier = "Event", module = MODULE, warn = false)
  public static Value event(IntValue thread, IntValue number) {
    return value(BATCH.event(thread.val - 1, number.val - 1));
  }

  /** {@code Ready(cursor)}. */
  @TLAPlusOperator(identifier = "Ready", module = MODULE, warn = false)
  public static Value ready(Value cursor) {
    Value[] threads = BATCH.ready(ints(cursor)).stream()
        .map(thread -> IntValue.gen(thread + 1))
        .toArray(Value[]::new);
    return new SetEnumValue(threads, false);
  }

  /** {@code FrameWasSent(cursor, t)}. */
  @TLAPlusOperator(identifier = "FrameWasSent", module = MODULE, warn = false)
  public static Value frameWasSent(Value cursor, IntValue thread) {
    return BATCH.frameWasSent(ints(cursor), thread.val - 1)
        ? BoolValue.ValTrue
        : BoolValue.ValFalse;
  }

  /** {@code IsLast(cursor, t)}. */
  @TLAPlusOperator(identifier = "IsLast", module = MODULE, warn = false)
  public static Value isLast(Value cursor, IntValue thread) {
    return BATCH.isLast(ints(cursor), thread.val - 1) ? BoolValue.ValTrue : BoolValue.ValFalse;
  }

  /** {@code Reached(cursor, memory)}. */
  @TLAPlusOperator(identifier = "Reached", module = MODULE, warn = false)
  public static Value reached(Value cursor, Value memory) {
    int[] explained = ints(cursor);
    BATCH.reached(explained, memory);
    return Arrays.stream(explained).sum() == LAST_STATE ? BoolValue.ValFalse : BoolValue.ValTrue;
  }

  /** After the run of TLC: what it found, as one line of JSON behind {@link #PREFIX}. */
  public static final class Report implements Supplier<String> {
    /** Marks the line among all that TLC prints. */
    static final String PREFIX = "trace verdicts: ";

    @Override
    public String get() {
      try {
        return PREFIX + new ObjectMapper().writeValueAsString(BATCH.verdicts());
      } catch (JsonProcessingException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static List<Trace> read() {
    List<Trace> traces = new ArrayList<>();
    try {
      for (String file : System.getProperty(FILES, "").split(SEPARATOR, -1)) {
        traces.add(Trace.read(Path.of(file)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return traces;
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
