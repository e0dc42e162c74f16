package exactlyonce.conformance;

import java.util.List;
import java.util.Map;

/**
 * A file of vectors.
 *
 * @param name without an extension
 * @param level of conformance
 * @param vectors in their order
 * @param mutants of the specification that fail some of them, by the names that are their flags
 */
public record VectorFile(
    String name, String level, List<TestVector> vectors, Map<String, Mutant> mutants) {

  /**
   * A mutant.
   *
   * @param model its name
   * @param breaks which rule it breaks
   */
  public record Mutant(String model, String breaks) {}
}
