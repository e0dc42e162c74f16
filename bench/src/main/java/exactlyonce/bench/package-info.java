/** Benchmarks of the library under JMH. */
@NullMarked
package exactlyonce.bench;

import org.jspecify.annotations.NullMarked;
