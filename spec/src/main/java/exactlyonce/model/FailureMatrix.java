package exactlyonce.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All combinations of how to retry, how to treat duplicates, what the network loses and whether it
 * delays: the models of module {@code FailurePoints}, one a combination.
 */
public final class FailureMatrix {

  /** The module whose constants span the matrix. */
  public static final String MODULE = "FailurePoints";

  /** What a timeout sends. */
  public static final List<String> RETRY = List.of("never", "blind", "check");

  /** What the receiver does with a second copy. */
  public static final List<String> ON_DUPLICATE = List.of("accept", "reject", "acknowledge");

  /** The frames that the network may lose. */
  public static final List<String> LOSS = List.of("none", "request", "reply", "both");

  /** Whether frames can be late. */
  public static final List<String> NETWORK = List.of("synchronous", "asynchronous");

  /** One combination. */
  public record Cell(String retry, String onDuplicate, String loss, String network) {}

  private final Map<Cell, Model> models;

  private FailureMatrix(Map<Cell, Model> models) {
    this.models = models;
  }

  /** Finds the models. Throws {@link ManifestException} unless there is one for each combination. */
  public static FailureMatrix of(Manifest manifest) {
    Map<Cell, Model> found = new LinkedHashMap<>();
    for (Model model : manifest.models()) {
      if (model.module().equals(MODULE)) {
        Cell cell = new Cell(
            text(model, "Retry"),
            text(model, "OnDuplicate"),
            text(model, "Loss"),
            text(model, "Network"));
        Model other = found.put(cell, model);
        if (other != null) {
          throw new ManifestException(
              "manifest.json: " + other.name() + " and " + model.name() + " are the same cell");
        }
      }
    }
    Map<Cell, Model> models = new LinkedHashMap<>();
    for (Cell cell : cells()) {
      Model model = found.get(cell);
      if (model == null) {
        throw new ManifestException("manifest.json: no model of " + MODULE + " is " + cell);
      }
      models.put(cell, model);
    }
    return new FailureMatrix(models);
  }

  private static String text(Model model, String constant) {
    String text = model.text(constant);
    if (text == null) {
      throw new ManifestException(
          "manifest.json: model " + model.name() + ": constant " + constant + " must be a string");
    }
    return text;
  }

  /** All combinations, in the order of the printed table, row by row. */
  public static List<Cell> cells() {
    List<Cell> cells = new ArrayList<>();
    for (String retry : RETRY) {
      for (String onDuplicate : ON_DUPLICATE) {
        for (String network : NETWORK) {
          for (String loss : LOSS) {
            cells.add(new Cell(retry, onDuplicate, loss, network));
          }
        }
      }
    }
    return cells;
  }

  /** The models, in the order of {@link #cells}. */
  public List<Model> models() {
    return List.copyOf(models.values());
  }
}
