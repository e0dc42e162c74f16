/** Numbers as attributes of an MBean. */
@NullMarked
package exactlyonce.metrics.jmx;

import org.jspecify.annotations.NullMarked;
