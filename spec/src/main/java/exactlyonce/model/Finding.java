package exactlyonce.model;

import exactlyonce.tlc.TlcResult;
import java.util.List;

/**
 * A model, what a run of it gave, and in what that differs from the manifest.
 *
 * @param differences in words; empty if the run gave what is expected
 */
public record Finding(Model model, TlcResult result, List<String> differences) {

  public Finding {
    differences = List.copyOf(differences);
  }

  /** Whether the run gave what is expected. */
  public boolean ok() {
    return differences.isEmpty();
  }
}
