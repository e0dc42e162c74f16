package exactlyonce.diagram;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import exactlyonce.model.ProgramFiles;
import exactlyonce.tlc.TlaValue;
import java.io.IOException;
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
 * How the states of a module are read: who takes part, which action belongs to whom and which frame it
 * receives, what the frames in the network are, and which variables matter. Each module has its legend
 * in a file of this package, named after the module.
 *
 * <p>Where several threads take part, <code>{"each": "threads"}</code> among the lifelines stands for one
 * lifeline for each argument of the variable {@code threads}, and {@code {thread}} is the one whose entry
 * changes in a step; an action or a variable may be at it, a frame may be from or to it.
 *
 * @param lifelines those who take part, from left to right
 * @param network where the frames in flight are; its lifeline is one of those above. What belongs to
 *     nobody is noted there, too
 * @param frames for each type of frame, who sends it to whom
 * @param actions by the name of their definition
 * @param variables those whose changes are drawn, in this order
 * @param hidden variables whose changes go without saying
 */
record Legend(
    @JsonProperty(required = true) List<Lifeline> lifelines,
    @JsonProperty(required = true) Network network,
    @JsonProperty(required = true) Map<String, FrameType> frames,
    @JsonProperty(required = true) Map<String, Action> actions,
    @JsonProperty(required = true) Map<String, Variable> variables,
    @JsonProperty(required = true) List<String> hidden) {

  private static final ObjectMapper JSON = JsonMapper.builder().build();

  Legend {
    lifelines = List.copyOf(lifelines);
    frames = ordered(frames);
    actions = ordered(actions);
    variables = ordered(variables);
    hidden = List.copyOf(hidden);
    checkLifelines(lifelines, network, frames, actions, variables);
  }

  /** The variable that holds the frames in flight, and the lifeline that stands for it. */
  record Network(
      @JsonProperty(required = true) String variable,
      @JsonProperty(required = true) String lifeline) {}

  /**
   * A type of frame.
   *
   * @param label what is written at the arrow, with fields of the frame in braces
   * @param normally fields that go without saying as long as they equal another field
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
   * @param at whose step it is
   * @param receives fields that the received frame has; null if the action receives none
   */
  record Action(
      @JsonProperty(required = true) String at, @Nullable Map<String, String> receives) {}

  /**
   * A variable.
   *
   * @param at at whose lifeline a change is noted; {@code {index}} for a function whose arguments have
   *     lifelines
   * @param text the note: {@code {index}} is the argument whose value changed if the variable is a
   *     function, {@code {value}} the new value, and fields of the new value are in braces as well
   * @param values other notes for certain values
   * @param by a field: the other notes are for values of it; null if they are for the whole value
   */
  record Variable(
      @JsonProperty(required = true) String at,
      @JsonProperty(required = true) String text,
      @Nullable Map<String, String> values,
      @Nullable String by) {
    /** The note for this value, its braces not yet filled. */
    String textFor(TlaValue value) {
      String key = by == null ? Values.plain(value) : Values.fields(value).getOrDefault(by, "");
      return values == null ? text : values.getOrDefault(key, text);
    }

    /** Whether the note says what has become of this field. */
    boolean tells(String note, String field) {
      return Values.mentions(note, field) || (field.equals(by) && !note.equals(text));
    }
  }

  /**
   * The legend of a module. {@code MCModule}, which sets bounds for {@code Module}, has the same, and so
   * has every module whose name begins with that name, such as {@code ModuleInductive}. For a module
   * without one, a legend that knows nothing.
   */
  static Legend of(String module) {
    String name = module.startsWith("MC") ? module.substring(2) : module;
    return beginnings(name)
        .flatMap(beginning -> read(beginning).stream())
        .findFirst()
        .orElseGet(() -> unknown(module));
  }

  /** A name in camel case, and what is left of it without its last word, and so on. */
  private static Stream<String> beginnings(String name) {
    return IntStream.iterate(name.length(), end -> end > 0, end -> end - 1)
        .filter(end -> end == name.length() || Character.isUpperCase(name.charAt(end)))
        .mapToObj(end -> name.substring(0, end));
  }

  private static Optional<Legend> read(String module) {
    try {
      Optional<byte[]> json = ProgramFiles.read("exactlyonce/diagram/" + module + ".json");
      return json.isEmpty()
          ? Optional.empty()
          : Optional.of(JSON.readValue(json.get(), Legend.class));
    } catch (IOException e) {
      throw new UncheckedIOException("legend of " + module, e);
    }
  }

  private static Legend unknown(String module) {
    Network none = new Network("", module);
    return new Legend(List.of(Lifeline.one(module)), none, Map.of(), Map.of(), Map.of(), List.of());
  }

  /**
   * The action of this name. TLC names the definition that takes an action's place in a mutant; by
   * convention its name begins with the name of the action, as in {@code DeliverUnrecorded}.
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
        throw new IllegalArgumentException("two lifelines " + lifeline.reference());
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
      throw new IllegalArgumentException("the network has one lifeline");
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
