package exactlyonce.model;

import exactlyonce.tlc.TlcConfig;
import exactlyonce.tlc.TlcResult;
import exactlyonce.tlc.TlcResult.Verdict;
import java.util.List;
import java.util.Optional;

/**
 * A liveness property that holds, though the configuration lets TLC leave states out. Behaviours that
 * leave what remains are not checked, so the property may hold vacuously.
 *
 * <p>Whether TLC checked liveness is read from what it printed: that a property such as {@code [][A]_v}
 * or a refinement without fairness is none only TLC can tell.
 */
final class VacuousLiveness {

  private static final String LIVENESS_CHECKED =
      "Implied-temporal checking--satisfiability problem has ";

  private VacuousLiveness() {}

  /** A warning in one line; empty if there is nothing to warn of. */
  static Optional<String> warning(TlcConfig config, TlcResult result) {
    List<String> reductions = config.reductions();
    boolean checked = result.log().stream().anyMatch(line -> line.startsWith(LIVENESS_CHECKED));
    if (result.verdict() != Verdict.HOLDS || reductions.isEmpty() || !checked) {
      return Optional.empty();
    }
    String keywords = String.join(" and ", reductions);
    return Optional.of("liveness is checked under " + keywords
        + ", so the properties may hold vacuously; check them without " + keywords);
  }
}
