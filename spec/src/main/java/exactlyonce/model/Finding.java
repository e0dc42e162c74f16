package exactlyonce.model;

import exactlyonce.tlc.TlcResult;
import java.util.List;

/**
 * A model, the result of a run, and how that differs from the manifest.
 *
 * @param differences in words; empty if the run gave what is expected
 * @param warnings what makes the result worth less than it says, in words; empty if nothing does
 */
public record Finding(
    Model model, TlcResult result, List<String> differences, List<String> warnings) {

  public Finding {
    differences = List.copyOf(differences);
    warnings = List.copyOf(warnings);
  }

  /** Whether the run gave what is expected. */
  public boolean ok() {
    return differences.isEmpty();
  }
}
