/**
 * The frames as bytes, and how several messages share a frame.
 *
 * <p>Reading order: {@link exactlyonce.wire.FrameLayout}, the layout; {@link
 * exactlyonce.wire.Codec}, payloads as bytes; {@link
 * exactlyonce.wire.FrameSink}, {@link exactlyonce.wire.FrameWriter} with {@link
 * exactlyonce.wire.RequestWriter} and {@link exactlyonce.wire.ReplyWriter}; {@link
 * exactlyonce.wire.Malformation}, {@link exactlyonce.wire.FrameReader} with {@link
 * exactlyonce.wire.RequestReader} and {@link exactlyonce.wire.ReplyReader}, and {@link
 * exactlyonce.wire.FrameHeader}, where a frame ends and goes; then {@link
 * exactlyonce.wire.FrameCoalescer}, {@link exactlyonce.wire.CheckBatch}, {@link
 * exactlyonce.wire.ReplyBatch} and {@link exactlyonce.wire.FrameEndListener}, which put several
 * messages into one frame.
 */
@NullMarked
package exactlyonce.wire;

import org.jspecify.annotations.NullMarked;
