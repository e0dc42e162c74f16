package exactlyonce.stress.exploration;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a search has found.
 *
 * @param outcomes all of them, unless there is a violation
 * @param sites the names of the accesses that were made
 * @param states how many different ones
 * @param violation null if there is none
 */
public record Result(
    Set<String> outcomes,
    Set<String> sites,
    long states,
    @Nullable Violation violation) {}
