/**
 * Benchmarks of the library under JMH.
 *
 * <p>Reading order: {@link exactlyonce.bench.SendDeliverAcknowledge}, the full path of a message;
 * {@link exactlyonce.bench.DedupClaim}, the receive window and the map that it replaces; {@link
 * exactlyonce.bench.AtomicIncrement}, the baseline of both. {@link exactlyonce.bench.Gate} runs all
 * of them briefly in the build, and {@link exactlyonce.bench.AllocationCheck} checks that the
 * library allocates nothing. {@link exactlyonce.bench.Primitives} and {@link
 * exactlyonce.bench.QueueThereAndBack} are limits, {@link exactlyonce.bench.Controls} is wrong on
 * purpose. {@code exactlyonce.bench.report} runs everything, with two threads as well.
 *
 * <p>To measure times, run them in full on a quiet machine, after a build:
 *
 * <pre>
 *   java -jar bench/target/benchmarks.jar
 * </pre>
 *
 * <p>To run one of them, with its allocation: {@code java -jar bench/target/benchmarks.jar
 * DedupClaim.fresh -prof gc}. To run the gate: {@code java -cp bench/target/benchmarks.jar
 * exactlyonce.bench.Gate}, which writes its files to the working directory.
 */
@NullMarked
package exactlyonce.bench;

import org.jspecify.annotations.NullMarked;
