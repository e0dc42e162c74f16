/**
 * How many frames a message costs, by this protocol and by others, on a network that loses some: no
 * threads, a clock that is a number, and the same result on every machine.
 *
 * <p>Reading order: {@link exactlyonce.bench.frames.Link}, the network; {@link
 * exactlyonce.bench.frames.Contender}, with {@link exactlyonce.bench.frames.ShippedProtocol}, which is this
 * protocol as it is shipped, and {@link exactlyonce.bench.frames.Handshake}, which is each of the
 * others; {@link exactlyonce.bench.frames.FramesPerMessage}, the table.
 */
@NullMarked
package exactlyonce.bench.frames;

import org.jspecify.annotations.NullMarked;
