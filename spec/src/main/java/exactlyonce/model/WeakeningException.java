package exactlyonce.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import exactlyonce.tlc.Weakening;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An entry of {@code weakenings.json}, beside the manifest: a clause that no model needs, and why it is
 * there nevertheless.
 *
 * @param module that the clause is in; null for every module
 * @param definition that the clause is part of
 * @param clause its text in one line; null for every clause of the definition
 * @param kind what kind of clause it is, as in the report; null for every kind
 * @param reason why it stays, in one line
 */
public record WeakeningException(
    @Nullable String module,
    @JsonProperty(required = true) String definition,
    @Nullable String clause,
    @Nullable String kind,
    @JsonProperty(required = true) String reason) {

  /** The name of the file. */
  public static final String FILE = "weakenings.json";

  /** The file as it is written. */
  record Listed(@JsonProperty(required = true) List<WeakeningException> exceptions) {

    Listed {
      Objects.requireNonNull(exceptions, "exceptions is null");
    }
  }

  public WeakeningException {
    Objects.requireNonNull(definition, "definition is null");
    Objects.requireNonNull(reason, "reason is null");
  }

  /** Reads the file; none are listed if there is no file. */
  public static List<WeakeningException> read(Path directory) {
    return Files.exists(directory.resolve(FILE))
        ? ManifestJson.read(directory, FILE, Listed.class).exceptions()
        : List.of();
  }

  /** What it is about, as in {@code s < next of Remembered of CheckBeforeSend}. */
  public String inWords() {
    return (kind == null ? "" : kind + " ")
        + (clause == null ? "" : clause + " of ")
        + definition
        + (module == null ? "" : " of " + module);
  }

  /** Whether this entry is about every clause, of its kind, of the definition. */
  public boolean isAboutAllLike(Weakening weakening) {
    return clause == null && isAbout(weakening, "");
  }

  /** Whether this entry is about the weakening. */
  public boolean isAbout(Weakening weakening, String text) {
    return (module == null || module.equals(weakening.place().module()))
        && definition.equals(weakening.definition())
        && (clause == null || clause.equals(text))
        && (kind == null || kind.equals(weakening.kind().toString()));
  }
}
