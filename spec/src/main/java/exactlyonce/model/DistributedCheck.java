package exactlyonce.model;

import exactlyonce.tlc.DistributedTlc;
import exactlyonce.tlc.TlcRequest;
import exactlyonce.tlc.TlcResult;
import exactlyonce.tlc.TlcResult.Verdict;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs models by TLC's distributed mode, and compares the number of distinct states with the manifest.
 * What is violated there is run again in the usual way, for the property and the counterexample.
 */
public final class DistributedCheck {

  private final ModelChecker local;
  private final DistributedTlc distributed;
  private final int workers;

  /**
   * @param local for what is violated
   * @param workers the number of worker processes
   */
  public DistributedCheck(ModelChecker local, DistributedTlc distributed, int workers) {
    this.local = local;
    this.distributed = distributed;
    this.workers = workers;
  }

  /** Runs one model. */
  public Finding check(Model model, ModelChecker.Listener listener) throws InterruptedException {
    TlcRequest request = local.request(model);
    TlcResult result = distributed.run(request, workers);
    if (result.verdict() == Verdict.VIOLATED) {
      return again(model, listener);
    }
    List<String> differences = new ArrayList<>();
    Long expected = model.expected().distinctStates();
    if (result.verdict() == Verdict.ERROR) {
      differences.add(result.message());
    } else if (model.isMutant()) {
      differences.add("expected: " + model.expected().inWords()
          + "; found: holds, but liveness is not checked when distributed");
    } else if (expected == null) {
      differences.add("not pinned: the manifest lacks distinctStates "
          + result.distinctStates().orElse(0));
    } else if (result.distinctStates().orElse(0) != expected) {
      differences.add("distinctStates expected: " + expected + ", found: "
          + result.distinctStates().orElse(0));
    }
    Finding finding = new Finding(model, result, differences, List.of());
    listener.finished(finding);
    return finding;
  }

  private Finding again(Model model, ModelChecker.Listener listener) throws InterruptedException {
    Finding finding = local.check(model, listener);
    if (finding.result().verdict() != Verdict.HOLDS) {
      return finding;
    }
    List<String> differences = new ArrayList<>(finding.differences());
    differences.add("violated when distributed, but not otherwise");
    return new Finding(model, finding.result(), differences, finding.warnings());
  }
}
