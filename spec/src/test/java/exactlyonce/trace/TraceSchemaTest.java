package exactlyonce.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import exactlyonce.JsonSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * {@code docs/trace.schema.json} allows the same lines as the reader. It is made from the actions of
 * {@link TraceKind}; {@code -Dschema=write} writes it again.
 */
class TraceSchemaTest {
  private static final Path FILE = Path.of("docs", "trace.schema.json");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DIGEST = "0123abcd";
  private static final List<String> FIELDS =
      List.of("session", "nonce", "seq", "thread", "before", "after", "colour");

  @TempDir
  private Path directory;

  private static String name(TraceKind kind) {
    return kind.delivery() + (kind.crashes() ? "-crashes" : "");
  }

  private static ObjectNode schema() {
    ObjectNode schema = JSON.createObjectNode();
    schema
        .put("$schema", "https://json-schema.org/draft/2020-12/schema")
        .put("title", "A line of a trace, version " + Trace.VERSION);
    ArrayNode lines = schema.putArray("anyOf");
    lines.addObject().put("$ref", "#/$defs/header");
    ObjectNode definitions = schema.putObject("$defs");
    definitions.set("header", header());
    definitions.putObject("text").put("type", "string").put("pattern", "^" + Trace.THREAD + "$");
    definitions
        .putObject("digest")
        .put("type", "string")
        .put("pattern", "^" + ReplyDigest.PATTERN + "$");
    definitions.putObject("time").put("type", "integer").put("minimum", 0);
    definitions
        .putObject(TraceAction.SEQ)
        .put("type", "integer")
        .put("minimum", 0)
        .put("maximum", Trace.MAX_SEQ);
    definitions
        .putObject(TraceAction.SESSION)
        .put("type", "integer")
        .put("minimum", 1)
        .put("maximum", Trace.MAX_SEQ);
    definitions.set(TraceAction.NONCE, definitions.get(TraceAction.SESSION));
    for (TraceKind kind : TraceKind.values()) {
      lines.addObject().put("$ref", "#/$defs/" + name(kind));
      ArrayNode events = definitions.putObject(name(kind)).putArray("oneOf");
      new TreeMap<>(kind.actions())
          .forEach((action, about) -> events(action, about).forEach(events::add));
    }
    return schema;
  }

  private static ObjectNode header() {
    ObjectNode header = JSON.createObjectNode().put("type", "object");
    ObjectNode fields = header.putObject("properties");
    fields.putObject("format").put("const", Trace.FORMAT);
    fields.putObject("version").put("const", Trace.VERSION);
    fields.putObject("delivery").putArray("enum").add("unordered").add("ordered");
    fields.putObject("crashes").put("type", "boolean");
    ArrayNode windows = fields.putObject("window").putArray("enum");
    for (int window = 1; window > 0; window *= 2) {
      windows.add(window);
    }
    header.putArray("required").add("format").add("version").add("delivery").add("window");
    return header.put("additionalProperties", false);
  }

  /** The events of an action: those with a reply, and the others. */
  private static List<ObjectNode> events(String action, TraceAction about) {
    Set<String> results = new TreeSet<>(about.results());
    if (about.mayBeCut()) {
      results.add(TraceAction.CRASHED);
    }
    boolean resultRequired = !about.results().isEmpty();
    return switch (action) {
      case "Deliver", "Reject" ->
        List.of(event(action, about, results, resultRequired, true, action.equals("Reject")));
      case "ReceiveAck", "ReceiveRejected" -> {
        boolean required = action.equals("ReceiveRejected");
        results.remove("DECIDED");
        yield List.of(
            event(action, about, Set.of("DECIDED"), true, true, required),
            event(action, about, results, true, false, false));
      }
      default -> List.of(event(action, about, results, resultRequired, false, false));
    };
  }

  private static ObjectNode event(
      String action,
      TraceAction about,
      Set<String> results,
      boolean resultRequired,
      boolean hasReply,
      boolean replyRequired) {
    ObjectNode event = JSON.createObjectNode().put("type", "object");
    ObjectNode fields = event.putObject("properties");
    ArrayNode required = event.putArray("required").add("thread").add("action");
    fields.putObject("thread").put("$ref", "#/$defs/text");
    fields.putObject("action").put("const", action);
    for (String field : new TreeSet<>(about.fields())) {
      fields.putObject(field).put("$ref", "#/$defs/" + field);
      required.add(field);
    }
    if (!results.isEmpty()) {
      results.forEach(fields.putObject("result").putArray("enum")::add);
    }
    if (resultRequired) {
      required.add("result");
    }
    if (hasReply) {
      fields.putObject("reply").put("$ref", "#/$defs/digest");
    }
    if (replyRequired) {
      required.add("reply");
    }
    for (String time : List.of("before", "after")) {
      fields.putObject(time).put("$ref", "#/$defs/time");
      required.add(time);
    }
    return event.put("additionalProperties", false);
  }

