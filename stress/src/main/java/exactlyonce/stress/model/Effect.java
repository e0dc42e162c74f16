package exactlyonce.stress.model;

import org.jspecify.annotations.Nullable;

/**
 * One way in which an access may go.
 *
 * @param memory afterwards
 * @param answer the number of the value that was read; of no meaning for a write
 * @param read what was read; null for a write
 * @param written what was written; null for a read
 * @param race why the behaviour of this access is undefined; null if it is not
 * @param global whether other threads may notice that it has taken place
 */
public record Effect(
    Memory memory,
    int answer,
    @Nullable Message read,
    @Nullable Message written,
    @Nullable String race,
    boolean global) {}
