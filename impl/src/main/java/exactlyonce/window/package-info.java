/** Lock-free windows: what a receiver and a sender remember of a session. */
@NullMarked
package exactlyonce.window;

import org.jspecify.annotations.NullMarked;
