package exactlyonce.diagram;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import exactlyonce.model.ProgramFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How to read the states of a module: who takes part, whose step each action is and which frame it
 * receives, who sends which frame, and which variables matter. The legend of a module is a resource of
 * this package that has the name of the module.
 *
 * <p>With threads, the lifeline <code>{"each": "threads"}</code> stands for one lifeline per argument of
 * the variable {@code threads}. {@code {thread}} is the thread whose entry changes in a step: an action
 * or a variable can be at it, a frame can come from it or go to it.
 *
 * @param lifelines the participants, from left to right
 * @param network the variable that holds the frames in flight, and its lifeline, which is one of those
 *     above. Changes that belong to nobody are noted at that lifeline
 * @param frames for each type of frame, who sends it to whom
 * @param actions by the name of their definition
 * @param variables those whose changes are noted, in the order of the notes
 * @param hidden variables whose changes are not noted
 * @param records how records are written; null if the module has none that matter
 */
record Legend(
    @JsonProperty(required = true) List<Lifeline> lifelines,
    @JsonProperty(required = true) Network network,
    @JsonProperty(required = true) Map<String, FrameType> frames,
    @JsonProperty(required = true) Map<String, Action> actions,
    @JsonProperty(required = true) Map<String, Variable> variables,
    @JsonProperty(required = true) List<String> hidden,
    @Nullable List<RecordText> records) {

  private static final ObjectMapper JSON = JsonMapper.builder().build();

  Legend {
    lifelines = List.copyOf(lifelines);
    frames = ordered(frames);
    actions = ordered(actions);
    variables = ordered(variables);
    hidden = List.copyOf(hidden);
    records = records == null ? List.of() : List.copyOf(records);
    checkLifelines(lifelines, network, frames, actions, variables);
  }

  /** Writes the values of this module. */
  ValueText text() {
    return new ValueText(records == null ? List.of() : records);
  }

  /** The variable that holds the frames in flight, and the lifeline that stands for it. */
  record Network(
      @JsonProperty(required = true) String variable,
      @JsonProperty(required = true) String lifeline) {}

  /**
   * A type of frame.
   *
   * @param label what is written at the arrow, with fields of the frame in braces
   * @param normally for some fields, the field that they normally equal; they are written only if they
   *     differ from it
   */
  record FrameType(
      @JsonProperty(required = true) String from,
      @JsonProperty(required = true) String to,
      @JsonProperty(required = true) String label,
      @Nullable Map<String, String> normally) {
    FrameType {
      normally = normally == null ? Map.of() : ordered(normally);
    }

    @Override
    public Map<String, String> normally() {
      return normally == null ? Map.of() : normally;
    }
  }

  /**
   * An action.
   *
   * @param at the lifeline that takes the step
   * @param receives values of fields that the received frame has; null if the action receives none
   */
  record Action(
      @JsonProperty(required = true) String at, @Nullable Map<String, String> receives) {}

  /**
   * A variable.
   *
   * @param at the lifeline at which a change is noted; {@code {index}} for a function whose arguments
   *     have lifelines
   * @param text the note. {@code {value}} is the new value, {@code {changes}} the fields or entries of it
   *     that changed, and a field has its name in braces. A
   *     function has a note for each argument that changed if {@code {index}}, the argument, is in the
   *     note; otherwise one for all
   * @param values other notes for certain values
   * @param by the field that these values are of; null if they are of the variable itself
   */
  record Variable(
      @JsonProperty(required = true) String at,
      @JsonProperty(required = true) String text,
      @Nullable Map<String, String> values,
      @Nullable String by) {
    /** The note for this value, in which the names in braces are not yet replaced. */
    String textFor(String value, Map<String, String> fields) {
      String key = by == null ? value : fields.getOrDefault(by, "");
      return values == null ? text : values.getOrDefault(key, text);
    }

    /** Whether the note says what has become of this field. */
    boolean tells(String note, String field) {
      List<String> named = ValueText.placeholders(note);
      return named.contains(field)
          || named.contains("value")
          || named.contains("changes")
          || (field.equals(by) && !note.equals(text));
    }

    /** Whether each argument that changed has a note of its own. */
    boolean isByArgument() {
      return at.equals(Lifeline.INDEX) || ValueText.placeholders(text).contains("index");
    }
  }

  /**
   * How a record is written that has all the fields which the text names.
   *
   * @param text with fields of the record in braces
   * @param with values that fields must have; null if any will do
   * @param normally as in a type of frame
   */
  record RecordText(
      @JsonProperty(required = true) String text,
      @Nullable Map<String, String> with,
      @Nullable Map<String, String> normally) {
    @Override
    public Map<String, String> normally() {
      return normally == null ? Map.of() : normally;
    }

    /** Whether a record with these fields is written so. */
    boolean fits(Map<String, String> fields) {
      return fields.keySet().containsAll(ValueText.placeholders(text))
          && (with == null || fields.entrySet().containsAll(with.entrySet()));
    }
  }

  /**
   * The legend of a module. {@code MCModule}, which sets bounds for {@code Module}, shares its legend. So
   * does every module whose name begins with that name, such as {@code ModuleInductive}. A module without
   * a legend gets one that knows nothing.
   */
  static Legend of(String module) {
    String name = module.startsWith("MC") ? module.substring(2) : module;
    return beginnings(name)
        .flatMap(beginning -> read(beginning).stream())
        .findFirst()
        .orElseGet(() -> unknown(module));
  }

  /** A name in camel case, then the same name without its last word, and so on. */
  private static Stream<String> beginnings(String name) {
    return IntStream.iterate(name.length(), end -> end > 0, end -> end - 1)
        .filter(end -> end == name.length() || Character.isUpperCase(name.charAt(end)))
        .mapToObj(end -> name.substring(0, end));
  }

  private static Optional<Legend> read(String module) {
    String file = module + ".json";
    try (InputStream in = Legend.class.getResourceAsStream(file)) {
      if (in != null) {
        return Optional.of(JSON.readValue(in, Legend.class));
      }
      // In a jar that hides its resources, or there is none of this name.
      Optional<byte[]> json = ProgramFiles.read("exactlyonce/diagram/" + file);
      return json.isEmpty()
          ? Optional.empty()
          : Optional.of(JSON.readValue(json.get(), Legend.class));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the legend of " + module, e);
    }
  }

  private static Legend unknown(String module) {
    Network none = new Network("", module);
    return new Legend(
        List.of(Lifeline.one(module)), none, Map.of(), Map.of(), Map.of(), List.of(), null);
  }

  /**
   * The action of this name. In a mutant, TLC prints the name of the definition that replaces the action.
   * By convention it begins with the name of the action, as in {@code DeliverUnrecorded}.
   */
  Optional<Action> action(String name) {
    return beginnings(name)
        .flatMap(known -> Stream.ofNullable(actions.get(known)))
        .findFirst();
  }

  private static <V> Map<String, V> ordered(Map<String, V> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }

  private static void checkLifelines(
      List<Lifeline> lifelines,
      Network network,
      Map<String, FrameType> frames,
      Map<String, Action> actions,
      Map<String, Variable> variables) {
    Set<String> known = new LinkedHashSet<>();
    for (Lifeline lifeline : lifelines) {
      if (!known.add(lifeline.reference())) {
        throw new IllegalArgumentException("duplicate lifeline " + lifeline.reference());
      }
    }
    List<String> used = new ArrayList<>();
    frames.values().forEach(frame -> used.addAll(List.of(frame.from(), frame.to())));
    actions.values().forEach(action -> used.add(action.at()));
    for (Variable variable : variables.values()) {
      if (known.stream().noneMatch(Legend::isOfAKind) || !variable.at().equals(Lifeline.INDEX)) {
        used.add(variable.at());
      }
    }
    if (isOfAKind(network.lifeline())) {
      throw new IllegalArgumentException("the network must have one lifeline of its own");
    }
    used.add(network.lifeline());
    used.removeAll(known);
    if (!used.isEmpty()) {
      throw new IllegalArgumentException("no lifeline " + used.get(0) + " in " + known);
    }
  }

  private static boolean isOfAKind(String reference) {
    return reference.startsWith("{");
  }
}
