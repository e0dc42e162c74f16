/**
 * Two threads: one sends, the other receives, and every message is confirmed.
 *
 * <p>Reading order: {@link exactlyonce.bench.pair.Subject}, what is measured, and {@link
 * exactlyonce.bench.pair.Tally}, which notices a message that was lost or doubled; {@link
 * exactlyonce.bench.pair.FrameRing}, the carrier; {@link exactlyonce.bench.pair.ProtocolPair}, this
 * protocol over it, {@link exactlyonce.bench.pair.WirePair}, the same as bytes, and {@link
 * exactlyonce.bench.pair.BarePair} and {@link exactlyonce.bench.pair.QueuePair}, the limits without a
 * protocol; {@link exactlyonce.bench.pair.PairRun}, which drives any of them.
 */
@NullMarked
package exactlyonce.bench.pair;

import org.jspecify.annotations.NullMarked;
