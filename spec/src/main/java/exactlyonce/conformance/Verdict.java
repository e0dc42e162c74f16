package exactlyonce.conformance;

import exactlyonce.vectors.VectorFiles;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Whether a port conforms.
 *
 * @param port what it calls itself; empty if it did not come so far
 * @param capabilities what it says it is capable of
 * @param files what became of the vectors
 * @param fault why the rest of the vectors was not replayed, or null if all were
 */
public record Verdict(
    String port,
    Set<String> capabilities,
    List<OfFile> files,
    @Nullable String fault) {

  /**
   * What became of the vectors of a file.
   *
   * @param replayed in their order
   * @param failures those of them that failed
   * @param skipped how many need what the port is not capable of
   */
  public record OfFile(
      VectorFile file, List<TestVector> replayed, List<Failure> failures, int skipped) {

    public int passed() {
      return replayed.size() - failures.size();
    }

    /**
     * The mutants that do something else where this vector failed: the one that fails the most similar set of
     * vectors first.
     */
    public List<String> suspects(Failure failure) {
      return file.mutants().keySet().stream()
          .filter(flag -> failure.vector().hasFlagAt(flag, failure.difference()))
          .sorted((one, other) -> Double.compare(similarity(other), similarity(one)))
          .toList();
    }

    /** Of the vectors that fail here, or with the mutant, the part that does both, at the same step. */
    private double similarity(String flag) {
      long both = failures.stream()
          .filter(failure -> failure.vector().hasFlagAt(flag, failure.difference()))
          .count();
      long flagged = replayed.stream()
          .filter(vector -> vector.json().path("flags").has(flag))
          .count();
      return (double) both / (flagged + failures.size() - both);
    }
  }

  /** A vector that failed, and where. */
  public record Failure(TestVector vector, Difference difference) {}

  /** How many vectors were replayed. */
  public int replayed() {
    return files.stream().mapToInt(file -> file.replayed().size()).sum();
  }

  public int failed() {
    return files.stream().mapToInt(file -> file.failures().size()).sum();
  }

  /** Whether all vectors that the port is capable of passed, and there was one. */
  public boolean conforms() {
    return fault == null && failed() == 0 && replayed() > 0;
  }

  /** The levels of which it passed all vectors that it is capable of. */
  public Set<String> levels() {
    Set<String> levels = new TreeSet<>();
    files.stream()
        .filter(file -> file.passed() > 0)
        .forEach(file -> levels.add(file.file().level()));
    files.stream()
        .filter(file -> !file.failures().isEmpty())
        .forEach(file -> levels.remove(file.file().level()));
    levels.remove(VectorFiles.BASIC);
    return levels;
  }
}
