package exactlyonce.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The list of all models: {@code spec/tla/manifest.json}.
 *
 * @param version of the format; this class reads {@value #VERSION}
 * @param models in the order in which they are reported
 * @param failurePoints the failure points, each with the models that show it
 * @param lattices which guarantee survives which broken assumption
 * @param growth series of models that differ in one bound
 */
public record Manifest(
    @JsonProperty(required = true) int version,
    @JsonProperty(required = true) List<Model> models,
    @Nullable List<FailurePoint> failurePoints,
    @Nullable List<Lattice> lattices,
    @Nullable List<Growth> growth) {

  /** The version of the format. */
  public static final int VERSION = 1;

  private static final ObjectMapper JSON = JsonMapper.builder()
      .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
      .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
      .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
      .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
      .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
      .build();

  public Manifest {
    Objects.requireNonNull(models, "models is null");
    models = List.copyOf(models);
    lattices = lattices == null ? List.of() : List.copyOf(lattices);
    failurePoints = failurePoints == null ? List.of() : List.copyOf(failurePoints);
    growth = growth == null ? List.of() : List.copyOf(growth);
  }

  /** Series of models that differ in one bound; empty if there are none. */
  @Override
  public List<Growth> growth() {
    return growth == null ? List.of() : growth;
  }

  @Override
  public List<Lattice> lattices() {
    return lattices == null ? List.of() : lattices;
  }

  @Override
  public List<FailurePoint> failurePoints() {
    return failurePoints == null ? List.of() : failurePoints;
  }

  /**
   * Reads a manifest. Whatever this class does not know is an error: a mistyped field must not pass as
   * an expectation that nobody has.
   *
   * @param where its name, for messages
   */
  public static Manifest parse(String json, String where) {
    try {
      Manifest manifest = JSON.readValue(json, Manifest.class);
      manifest.check();
      return manifest;
    } catch (JacksonException e) {
      throw new ManifestException(where + ": " + oneLine(e));
    } catch (ManifestException e) {
      throw new ManifestException(where + ": " + e.getMessage());
    }
  }

  private static String oneLine(JacksonException e) {
    String what = e instanceof UnrecognizedPropertyException unknown
        ? "unknown field \"" + unknown.getPropertyName() + "\""
        : e.getOriginalMessage();
    String path = e instanceof JsonMappingException mapping
        ? mapping.getPath().stream()
            .map(r -> r.getIndex() >= 0 ? "[" + r.getIndex() + "]" : "." + r.getFieldName())
            .collect(Collectors.joining())
        : "";
    String line = e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNr() + ")";
    return (what + (path.isEmpty() ? "" : " at " + path) + line).replaceAll("\\s+", " ");
  }

  private void check() {
    if (version != VERSION) {
      throw new ManifestException("version " + version + ", but this program reads " + VERSION);
    }
    Set<String> names = new HashSet<>();
    for (Model model : models) {
      if (!names.add(model.name())) {
        throw new ManifestException("model " + model.name() + " is there twice");
      }
      check(model);
    }
    failurePoints().forEach(point -> areThere("failure point " + point.number(), point.models()));
    growth().forEach(series -> areThere("growth of " + series.varies(), series.models()));
    for (Lattice lattice : lattices()) {
      lattice.rows().forEach(row -> areThere("lattice, " + row.given(), row.models()));
    }
  }

  private void areThere(String who, List<String> names) {
    for (String name : names) {
      if (model(name).isEmpty()) {
        throw new ManifestException(who + ": there is no model " + name);
      }
    }
  }

  private static void check(Model model) {
    Expected expected = model.expected();
    boolean violated = expected.verdict() == Expected.Verdict.VIOLATED;
    if (!violated && (expected.property() != null || expected.traceLength() != null)) {
      throw new ManifestException(
          "model " + model.name() + ": a model that holds has no property and no traceLength");
    }
    if (model.heap() != null && !model.heap().matches("[1-9]\\d*[kmgKMG]")) {
      throw new ManifestException("model " + model.name() + ": heap must be as in \"4g\"");
    }
  }

  /** The model of this name. */
  public Optional<Model> model(String name) {
    return models.stream().filter(model -> model.name().equals(name)).findFirst();
  }

  /** The models that this tier includes, in order. */
  public List<Model> models(Tier tier) {
    return models.stream().filter(model -> tier.includes(model.tier())).toList();
  }
}
