/** Exactly-once message delivery. */
@NullMarked
package exactlyonce;

import org.jspecify.annotations.NullMarked;
