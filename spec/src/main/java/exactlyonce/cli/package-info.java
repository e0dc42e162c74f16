/** The command line: {@link exactlyonce.cli.Main}, and a class for each command, its options and its report. */
@NullMarked
package exactlyonce.cli;

import org.jspecify.annotations.NullMarked;
