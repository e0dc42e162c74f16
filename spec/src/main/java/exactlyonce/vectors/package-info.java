/**
 * Conformance vectors: what one side of the protocol must do, from TLC's state graph of that side alone.
 *
 * <p>Read {@link exactlyonce.vectors.Role}, {@link exactlyonce.vectors.RoleGraph}, {@link
 * exactlyonce.vectors.Scenarios}, {@link exactlyonce.vectors.VectorFiles}.
 */
@NullMarked
package exactlyonce.vectors;

import org.jspecify.annotations.NullMarked;
