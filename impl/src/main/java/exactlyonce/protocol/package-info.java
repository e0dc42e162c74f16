/** The protocol core: frames in, frames out; no I/O, no thread, no clock. */
@NullMarked
package exactlyonce.protocol;

import org.jspecify.annotations.NullMarked;
