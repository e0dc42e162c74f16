package exactlyonce.diagram;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * A participant, or all of a kind. In a legend a participant is a string, its name. All of a kind are
 * <code>{"each": "threads"}</code>, or <code>{"each": "producers", "named": "producer"}</code>.
 *
 * @param named the name; for all of a kind the word before the argument, as in {@code thread t1}
 * @param each a variable that is a function, with a lifeline for each of its arguments; null for a single
 *     participant
 */
record Lifeline(String named, @Nullable String each) {

  private static final String THREAD = "thread";

  /** Refers to the one whose entry of a variable changed. */
  static final String INDEX = "{index}";

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static Lifeline one(String name) {
    return new Lifeline(name, null);
  }

  @JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
  static Lifeline all(
      @JsonProperty(value = "each", required = true) String each,
      @JsonProperty("named") @Nullable String named) {
    return new Lifeline(named == null ? THREAD : named, each);
  }

  /** How a legend refers to it: by name, or by the name in braces for the one of its kind that acts. */
  String reference() {
    return each == null ? named : "{" + named + "}";
  }
}
