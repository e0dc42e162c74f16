/**
 * The library with every branch under a switch: each can be taken the wrong way, one at a time, without a new
 * JVM or class loader.
 *
 * <p>A class loader of its own puts a call of {@link exactlyonce.conformance.branches.Choices} before each
 * conditional jump, each case, and around each call that returns nothing.
 */
@NullMarked
package exactlyonce.conformance.branches;

import org.jspecify.annotations.NullMarked;
