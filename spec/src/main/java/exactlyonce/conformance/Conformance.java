package exactlyonce.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import exactlyonce.conformance.Verdict.Failure;
import exactlyonce.conformance.Verdict.OfFile;
import exactlyonce.vectors.VectorFiles;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Judges one port. */
public final class Conformance {

  /** No port has it. */
  private static final String NO_COMMAND = "no-such-command";

  private final Port port;
  private final Consumer<String> progress;
  private final List<OfFile> files = new ArrayList<>();
  private String name = "";
  private final Set<String> capabilities = new LinkedHashSet<>();

  private Conformance(Port port, Consumer<String> progress) {
    this.port = port;
    this.progress = progress;
  }

  /**
   * Replays the vectors of which a port is capable.
   *
   * @param progress is told how far this is
   * @throws IllegalStateException if differences are not found in what is known to be wrong
   */
  public static Verdict of(Port port, VectorSet vectors, Consumer<String> progress)
      throws InterruptedException {
    Conformance judged = new Conformance(port, progress);
    String fault = null;
    try {
      judged.greet();
      for (VectorFile file : vectors.files()) {
        fault = judged.replay(file);
        if (fault != null) {
          break;
        }
      }
      if (fault == null
          && judged.files.stream().allMatch(file -> file.replayed().isEmpty())) {
        fault = "it is capable of no vector: its capabilities are " + judged.capabilities;
      }
    } catch (PortException e) {
      fault = e.getMessage();
    }
    return new Verdict(judged.name, judged.capabilities, judged.files, fault);
  }

  /**
   * Replays the vectors of level BASIC against our own library: each that is wrong must fail, and no other.
   *
   * @throws IllegalStateException if not
   */
  public static void checkItself(VectorSet vectors) throws InterruptedException {
    try (LibraryPort library = new LibraryPort()) {
      Verdict verdict =
          of(library, vectors.only(vector -> vector.text("level").equals("BASIC")), state -> {});
      if (!verdict.files().isEmpty() && (verdict.failed() > 0 || verdict.fault() != null)) {
        throw new IllegalStateException("what is known to be wrong is not found: " + verdict);
      }
    }
  }

  private void greet() throws PortException, InterruptedException {
    progress.accept("waiting for its first answer");
    JsonNode toNoCommand = port.answer(Replay.command(NO_COMMAND));
    if (!toNoCommand.has("unsupported")) {
      throw new PortException(
          "it did not say that a command that does not exist is unsupported, but " + toNoCommand);
    }
    JsonNode hello = port.answer(Replay.command("hello").put("vectors", VectorFiles.VERSION));
    if (hello.path("vectors").asInt() != VectorFiles.VERSION) {
      throw new PortException(
          "it does not know version " + VectorFiles.VERSION + " of the vectors: " + hello);
    }
    if (!hello.path("name").isTextual() || !hello.path("capabilities").isArray()) {
      throw new PortException("hello needs a name and capabilities: " + hello);
    }
    name = hello.get("name").asText();
    hello.get("capabilities").forEach(each -> capabilities.add(each.asText()));
  }

  /** Returns why it could not go on, or null. */
  private @Nullable String replay(VectorFile file) throws InterruptedException {
    Replay replay = new Replay(port, capabilities.contains("hold"));
    List<TestVector> replayed = new ArrayList<>();
    List<Failure> failures = new ArrayList<>();
    int skipped = 0;
    String fault = null;
    for (TestVector vector : file.vectors()) {
      if (fault != null || !capabilities.containsAll(vector.capabilities())) {
        skipped++;
        continue;
      }
      progress.accept(
          file.name() + ": " + (replayed.size() + 1) + " of " + file.vectors().size());
      try {
        Difference difference = replay.of(vector);
        replayed.add(vector);
        if (vector.isWrong() && difference == null) {
          failures.add(new Failure(vector, asNoCorrectSide(vector)));
        } else if (!vector.isWrong() && difference != null) {
          failures.add(new Failure(vector, difference));
        }
      } catch (PortException e) {
        fault = "in " + vector.name() + ", " + e.getMessage();
        skipped++;
      }
    }
    files.add(new OfFile(file, replayed, failures, skipped));
    return fault;
  }

  private static Difference asNoCorrectSide(TestVector vector) {
    Output met = Output.wrong("what this vector says, which no correct side makes");
    int last = vector.steps().size();
    return new Difference(1, last, List.of(), List.of(met), List.of(), List.of(met));
  }
}
