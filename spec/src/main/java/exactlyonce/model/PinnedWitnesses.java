package exactlyonce.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import exactlyonce.tlc.Weakening;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * {@code witnesses.json}, beside the manifest: for each clause the model that noticed the last time
 * that the clause was weakened. It is asked first. If it does not notice any more, all the others are:
 * so the file saves time, and decides nothing. A clause that is not in it is tried like any other.
 *
 * <p>Thread-safe.
 */
public final class PinnedWitnesses {

  /** The name of the file. */
  public static final String FILE = "witnesses.json";

  /** A clause with the same text may be part of a definition more than once. */
  record Clause(String module, String definition, String kind, String clause)
      implements Comparable<Clause> {

    private static final Comparator<Clause> IN_ORDER = Comparator.comparing(Clause::module)
        .thenComparing(Clause::definition)
        .thenComparing(Clause::kind)
        .thenComparing(Clause::clause);

    static Clause of(Weakening weakening, String clause) {
      return new Clause(
          weakening.place().module(), weakening.definition(), weakening.kind().toString(), clause);
    }

    @Override
    public int compareTo(Clause other) {
      return IN_ORDER.compare(this, other);
    }
  }

  /** A line of the file. */
  record Line(
      @JsonProperty(required = true) String module,
      @JsonProperty(required = true) String definition,
      @JsonProperty(required = true) String kind,
      @JsonProperty(required = true) String clause,
      @JsonProperty(required = true) String model) {

    Clause about() {
      return new Clause(module, definition, kind, clause);
    }
  }

  /** The file. */
  record Listed(@JsonProperty(required = true) List<Line> witnesses) {

    Listed {
      Objects.requireNonNull(witnesses, "witnesses is null");
    }
  }

  private final Path directory;
  private final Map<Clause, String> models = new TreeMap<>();

  private PinnedWitnesses(Path directory) {
    this.directory = directory;
  }

  /** Reads the file; nothing is pinned if there is none. */
  public static PinnedWitnesses read(Path directory) {
    PinnedWitnesses pinned = new PinnedWitnesses(directory);
    if (Files.exists(directory.resolve(FILE))) {
      ManifestJson.read(directory, FILE, Listed.class)
          .witnesses()
          .forEach(line -> pinned.models.put(line.about(), line.model()));
    }
    return pinned;
  }

  /** The name of the model that noticed the last time. */
  synchronized Optional<String> of(Weakening weakening, String clause) {
    return Optional.ofNullable(models.get(Clause.of(weakening, clause)));
  }

  /** Pins what became of a weakening, and writes the file, so that a run can be continued. */
  public synchronized void pin(WeakeningCheck.Outcome outcome) {
    Clause clause = Clause.of(outcome.weakening(), outcome.clause());
    String model = outcome.model().map(Model::name).orElse(null);
    if (model == null ? models.remove(clause) != null : !model.equals(models.put(clause, model))) {
      write();
    }
  }

  private void write() {
    List<Line> lines = models.entrySet().stream()
        .map(entry -> new Line(
            entry.getKey().module(),
            entry.getKey().definition(),
            entry.getKey().kind(),
            entry.getKey().clause(),
            entry.getValue()))
        .toList();
    try {
      Files.writeString(directory.resolve(FILE), ManifestJson.oneEntryPerLine("witnesses", lines));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + directory.resolve(FILE), e);
    }
  }
}
