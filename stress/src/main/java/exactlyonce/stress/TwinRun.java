package exactlyonce.stress;

import exactlyonce.stress.twins.Twin;
import org.jspecify.annotations.Nullable;

/**
 * What jcstress observed in a broken twin.
 *
 * @param twin the twin
 * @param run the run of its test; null if it did not run
 */
record TwinRun(Twin twin, @Nullable TestRun run) {
  boolean isCaught() {
    return run != null && run.forbidden() > 0;
  }
}
