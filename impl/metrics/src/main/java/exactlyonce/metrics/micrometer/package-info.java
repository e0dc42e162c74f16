/** Numbers as meters of Micrometer. */
@NullMarked
package exactlyonce.metrics.micrometer;

import org.jspecify.annotations.NullMarked;
