/** The command line. */
@NullMarked
package exactlyonce.cli;

import org.jspecify.annotations.NullMarked;
