package exactlyonce.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A recorded trace that can be changed, with room for other events between any two timestamps. */
final class ChangeableTrace {
  private static final int ROOM = 8;

  private final TraceKind kind;
  private final int window;
  private final List<List<TraceEvent>> threads = new ArrayList<>();

  ChangeableTrace(Path file) throws IOException {
    Trace trace = Trace.read(file);
    kind = trace.kind();
    window = trace.window();
    for (List<TraceEvent> events : trace.threads()) {
      threads.add(new ArrayList<>(events.stream()
          .map(e -> with(
              e, e.action(), e.seq(), e.result(), e.reply(), ROOM * e.before(), ROOM * e.after()))
          .toList()));
    }
  }

  int window() {
    return window;
  }

  Stream<TraceEvent> events() {
    return threads.stream().flatMap(List::stream);
  }

  TraceEvent find(Predicate<TraceEvent> wanted) {
    return events().filter(wanted).findFirst().orElseThrow();
  }

  TraceEvent find(String action, long seq) {
    return find(e -> e.action().equals(action) && e.seq() == seq);
  }

  /** The end of a handler, of which every attempt belongs to the thread that started it. */
  TraceEvent findEndOfHandler(String action, long from) {
    return find(e -> e.action().equals(action)
        && e.seq() >= from
        && events()
            .noneMatch(other -> other.action().equals("CommitUnknown")
                && other.session() == e.session()
                && other.seq() == e.seq()));
  }

  /** Of some message from this one on: this one itself may have been cancelled. */
  TraceEvent findEffect(long from) {
    return find(e -> e.action().equals("Deliver") && e.seq() >= from);
  }

  void remove(TraceEvent event) {
    threads.forEach(events -> events.remove(event));
  }

  void replace(TraceEvent event, UnaryOperator<TraceEvent> change) {
    threads.forEach(events -> events.replaceAll(e -> e.equals(event) ? change.apply(e) : e));
  }

  /** Inserts an event about the same message that its thread does directly after another. */
  TraceEvent insertAfter(TraceEvent event, String action, String result) {
    return insertAfter(event, action, event.seq(), result);
  }

  /** Inserts an event about this message, or about none, in the same session. */
  TraceEvent insertAfter(TraceEvent event, String action, long seq, String result) {
    return insertAfter(event, event.session(), action, seq, result);
  }

  TraceEvent insertAfter(TraceEvent event, long session, String action, long seq, String result) {
    TraceEvent added = new TraceEvent(
        event.thread(),
        action,
        session,
        0,
        seq,
        result,
        null,
        event.after() + 1,
        event.after() + 2,
        0);
    for (List<TraceEvent> events : threads) {
      int at = events.indexOf(event);
      if (at >= 0) {
        events.add(at + 1, added);
      }
    }
    return added;
  }

  /** Inserts two events that another thread does directly before this one. */
  void insertBefore(TraceEvent event, String first, String second, String resultOfSecond) {
    long time = event.before() - ROOM;
    threads.add(List.of(
        new TraceEvent("other", first, event.seq(), null, time + 1, time + 2, 0),
        new TraceEvent("other", second, event.seq(), resultOfSecond, time + 3, time + 4, 0)));
  }

  /** Instead of its thread, another one does this at the same time. */
  TraceEvent moveToAnotherThread(TraceEvent event) {
    TraceEvent moved = new TraceEvent(
        "other",
        event.action(),
        event.session(),
        event.nonce(),
        event.seq(),
        event.result(),
        event.reply(),
        event.before(),
        event.after(),
        event.line());
    remove(event);
    threads.add(List.of(moved));
    return moved;
  }

  Path write(Path file) throws IOException {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    lines.write(TraceLines.header(kind, window));
    events().forEach(event -> TraceLines.append(lines, event));
    return Files.write(file, lines.toByteArray());
  }

  static TraceEvent withAction(TraceEvent e, String action) {
    return with(e, action, e.seq(), e.result(), e.reply(), e.before(), e.after());
  }

  static TraceEvent withSeq(TraceEvent e, long seq) {
    return with(e, e.action(), seq, e.result(), e.reply(), e.before(), e.after());
  }

  static TraceEvent withResult(TraceEvent e, String result) {
    return with(e, e.action(), e.seq(), result, e.reply(), e.before(), e.after());
  }

  static TraceEvent withReply(TraceEvent e, @Nullable String reply) {
    return with(e, e.action(), e.seq(), e.result(), reply, e.before(), e.after());
  }

  static void assertSame(TraceEvent actual, TraceEvent expected) {
    assertThat(actual).usingRecursiveComparison().ignoringFields("line").isEqualTo(expected);
  }

  private static TraceEvent with(
      TraceEvent e,
      String action,
      long seq,
      @Nullable String result,
      @Nullable String reply,
      long before,
      long after) {
    return new TraceEvent(
        e.thread(), action, e.session(), e.nonce(), seq, result, reply, before, after, e.line());
  }
}
