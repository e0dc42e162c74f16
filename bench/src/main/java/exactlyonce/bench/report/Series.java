package exactlyonce.bench.report;

import java.util.ArrayList;
import java.util.List;

/**
 * The figures of one case.
 *
 * @param id of the case
 * @param forks one for each JVM, in order
 */
record Series(String id, List<ForkResult> forks) {
  Series(String id) {
    this(id, new ArrayList<>());
  }

  Summary summary() {
    return Summary.of(forks);
  }
}
