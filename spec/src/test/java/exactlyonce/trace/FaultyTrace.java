package exactlyonce.trace;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A copy of a trace, into which a {@link Fault} is put. */
final class FaultyTrace {
  /** So many times as far apart are the timestamps. */
  static final int ROOM = 8;

  private final TraceKind kind;
  private final int window;
  private final List<List<TraceEvent>> threads = new ArrayList<>();

  FaultyTrace(Trace trace) {
    kind = trace.kind();
    window = trace.window();
    for (List<TraceEvent> events : trace.threads()) {
      threads.add(new ArrayList<>(events.stream()
          .map(e -> between(e, ROOM * (e.before() + 1), ROOM * (e.after() + 1)))
          .toList()));
    }
  }

  TraceKind kind() {
    return kind;
  }

  TraceAction action(TraceEvent event) {
    return kind.actions().get(event.action());
  }

  TraceEvent any(RandomGenerator random) {
    return any(random, e -> true);
  }

  /** One of the events like this; null if there is none. */
  @Nullable TraceEvent any(RandomGenerator random, Predicate<TraceEvent> wanted) {
    List<TraceEvent> all = threads.stream().flatMap(List::stream).filter(wanted).toList();
    return all.isEmpty() ? null : all.get(random.nextInt(all.size()));
  }

  List<TraceEvent> threadOf(TraceEvent event) {
    return threads.stream().filter(thread -> thread.contains(event)).findFirst().orElseThrow();
  }

  void remove(TraceEvent event) {
    threadOf(event).remove(event);
  }

  boolean replace(TraceEvent event, TraceEvent by) {
    List<TraceEvent> thread = threadOf(event);
    thread.set(thread.indexOf(event), by);
    return true;
  }

  void insertAfter(TraceEvent event, TraceEvent added) {
    List<TraceEvent> thread = threadOf(event);
    thread.add(thread.indexOf(event) + 1, added);
  }

  void addThread(TraceEvent event) {
    threads.add(new ArrayList<>(List.of(event)));
  }

  /** Each of two events takes place when the other did, and where. */
  boolean swap(TraceEvent one, TraceEvent other) {
    if (one.equals(other)) {
      return false;
    }
    TraceEvent first = withThread(between(other, one.before(), one.after()), one.thread());
    TraceEvent second = withThread(between(one, other.before(), other.after()), other.thread());
    return replace(one, first) && replace(other, second);
  }

  /** The event, so that it has the fields, the result and the reply that its action needs. */
  TraceEvent adjusted(TraceEvent e, RandomGenerator random) {
    TraceAction action = action(e);
    Set<String> fields = action.fields();
    List<String> results = action.results().stream().sorted().toList();
    String result = action.allows(e.result())
        ? e.result()
        : results.isEmpty() ? null : results.get(random.nextInt(results.size()));
    boolean decides = "DECIDED".equals(result);
    boolean needsReply =
        e.action().equals("Reject") || (e.action().equals("ReceiveRejected") && decides);
    boolean mayReply = e.action().equals("Deliver") || (e.action().equals("ReceiveAck") && decides);
    String reply = needsReply && e.reply() == null ? "0123abcd" : e.reply();
    return new TraceEvent(
        e.thread(),
        e.action(),
        fields.contains(TraceAction.SESSION) ? Math.max(1, e.session()) : 0,
        fields.contains(TraceAction.NONCE) ? Math.max(1, e.nonce()) : 0,
        fields.contains(TraceAction.SEQ) ? Math.max(0, e.seq()) : -1,
        result,
        needsReply || mayReply ? reply : null,
        e.before(),
        e.after(),
        0);
  }

  Path write(Path file) throws IOException {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    lines.write(TraceLines.header(kind, window));
    threads.stream().flatMap(List::stream).forEach(event -> TraceLines.append(lines, event));
    return Files.write(file, lines.toByteArray());
  }

  static TraceEvent at(TraceEvent e, long time) {
    return between(e, time, time + 1);
  }

  static TraceEvent between(TraceEvent e, long before, long after) {
    return new TraceEvent(
        e.thread(),
        e.action(),
        e.session(),
        e.nonce(),
        e.seq(),
        e.result(),
        e.reply(),
        before,
        after,
        0);
  }

  static TraceEvent withThread(TraceEvent e, String thread) {
    return new TraceEvent(
        thread,
        e.action(),
        e.session(),
        e.nonce(),
        e.seq(),
        e.result(),
        e.reply(),
        e.before(),
        e.after(),
        0);
  }

  static TraceEvent withIds(TraceEvent e, long session, long nonce) {
    return new TraceEvent(
        e.thread(),
        e.action(),
        session,
        nonce,
        e.seq(),
        e.result(),
        e.reply(),
        e.before(),
        e.after(),
        0);
  }
}
