/**
 * Runs TLC on many models, fast and safely, and reads what it prints.
 *
 * <p>Start with {@link exactlyonce.tlc.Tlc}: it takes a {@link exactlyonce.tlc.TlcRequest} and answers
 * with a {@link exactlyonce.tlc.TlcResult}. TLC keeps its state in static fields, so each run has a
 * class loader of its own, in a child process that runs one model after the other.
 */
@NullMarked
package exactlyonce.tlc;

import org.jspecify.annotations.NullMarked;
