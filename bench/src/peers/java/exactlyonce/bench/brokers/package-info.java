/** Peers with libraries of their own, each set up as its documentation recommends. */
@NullMarked
package exactlyonce.bench.brokers;

import org.jspecify.annotations.NullMarked;
