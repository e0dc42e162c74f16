/** An execution as a text or as a figure: a column for each thread, a row for each access. */
@NullMarked
package exactlyonce.stress.witness;

import org.jspecify.annotations.NullMarked;
