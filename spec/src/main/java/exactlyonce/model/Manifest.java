package exactlyonce.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All models: {@code spec/tla/manifest.json}, which lists the folders of models, and the {@link
 * ModelFolder} of each.
 *
 * @param models in the order in which they are reported
 * @param failurePoints the failure points, each with the models that show it
 * @param lattices which guarantee survives which broken assumption
 * @param growth series of models that differ in one bound
 */
public record Manifest(
    List<Model> models,
    List<FailurePoint> failurePoints,
    List<Lattice> lattices,
    List<Growth> growth) {

  /** The version of the format. */
  public static final int VERSION = 2;

  /** The manifest's name, in the directory of the modules and in each folder of models. */
  static final String FILE = "manifest.json";

  /** The folders of models, in the directory of the modules. */
  static final String FOLDERS = "models";

  /** The file in the directory of the modules, as it is written. */
  record Root(
      @JsonProperty(required = true) int version,
      @JsonProperty(required = true) List<String> folders,
      @Nullable List<FailurePoint> failurePoints,
      @Nullable List<Lattice> lattices,
      @Nullable List<Growth> growth) {

    Root {
      Objects.requireNonNull(folders, "folders is null");
    }
  }

  public Manifest {
    models = List.copyOf(models);
    failurePoints = List.copyOf(failurePoints);
    lattices = List.copyOf(lattices);
    growth = List.copyOf(growth);
  }

  /**
   * Reads the manifest and those of its folders.
   *
   * @param directory where the modules are
   */
  static Manifest read(Path directory) {
    Root root = ManifestJson.read(directory, FILE, Root.class);
    if (root.version() != VERSION) {
      throw new ManifestException(
          FILE + ": version " + root.version() + ", but this program reads " + VERSION);
    }
    List<Model> models = new ArrayList<>();
    for (String folder : root.folders()) {
      if (!folder.matches("\\w+")) {
        throw new ManifestException(FILE + ": \"" + folder + "\" is not the name of a folder");
      }
      models.addAll(ModelFolder.models(directory, FOLDERS + "/" + folder));
    }
    Manifest manifest = new Manifest(
        models,
        Objects.requireNonNullElse(root.failurePoints(), List.of()),
        Objects.requireNonNullElse(root.lattices(), List.of()),
        Objects.requireNonNullElse(root.growth(), List.of()));
    manifest.check();
    return manifest;
  }

  private void check() {
    Set<String> names = new HashSet<>();
    for (Model model : models) {
      if (!names.add(model.name())) {
        throw new ManifestException("the manifest: model " + model.name() + " is duplicated");
      }
    }
    failurePoints.forEach(point -> mustExist("failure point " + point.number(), point.models()));
    growth.forEach(series -> mustExist("growth of " + series.varies(), series.models()));
    for (Lattice lattice : lattices) {
      lattice.rows().forEach(row -> mustExist("lattice, " + row.given(), row.models()));
    }
  }

  private void mustExist(String user, List<String> names) {
    for (String name : names) {
      if (model(name).isEmpty()) {
        throw new ManifestException(FILE + ": " + user + ": there is no model " + name);
      }
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