  private static JsonSchema checker(String definition) throws IOException {
    ObjectNode root = (ObjectNode) JSON.readTree(FILE.toFile());
    root.remove("anyOf");
    root.put("$ref", "#/$defs/" + definition);
    return JsonSchema.of(root.toString());
  }

  @Test
  void theFileIsUpToDate() throws IOException {
    String object = "{\"type\":\"object\"";
    String text = schema().toString().replace(object, "\n" + object) + "\n"; // one to a line
    if ("write".equals(System.getProperty("schema"))) {
      Files.writeString(FILE, text);
    }
    assertThat(FILE).hasContent(text);
  }

  @Test
  void itIsASchema() throws IOException {
    assertThat(JsonSchema.ofSchemas().errors(Files.readString(FILE))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"format\":\"exactly-once-trace\",\"version\":4,\"delivery\":\"ordered\",\"window\":16}                 | true",
        "{\"format\":\"exactly-once-trace\",\"version\":4,\"delivery\":\"ordered\",\"window\":1,\"crashes\":true} | true",
        "{\"format\":\"exactly-once-trace\",\"version\":4,\"delivery\":\"ordered\",\"window\":3}                  | false",
        "{\"format\":\"exactly-once-trace\",\"version\":3,\"delivery\":\"ordered\",\"window\":16}                 | false",
        "{\"format\":\"exactly-once-trace\",\"version\":4,\"delivery\":\"any\",\"window\":16}                     | false",
        "{\"format\":\"exactly-once-trace\",\"version\":4,\"window\":16}                                          | false",
      })
  void headers(String line, boolean allowed) throws IOException {
    assertThat(checker("header").errors(line).isEmpty()).isEqualTo(allowed);
  }

  /** With every result that there is, with and without a reply; and with each field left out, or too much. */
  @ParameterizedTest
  @EnumSource
  void itAllowsWhatTheReaderReads(TraceKind kind) throws IOException {
    JsonSchema schema = checker(name(kind));
    Set<String> results = new TreeSet<>(List.of(TraceAction.CRASHED, "MISSPELT"));
    kind.actions().values().forEach(action -> results.addAll(action.results()));
    Map<String, TraceAction> actions = new TreeMap<>(kind.actions());
    actions.put("Misspelt", TraceAction.of());
    int read = 0;
    int refused = 0;
    for (String action : actions.keySet()) {
      for (String line : lines(action, actions.get(action), results)) {
        boolean reads = isRead(kind, line);
        assertThat(schema.errors(line).isEmpty()).as(line).isEqualTo(reads);
        read += reads ? 1 : 0;
        refused += reads ? 0 : 1;
      }
    }
    assertThat(read).isGreaterThan(30);
    assertThat(refused).isGreaterThan(300);
  }

  private static List<String> lines(String action, TraceAction about, Set<String> results) {
    List<@Nullable String> all = new ArrayList<>(results);
    all.add(null);
    List<String> lines = new ArrayList<>();
    for (String result : all) {
      for (String reply : new @Nullable String[] {null, DIGEST, "x"}) {
        lines.add(event(action, about, result, reply).toString());
      }
    }
    String right = about.results().stream().sorted().findFirst().orElse(null);
    ObjectNode event = event(action, about, right, action.equals("Reject") ? DIGEST : null);
    for (String field : FIELDS) {
      ObjectNode other = event.deepCopy();
      if (other.remove(field) == null) {
        other.put(field, 1);
      }
      lines.add(other.toString());
    }
    return lines;
  }

  private static ObjectNode event(
      String action, TraceAction about, @Nullable String result, @Nullable String reply) {
    ObjectNode event = JSON.createObjectNode().put("thread", "a").put("action", action);
    event.put("before", 1).put("after", 2);
    about.fields().forEach(field -> event.put(field, 1));
    if (result != null) {
      event.put("result", result);
    }
    if (reply != null) {
      event.put("reply", reply);
    }
    return event;
  }

  private boolean isRead(TraceKind kind, String line) throws IOException {
    Path file = directory.resolve("trace");
    Files.writeString(
        file,
        "{\"format\":\"%s\",\"version\":%d,\"delivery\":\"%s\",\"crashes\":%s,\"window\":4}%n%s%n"
            .formatted(Trace.FORMAT, Trace.VERSION, kind.delivery(), kind.crashes(), line));
    try {
      Trace.read(file);
      return true;
    } catch (TraceFormatException e) {
      return false;
    }
  }
}
