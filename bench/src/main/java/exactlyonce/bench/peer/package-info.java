/**
 * Other ways to do the same work: every message takes effect once and is confirmed to its sender.
 * Those that need no library but a cache are here; brokers and actors are in {@code src/peers}, which
 * the Maven profile {@code report} adds.
 */
@NullMarked
package exactlyonce.bench.peer;

import org.jspecify.annotations.NullMarked;
