package exactlyonce.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import exactlyonce.conformance.Verdict.Failure;
import exactlyonce.conformance.Verdict.OfFile;
import exactlyonce.vectors.VectorFiles;
import java.io.IOException;
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

  /** A port that hangs or ends more often is not worth waiting for. */
  private static final int MOST_FAULTS = 5;

  /** Starts a port, as often as it ends or hangs. */
  @FunctionalInterface
  public interface Starter {

    /**
     * Starts it.
     *
     * @throws IOException if it cannot be started
     */
    Port start() throws IOException;
  }

  private final Starter starter;
  private final Consumer<String> progress;
  private Port port;
  private int faults;
  private final List<OfFile> files = new ArrayList<>();
  private String name = "";
  private final Set<String> capabilities = new LinkedHashSet<>();

  private Conformance(Starter starter, Consumer<String> progress) throws IOException {
    this.starter = starter;
    this.progress = progress;
    this.port = starter.start();
  }

  /**
   * Replays the vectors of which a port is capable. One in which the port gives no answer has failed; the
   * port is started again for the next one, a few times.
   *
   * @param progress is told how far this is
   * @throws IOException if the port cannot be started
   */
  public static Verdict of(Starter starter, VectorSet vectors, Consumer<String> progress)
      throws InterruptedException, IOException {
    Conformance judged = new Conformance(starter, progress);
    try {
      return judged.verdict(vectors);
    } finally {
      judged.port.close();
    }
  }

  private Verdict verdict(VectorSet vectors) throws InterruptedException, IOException {
    String fault = null;
    try {
      greet();
      for (VectorFile file : vectors.files()) {
        fault = replay(file);
        if (fault != null) {
          break;
        }
      }
      if (fault == null && files.stream().allMatch(file -> file.replayed().isEmpty())) {
        fault = "it is capable of no vector: its capabilities are " + capabilities
            + "; begin with [wire]";
      }
    } catch (PortException e) {
      fault = e.getMessage();
    }
    return new Verdict(name, capabilities, files, fault);
  }

  /**
   * Replays the vectors of level BASIC against our own library: each that is wrong must fail, and no other.
   *
   * @throws IllegalStateException if not
   */
  public static void checkItself(VectorSet vectors) throws InterruptedException, IOException {
    VectorSet basic = vectors.only(vector -> vector.text("level").equals(VectorFiles.BASIC));
    Verdict verdict = of(LibraryPort::new, basic, state -> {});
    if (!verdict.files().isEmpty() && (verdict.failed() > 0 || verdict.fault() != null)) {
      throw new IllegalStateException("what is known to be wrong is not found: " + verdict);
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
  private @Nullable String replay(VectorFile file) throws InterruptedException, IOException {
    Replay replay = newReplay();
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
      replayed.add(vector);
      try {
        Difference difference = replay.of(vector);
        if (vector.isWrong() && difference == null) {
          failures.add(new Failure(vector, asNoCorrectSide(vector)));
        } else if (!vector.isWrong() && difference != null) {
          failures.add(new Failure(vector, difference));
        }
      } catch (PortException e) {
        failures.add(new Failure(vector, withoutAnswer(vector, e)));
        fault = startAgain(vector, e);
        replay = newReplay();
      }
    }
    files.add(new OfFile(file, replayed, failures, skipped));
    return fault;
  }

  private Replay newReplay() {
    return new Replay(port, capabilities.contains("hold"));
  }

  /** Returns why it was not started again, or null. */
  private @Nullable String startAgain(TestVector vector, PortException why)
      throws InterruptedException, IOException {
    faults++;
    if (faults == MOST_FAULTS) {
      return "in " + vector.name() + ", for the " + faults + "th time, " + why.getMessage();
    }
    port.close();
    port = starter.start();
    try {
      greet();
      return null;
    } catch (PortException e) {
      return "after " + vector.name() + ", when it was started again, " + e.getMessage();
    }
  }

  private static Difference withoutAnswer(TestVector vector, PortException why) {
    Output wanted = Output.wrong("an answer to each command");
    Output met = Output.wrong(String.valueOf(why.getMessage()));
    int last = vector.steps().size();
    return new Difference(1, last, List.of(wanted), List.of(met), List.of(wanted), List.of(met));
  }

  private static Difference asNoCorrectSide(TestVector vector) {
    Output met = Output.wrong("what this vector says, which no correct side makes");
    int last = vector.steps().size();
    return new Difference(1, last, List.of(), List.of(met), List.of(), List.of(met));
  }
}
