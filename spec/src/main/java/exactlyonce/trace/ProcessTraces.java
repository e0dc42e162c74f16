package exactlyonce.trace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The records of a sending and a receiving process, which are killed and started again, as one trace.
 * To be told by whoever starts and kills them. Not thread-safe.
 *
 * <p>What distinguishes this trace from the records: a step that was cut short is CRASHED, and ends when
 * its process has ended. Crashes are events, of the thread {@value #PARENT}. Sessions and nonces, which
 * are random, are numbered in their order. The threads of a process continue those of its predecessor.
 */
public final class ProcessTraces {
  /** The sides. */
  public enum Side {
    SENDER("sender-", "SenderCrash", null),
    RECEIVER("receiver-", "ReceiverCrash", "KEPT");

    private final String threads;
    private final String crash;
    private final @Nullable String result;

    Side(String threads, String crash, @Nullable String result) {
      this.threads = threads;
      this.crash = crash;
      this.result = result;
    }
  }

  /** The thread of events that happen to a process. */
  private static final String PARENT = "parent";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** A process, from before its start until it has ended. */
  private static final class Life {
    private final Side side;
    private final Path file;
    private final long start;
    private long end = Long.MAX_VALUE;
    private boolean crashed;

    Life(Side side, Path file, long start) {
      this.side = side;
      this.file = file;
      this.start = start;
    }
  }

  private final Path directory;
  private final List<Life> lives = new ArrayList<>();
  private final Map<Side, Life> current = new HashMap<>();
  private final Numbers sessions = new Numbers();
  private final Numbers nonces = new Numbers();
  private long last = Long.MIN_VALUE;

  /**
   * Starts without any process.
   *
   * @param directory where the records are; exists
   */
  public ProcessTraces(Path directory) {
    this.directory = directory;
  }

  /** A process is about to start. Returns the file for its {@link ProcessRecorder}. */
  public Path starts(Side side) {
    Path file = directory.resolve(side.threads + (lives.size() + 1) + ".jsonl");
    Life life = new Life(side, file, now());
    lives.add(life);
    current.put(side, life);
    return file;
  }

  /** The process of this side was killed, and has ended. */
  public void killed(Side side) {
    Life life = current.remove(side);
    if (life != null) {
      life.end = now();
      life.crashed = true;
      last = life.end + 2; // the timestamps of the crash
    }
  }

  /** The process of this side has ended by itself. */
  public void ended(Side side) {
    Life life = current.remove(side);
    if (life != null) {
      life.end = now();
      last = life.end + 2; // as above, if a step was not finished
    }
  }

  private long now() {
    last = Math.max(last + 1, System.nanoTime());
    return last;
  }

  /**
   * Writes the trace, when all processes have ended.
   *
   * @param complete whether the run has come to its end, so that the sender has nothing left to do
   * @throws IOException if a record cannot be read, or the trace cannot be written
   * @throws IllegalStateException if the timestamps of a process do not lie between its start and its
   *     end: the processes do not share a clock
   */
  public void write(OutputStream out, TraceKind kind, int window, boolean complete)
      throws IOException {
    for (Life life : lives) {
      number(life);
    }
    out.write(TraceLines.header(kind, window));
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    Set<Long> asked = new HashSet<>();
    for (Life life : lives) {
      read(life, event -> {
        TraceLines.append(line, numbered(event, asked));
        line.writeTo(out);
        line.reset();
      });
    }
    List<TraceEvent> ends = new ArrayList<>();
    lives.stream()
        .filter(life -> life.crashed)
        .sorted(Comparator.comparingLong(life -> life.end))
        .forEach(life -> ends.add(byParent(life.side.crash, life.side.result, life.end)));
    if (complete) {
      ends.add(byParent("End", null, now()));
    }
    for (TraceEvent end : ends) {
      TraceLines.append(line, end);
    }
    line.writeTo(out);
  }

  private TraceEvent byParent(String action, @Nullable String result, long time) {
    long from = sinceStart(time) + 1;
    return new TraceEvent(PARENT, action, 0, 0, -1, result, null, from, from + 1, 0);
  }

  private long sinceStart(long time) {
    return time - lives.get(0).start;
  }

  private void number(Life life) throws IOException {
    read(life, event -> {
      switch (event.action()) {
        case "ReceiveOpen" -> sessions.seen(event.session(), event.after());
        case "OpenSession", "RepeatOpen" -> nonces.seen(event.nonce(), event.after());
        default -> {}
      }
    });
  }

  private TraceEvent numbered(TraceEvent event, Set<Long> asked) {
    boolean first = event.action().equals("RepeatOpen") && asked.add(event.nonce());
    return new TraceEvent(
        event.thread(),
        first ? "OpenSession" : event.action(),
        sessions.of(event.session()),
        nonces.of(event.nonce()),
        event.seq(),
        event.result(),
        event.reply(),
        sinceStart(event.before()),
        sinceStart(event.after()),
        0);
  }

  private interface Events {
    void accept(TraceEvent event) throws IOException;
  }

  /** The events of a process, with those that were cut short. */
  private static void read(Life life, Events events) throws IOException {
    if (!Files.exists(life.file)) {
      return; // it was killed before it did anything
    }
    Unfinished unfinished = new Unfinished();
    Map<String, String> threads = new HashMap<>();
    try (BufferedReader lines = Files.newBufferedReader(life.file)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.endsWith("}")) {
          break; // the process was killed while it wrote this, and what follows from it
        }
        TraceEvent event = event(JSON.readTree(line), threads, life);
        if (event.before() < life.start || Math.max(event.before(), event.after()) >= life.end) {
          throw new IllegalStateException(
              "the processes do not share a clock: " + life.file.getFileName() + " has " + line
                  + ", but its process has run from " + life.start + " to " + life.end);
        }
        unfinished.add(event);
        if (event.isFinished()) {
          events.accept(event);
        }
      }
    }
    List<TraceEvent> cut = unfinished.at(life.end);
    life.crashed |= !cut.isEmpty(); // also if it has ended by itself in the middle of a step
    for (TraceEvent event : cut) {
      events.accept(event);
    }
  }

  private static TraceEvent event(JsonNode node, Map<String, String> threads, Life life) {
    String thread = threads.computeIfAbsent(
        node.required("thread").textValue(), name -> life.side.threads + (threads.size() + 1));
    return new TraceEvent(
        thread,
        node.required("action").textValue(),
        node.path("session").longValue(),
        node.path("nonce").longValue(),
        node.path("seq").asLong(-1),
        node.path("result").textValue(),
        node.path("reply").textValue(),
        node.required("before").longValue(),
        node.path("after").asLong(TraceEvent.UNFINISHED),
        0);
  }

  /** The numbers of random ids, in the order of time: the first is 1. */
  private static final class Numbers {
    private final Map<Long, Long> firstSeen = new HashMap<>();
    private final Map<Long, Long> numbers = new HashMap<>();

    void seen(long id, long time) {
      firstSeen.merge(id, time, Math::min);
    }

    /** Zero is none. An id that was not seen is greater than all that were. */
    long of(long id) {
      if (id == 0) {
        return 0;
      }
      if (numbers.isEmpty()) {
        firstSeen.entrySet().stream()
            .sorted(Map.Entry.comparingByValue())
            .forEach(entry -> numbers.put(entry.getKey(), numbers.size() + 1L));
      }
      return numbers.computeIfAbsent(id, unknown -> numbers.size() + 1L);
    }
  }

  /** The steps that are announced and have not ended. */
  private static final class Unfinished {
    private final Map<String, TraceEvent> announced = new LinkedHashMap<>();

    /** The ends of a handler. */
    private static final Set<String> ENDS = Set.of("Deliver", "Reject", "Fail");

    /** By the message: deliveries and rejections whose commit has an unknown outcome. */
    private final Map<List<Long>, TraceEvent> commits = new LinkedHashMap<>();

    void add(TraceEvent event) {
      List<Long> message = List.of(event.session(), event.seq());
      TraceEvent before = announced.remove(event.thread());
      if (!event.isFinished()) {
        announced.put(event.thread(), event);
      } else if (event.action().equals("CommitUnknown") && before != null) {
        commits.put(message, before);
      } else if (ENDS.contains(event.action())) {
        commits.remove(message);
      }
    }

    /** These events, when their process has ended. */
    List<TraceEvent> at(long end) {
      List<TraceEvent> cut = new ArrayList<>();
      announced.values().forEach(event -> cut.add(cut(event, event.thread(), end)));
      commits
          .values()
          .forEach(event ->
              cut.add(cut(event, "commit of " + event.session() + "." + event.seq(), end)));
      return cut;
    }

    private static TraceEvent cut(TraceEvent event, String thread, long end) {
      return new TraceEvent(
          thread,
          event.action(),
          event.session(),
          event.nonce(),
          event.seq(),
          TraceAction.CRASHED,
          event.reply(),
          event.before(),
          end,
          0);
    }
  }
}
