package exactlyonce.matrix;

import exactlyonce.model.Expected;
import exactlyonce.model.Model;
import exactlyonce.model.Specifications;
import java.util.List;

/** Models that break a rule, and the property that TLC finds violated: what the manifest pins. */
final class ModelMutants implements Source {
  @Override
  public List<SeededBug> bugs() {
    try (Specifications specifications = Specifications.ofThisProgram()) {
      return specifications.manifest().models().stream()
          .filter(model -> model.isMutant() && model.breaks() != null)
          .map(ModelMutants::bug)
          .toList();
    }
  }

  private static SeededBug bug(Model model) {
    Expected expected = model.expected();
    return SeededBug.of(
        "`" + model.name() + "`",
        model.breaks(),
        Check.TLC,
        expected.property() + ", " + expected.traceLength() + " states");
  }
}
