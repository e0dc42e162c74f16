/**
 * How many frames a message costs with this protocol and with others, on a lossy network. There are
 * no threads, and the clock is a number, so the result is the same on every machine.
 *
 * <p>Reading order: {@link exactlyonce.bench.frames.Link}, the network; {@link
 * exactlyonce.bench.frames.Contender}, with {@link exactlyonce.bench.frames.ShippedProtocol}, which
 * is this protocol as shipped, and {@link exactlyonce.bench.frames.Handshake}, which is each of the
 * others; {@link exactlyonce.bench.frames.FramesPerMessage}, the table.
 */
@NullMarked
package exactlyonce.bench.frames;

import org.jspecify.annotations.NullMarked;
