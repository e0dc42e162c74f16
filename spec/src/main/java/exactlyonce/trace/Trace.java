package exactlyonce.trace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A recorded execution.
 *
 * @param kind what was recorded
 * @param window the W of its sender and receiver
 * @param messages an upper bound on the messages submitted
 * @param slots how many slots of the window can matter: if all numbers that can be used are less than
 *     a smaller power of two, a window of that size has the same behaviours
 * @param threads the events of each thread, in the order in which it did them
 */
public record Trace(
    TraceKind kind, int window, long messages, int slots, List<List<TraceEvent>> threads) {
  /** The name of the format, in the first line of a file. */
  static final String FORMAT = "exactly-once-trace";

  /** The version of the format that {@link TraceRecorder} writes. */
  static final int VERSION = 4;

  /** The first version, which had only unordered delivery, and did not say so. */
  private static final int UNORDERED_VERSION = 1;

  /**
   * In version 3 there were no rejections, and few actions could be cut short by a crash; in version 2
   * events had no replies.
   */
  private static final String VERSIONS = VERSION + ", 3, 2 or " + UNORDERED_VERSION;

  private static final Set<String> HEADER_FIELDS =
      Set.of("format", "version", "window", "delivery", "crashes");
  private static final Set<String> EVENT_FIELDS =
      Set.of("thread", "action", "session", "nonce", "seq", "result", "reply", "before", "after");

  private static final String CONTROL = "[\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}]";

  /** A thread has a name that can be printed: Cs are lone surrogates, Zl and Zp line breaks. */
  static final String THREAD = "[^\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}]{1,200}";

  /** More slots of the windows than this TLC cannot hold. */
  static final int MOST_SLOTS = 1 << 20;

  /** The greatest seq that TLC, whose integers have 32 bits, can count. */
  static final long MAX_SEQ = Integer.MAX_VALUE - 1;

  /** Returns the number of events. */
  public int events() {
    return threads.stream().mapToInt(List::size).sum();
  }

  /**
   * Reads a trace file: JSON lines, the first of which is the header. The format is described in
   * spec/docs/trace-format.md.
   *
   * @throws TraceFormatException if a line is malformed; says which and why
   * @throws IOException if the file cannot be read
   */
  public static Trace read(Path file) throws IOException {
    try (Utf8Lines lines = new Utf8Lines(Files.newInputStream(file))) {
      return new Reader(file, lines).read();
    }
  }

  /**
   * Reads what was recorded, from the first line alone.
   *
   * @throws TraceFormatException if that line is malformed
   * @throws IOException if the file cannot be read
   */
  static TraceKind kind(Path file) throws IOException {
    try (Utf8Lines lines = new Utf8Lines(Files.newInputStream(file))) {
      return new Reader(file, lines).header().kind();
    }
  }

  /** As {@link #kind(Path)}, the window. */
  static int window(Path file) throws IOException {
    try (Utf8Lines lines = new Utf8Lines(Files.newInputStream(file))) {
      return new Reader(file, lines).header().window();
    }
  }

  private record Header(TraceKind kind, int window) {}

  private static final class Reader {
    private final JsonMapper json = JsonMapper.builder()
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
        .build();
    private final Map<String, List<TraceEvent>> threads = new LinkedHashMap<>();
    private final Map<String, String> texts = new HashMap<>(); // one copy of each
    private final Path file;
    private final Utf8Lines lines;
    private int line;
    private long messages;
    private long submissions;

    Reader(Path file, Utf8Lines lines) {
      this.file = file;
      this.lines = lines;
    }

    Header header() throws IOException {
      JsonNode header = nextObject(HEADER_FIELDS);
      if (header == null) {
        throw wrong("the file is empty, but a trace starts with a header line");
      }
      if (!FORMAT.equals(text(header, "format"))) {
        throw wrong("\"format\" must be \"" + FORMAT + "\"");
      }
      long version = number(header, "version", Integer.MAX_VALUE);
      if (version < UNORDERED_VERSION || version > VERSION) {
        throw wrong("\"version\" must be " + VERSIONS);
      }
      int window = (int) number(header, "window", 1 << 30);
      if (Integer.bitCount(window) != 1) {
        throw wrong("\"window\" must be a power of two");
      }
      return new Header(version == UNORDERED_VERSION ? unordered(header) : kind(header), window);
    }

    private TraceKind unordered(JsonNode header) throws TraceFormatException {
      for (String later : List.of("delivery", "crashes")) {
        if (header.has(later)) {
          throw wrong("unknown field \"" + later + "\"");
        }
      }
      return TraceKind.UNORDERED;
    }

    private TraceKind kind(JsonNode header) throws TraceFormatException {
      String delivery = text(header, "delivery");
      JsonNode crashes = header.get("crashes");
      if (crashes != null && !crashes.isBoolean()) {
        throw wrong("\"crashes\" must be true or false");
      }
      return TraceKind.of(delivery, crashes != null && crashes.booleanValue())
          .orElseThrow(() -> wrong("\"delivery\" must be \"unordered\" or \"ordered\""));
    }

    Trace read() throws IOException {
      Header header = header();
      for (JsonNode node = nextObject(EVENT_FIELDS);
          node != null;
          node = nextObject(EVENT_FIELDS)) {
        add(event(node, header.kind()));
      }
      return new Trace(
          header.kind(), header.window(), messages, slots(header), List.copyOf(threads.values()));
    }

    /** Without crashes, numbers are assigned one after the other; with crashes, some are left out. */
    private int slots(Header header) throws TraceFormatException {
      long numbers = header.kind().crashes() ? messages : submissions;
      int slots = 1;
      while (slots < Math.min(numbers, header.window())) {
        slots *= 2;
      }
      if (slots > MOST_SLOTS) {
        throw new TraceFormatException(file + ": " + numbers + " numbers in a window of "
            + header.window() + " are more than can be checked: " + MOST_SLOTS);
      }
      return slots;
    }

    private @Nullable JsonNode nextObject(Set<String> fields) throws IOException {
      line++;
      JsonNode node;
      try {
        String text = lines.next();
        if (text == null) {
          return null;
        }
        node = json.readTree(text);
      } catch (CharacterCodingException e) {
        throw wrong("this is not UTF-8 text");
      } catch (JsonProcessingException e) {
        throw wrong(
            "this is not JSON: " + e.getOriginalMessage().lines().findFirst().orElse(""));
      }
      if (!node.isObject()) {
        throw wrong("a line must be one JSON object");
      }
      for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
        String name = names.next();
        if (!fields.contains(name)) {
          throw wrong("unknown field " + quoted(name));
        }
      }
      return node;
    }

    private TraceEvent event(JsonNode node, TraceKind kind) throws TraceFormatException {
      String action = text(node, "action");
      TraceAction known = kind.actions().get(action);
      if (known == null) {
        throw wrong(quoted(action) + " is not an action of " + kind.specification());
      }
      String result = node.has("result") ? text(node, "result") : null;
      if (!known.allows(result)) {
        throw wrong("the \"result\" of " + action + " must be " + known.expected());
      }
      TraceEvent event = new TraceEvent(
          text(node, "thread"),
          action,
          argument(node, known, TraceAction.SESSION, 1),
          argument(node, known, TraceAction.NONCE, 1),
          argument(node, known, TraceAction.SEQ, 0),
          result,
          reply(node, action, result),
          number(node, "before", Long.MAX_VALUE),
          number(node, "after", Long.MAX_VALUE),
          line);
      if (event.before() >= event.after()) {
        throw wrong("\"before\" must be less than \"after\"");
      }
      return event;
    }

    private @Nullable String reply(JsonNode node, String action, @Nullable String result)
        throws TraceFormatException {
      boolean decides = "DECIDED".equals(result);
      boolean ofRejection =
          action.equals("Reject") || (action.equals("ReceiveRejected") && decides);
      boolean ofReply = action.equals("Deliver") || (action.equals("ReceiveAck") && decides);
      if (!node.has("reply") && !ofRejection) {
        return null;
      }
      if (!ofReply && !ofRejection) {
        throw wrong("\"reply\" must be absent: only Deliver, Reject, and ReceiveAck and"
            + " ReceiveRejected with DECIDED have one");
      }
      String reply = text(node, "reply");
      if (!reply.matches(ReplyDigest.PATTERN)) {
        throw wrong("\"reply\" must be 8 digits from 0-9a-f");
      }
      return reply;
    }

    private void add(TraceEvent event) throws TraceFormatException {
      if (!threads.containsKey(event.thread()) && !event.thread().matches(THREAD)) {
        throw wrong("\"thread\" must have 1 to 200 characters, and no line breaks, other control"
            + " characters or lone surrogates");
      }
      List<TraceEvent> events = threads.computeIfAbsent(event.thread(), t -> new ArrayList<>());
      if (!events.isEmpty() && events.get(events.size() - 1).after() >= event.before()) {
        throw wrong("\"before\" must be greater than \"after\" of the last event of "
            + event.thread() + ": the events of a thread must be in order");
      }
      events.add(event);
      if (event.action().equals("Submit")) {
        submissions++;
        messages = Math.max(Math.max(messages, submissions), event.seq() + 1);
      }
    }

    /** What was found instead, for a message of one short line. */
    private static String quoted(String found) {
      String printable = found.replaceAll(CONTROL, "?");
      return printable.length() <= 60
          ? "\"" + printable + "\""
          : "\"" + printable.substring(0, 60) + "\" ...";
    }

    /** The value of a field, at least {@code least}; one less if the action does not have the field. */
    private long argument(JsonNode node, TraceAction action, String field, long least)
        throws TraceFormatException {
      if (action.fields().contains(field)) {
        long value = number(node, field, MAX_SEQ);
        if (value < least) {
          throw wrong("\"" + field + "\" must be at least " + least);
        }
        return value;
      }
      if (node.has(field)) {
        throw wrong("\"" + field + "\" must be absent: this action has none");
      }
      return least - 1;
    }

    private String text(JsonNode node, String field) throws TraceFormatException {
      JsonNode value = node.get(field);
      if (value == null || !value.isTextual()) {
        throw wrong("\"" + field + "\" must be a string");
      }
      return texts.computeIfAbsent(value.textValue(), text -> text);
    }

    private long number(JsonNode node, String field, long max) throws TraceFormatException {
      JsonNode value = node.get(field);
      if (value == null
          || !value.isIntegralNumber()
          || !value.canConvertToLong()
          || value.longValue() < 0
          || value.longValue() > max) {
        throw wrong("\"" + field + "\" must be a whole number from 0 to " + max);
      }
      return value.longValue();
    }

    private TraceFormatException wrong(String what) {
      return new TraceFormatException(file + ":" + line + ": " + what);
    }
  }
}
