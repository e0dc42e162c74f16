package exactlyonce.model;

import exactlyonce.tlc.TlcConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The cells of a {@link Lattice}, each with the model that decides it: the first of its row that is
 * pinned to violate the guarantee, or to hold and lists it among its properties.
 */
public final class LatticeCells {

  /** What follows from a property, besides itself. */
  private static final Map<String, Set<String>> IMPLIED =
      Map.of("ExactlyOnceSafety", Set.of("NoDuplicate", "NoFalseConfirm", "NoFalseDenial"));

  private final Specifications specifications;
  private final Lattice lattice;

  private LatticeCells(Specifications specifications, Lattice lattice) {
    this.specifications = specifications;
    this.lattice = lattice;
  }

  /**
   * The models by row, in the order of the guarantees.
   *
   * @throws ManifestException if no model decides some cell
   */
  public static Map<Lattice.Row, List<Model>> of(Specifications specifications, Lattice lattice) {
    return new LatticeCells(specifications, lattice).rows();
  }

  private Map<Lattice.Row, List<Model>> rows() {
    Map<Lattice.Row, List<Model>> rows = new LinkedHashMap<>();
    for (Lattice.Row row : lattice.rows()) {
      List<Model> cells = new ArrayList<>();
      for (String guarantee : lattice.guarantees()) {
        cells.add(row.models().stream()
            .map(name -> specifications.manifest().model(name).orElseThrow())
            .filter(model -> decides(model, guarantee))
            .findFirst()
            .orElseThrow(() -> new ManifestException(
                "manifest.json: lattice, " + row.given() + ": no model decides " + guarantee)));
      }
      rows.put(row, cells);
    }
    return rows;
  }

  private boolean decides(Model model, String guarantee) {
    Expected expected = model.expected();
    if (expected.verdict() == Expected.Verdict.VIOLATED) {
      String violated = expected.property();
      return violated != null && says(violated, guarantee);
    }
    TlcConfig config = new TlcConfig(specifications.config(model));
    List<String> properties = new ArrayList<>(config.invariants());
    properties.addAll(config.properties());
    return properties.stream()
        .anyMatch(property -> says(property, guarantee)
            || IMPLIED.getOrDefault(property, Set.of()).contains(guarantee));
  }

  private boolean says(String property, String guarantee) {
    return property.equals(guarantee) || guarantee.equals(lattice.alike().get(property));
  }
}
