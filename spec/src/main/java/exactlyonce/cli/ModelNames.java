package exactlyonce.cli;

import exactlyonce.model.Manifest;
import exactlyonce.model.Model;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds models by name. */
final class ModelNames {

  private static final int MOST_SUGGESTIONS = 3;

  private ModelNames() {}

  /** The model of this name, or all models of the module of this name. */
  static List<Model> find(Manifest manifest, String name) {
    return find(manifest, name, model -> true);
  }

  /**
   * The same.
   *
   * @param suggested the models to name if there is none of this name
   */
  static List<Model> find(Manifest manifest, String name, Predicate<Model> suggested) {
    List<Model> models = manifest.models().stream()
        .filter(model -> model.name().equals(name) || model.isOf(name))
        .toList();
    if (models.isEmpty()) {
      List<Model> candidates = manifest.models().stream().filter(suggested).toList();
      List<Model> longer =
          candidates.stream().filter(model -> beginsWith(model.name(), name)).toList();
      String names = longer.isEmpty() ? nearest(candidates, name) : first(longer);
      throw new BadInput(
          longer.isEmpty()
              ? "there is no such model or module"
              : "there is no such model or module, but the names of " + longer.size() + " begin so",
          name,
          (names.isEmpty() ? "" : "try " + names + ", or ") + "see check --list --tier full");
    }
    return models;
  }

  private static boolean beginsWith(String text, String prefix) {
    return !prefix.isEmpty() && text.regionMatches(true, 0, prefix, 0, prefix.length());
  }

  private static String first(List<Model> models) {
    return models.stream()
        .limit(MOST_SUGGESTIONS)
        .map(Model::name)
        .collect(Collectors.joining(" or "));
  }

  private static String nearest(List<Model> models, String name) {
    return Stream.concat(models.stream().map(Model::name), models.stream().map(Model::module))
        .distinct()
        .sorted(Comparator.comparingInt(candidate -> distance(candidate, name)))
        .limit(MOST_SUGGESTIONS)
        .collect(Collectors.joining(" or "));
  }

  /** The Levenshtein distance, ignoring case. */
  static int distance(String one, String other) {
    String a = one.toLowerCase(Locale.ROOT);
    String b = other.toLowerCase(Locale.ROOT);
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
