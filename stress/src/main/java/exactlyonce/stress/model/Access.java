package exactlyonce.stress.model;

import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One access to memory.
 *
 * @param kind what it does
 * @param location see {@link Locations}
 * @param mode how it is ordered
 * @param replacement the value to write, by the value that was read; {@link #NO_WRITE} for an exchange
 *     that fails
 * @param site where in the code it is; null in a litmus test
 */
public record Access(
    Kind kind,
    int location,
    Mode mode,
    IntUnaryOperator replacement,
    @Nullable Site site) {
  /** Returned by {@code replacement}: nothing is written. */
  public static final int NO_WRITE = -1;

  /** What an access does. */
  public enum Kind {
    READ,
    WRITE,
    /** Reads and writes in one step, or only reads. */
    EXCHANGE
  }

  /** Returns the same access with another mode. */
  public Access with(Mode other) {
    return other == mode ? this : new Access(kind, location, other, replacement, site);
  }
}
