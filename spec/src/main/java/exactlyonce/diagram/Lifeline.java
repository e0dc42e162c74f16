package exactlyonce.diagram;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * One who takes part, or all of a kind. In a file one is a string, its name; all of a kind are
 * <code>{"each": "threads"}</code>, or <code>{"each": "producers", "named": "producer"}</code>.
 *
 * @param named the name; of all of a kind the word before the argument, as in {@code thread t1}
 * @param each a variable that is a function: there is a lifeline for each of its arguments; null if
 *     there is only one
 */
record Lifeline(String named, @Nullable String each) {

  private static final String THREAD = "thread";

  /** What stands for the one whose entry a variable's legend is about. */
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

  /** What stands for it in a legend: its name; of all of a kind, in braces, for the one that acts. */
  String reference() {
    return each == null ? named : "{" + named + "}";
  }
}
