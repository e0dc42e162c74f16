/** Stress tests of the library under jcstress. */
@NullMarked
package exactlyonce.stress;

import org.jspecify.annotations.NullMarked;
