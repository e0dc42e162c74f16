package exactlyonce.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was made is not what was expected.
 *
 * @param first the number of the step, from 1; 0 if it is none of them
 * @param last the last of the steps that were taken as one
 * @param expected what must be made
 * @param made what was made
 * @param missing those of expected that were not made
 * @param tooMuch those of made that were not expected
 * @param cut where a crash has cut what was made, or null if it was not cut
 */
public record Difference(
    int first,
    int last,
    List<Output> expected,
    List<Output> made,
    List<Output> missing,
    List<Output> tooMuch,
    @Nullable Cut cut) {

  /**
   * Where a crash has cut what was made.
   *
   * @param kept how many outputs of the step before the last crash were made, writes included
   * @param steps those that were taken
   */
  public record Cut(int kept, List<JsonNode> steps) {}

  Difference(
      int first,
      int last,
      List<Output> expected,
      List<Output> made,
      List<Output> missing,
      List<Output> tooMuch) {
    this(first, last, expected, made, missing, tooMuch, null);
  }

  Difference afterCut(int kept, List<JsonNode> steps) {
    return new Difference(first, last, expected, made, missing, tooMuch, new Cut(kept, steps));
  }

  /**
   * Compares what was made, in any order.
   *
   * @param optional what may be made
   * @return null if there is no difference
   */
  static @Nullable Difference between(
      int first, int last, List<Output> expected, List<Output> optional, List<Output> made) {
    List<Output> missing = new ArrayList<>(expected);
    List<Output> allowed = new ArrayList<>(optional);
    List<Output> tooMuch = new ArrayList<>();
    for (Output output : made) {
      if (!missing.remove(output) && !allowed.remove(output)) {
        tooMuch.add(output);
      }
    }
    return missing.isEmpty() && tooMuch.isEmpty()
        ? null
        : new Difference(first, last, expected, made, missing, tooMuch);
  }

  /** Compares what was made, in this order. */
  static @Nullable Difference inOrder(List<Output> expected, List<Output> made) {
    if (expected.equals(made)) {
      return null;
    }
    Difference anyOrder = between(1, 1, expected, List.of(), made);
    return anyOrder != null ? anyOrder : new Difference(1, 1, expected, made, List.of(), List.of());
  }

  @Override
  public String toString() {
    return "step " + first + ": expected " + texts(expected) + ", made " + texts(made);
  }

  private static List<String> texts(List<Output> outputs) {
    return outputs.stream().map(Output::text).toList();
  }
}
