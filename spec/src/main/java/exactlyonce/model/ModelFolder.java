package exactlyonce.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The models of one specification: {@code models/FOLDER/manifest.json}. Its configuration files are in
 * the same folder, but for the one beside the module that TLA+ editors run.
 *
 * @param matrix models that differ in the values of some constants only
 * @param models the other models, each with a configuration relative to this folder
 */
record ModelFolder(@Nullable ModelMatrix matrix, @Nullable List<Model> models) {

  /**
   * Reads the models of a folder.
   *
   * @param directory where the modules are
   * @param folder relative to the directory
   * @return the cells of the matrix, then the other models; configurations relative to the directory
   */
  static List<Model> models(Path directory, String folder) {
    String file = folder + "/" + Manifest.FILE;
    ModelFolder read = ManifestJson.read(directory, file, ModelFolder.class);
    try {
      List<Model> models = new ArrayList<>();
      if (read.matrix() != null) {
        models.addAll(read.matrix().cells());
      }
      if (read.models() != null) {
        models.addAll(read.models());
      }
      if (models.isEmpty()) {
        throw new ManifestException("there are no models");
      }
      models.forEach(ModelFolder::check);
      return models.stream()
          .map(model -> model.withConfig(config(folder, model)))
          .toList();
    } catch (ManifestException e) {
      throw new ManifestException(file + ": " + e.getMessage());
    }
  }

  private static String config(String folder, Model model) {
    Path config = Path.of(folder).resolve(model.config()).normalize();
    if (config.isAbsolute() || config.startsWith("..")) {
      throw new ManifestException("model " + model.name() + ": config " + model.config()
          + " is outside of the directory of the modules");
    }
    return config.toString().replace('\\', '/');
  }

  private static void check(Model model) {
    Expected expected = model.expected();
    boolean violated = expected.verdict() == Expected.Verdict.VIOLATED;
    if (!violated && (expected.property() != null || expected.traceLength() != null)) {
      throw new ManifestException(
          "model " + model.name() + ": a model that holds has no property and no traceLength");
    }
  }
}
