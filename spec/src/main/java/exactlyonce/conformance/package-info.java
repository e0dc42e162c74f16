/**
 * Whether a port conforms: the vectors of {@link exactlyonce.vectors}, replayed against any program.
 *
 * <p>Read {@link exactlyonce.conformance.Port}, {@link exactlyonce.conformance.Replay}, {@link
 * exactlyonce.conformance.Conformance}. {@link exactlyonce.conformance.LibraryPort} is our own library as
 * a port.
 */
@NullMarked
package exactlyonce.conformance;

import org.jspecify.annotations.NullMarked;
