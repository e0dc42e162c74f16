/**
 * Every execution of a client: its threads as functions of what they read, and the search of their states.
 *
 * <p>There are no threads of the JVM. To find the next access of a thread under test, {@link
 * exactlyonce.stress.exploration.Replay} runs its code from the start with the answers that are known, and
 * stops it at the first access that has none.
 */
@NullMarked
package exactlyonce.stress.exploration;

import org.jspecify.annotations.NullMarked;
