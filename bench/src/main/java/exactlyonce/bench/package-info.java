/**
 * Benchmarks of the library under JMH.
 *
 * <p>Reading order: {@link exactlyonce.bench.SendDeliverAcknowledge}, the whole way of a message;
 * {@link exactlyonce.bench.DedupClaim}, the receive window and the map that it replaces; {@link
 * exactlyonce.bench.AtomicIncrement}, the measure of both. {@link exactlyonce.bench.Gate} runs all of
 * them shortly in the build, and {@link exactlyonce.bench.AllocationCheck} says whether they allocate what
 * they must: nothing.
 *
 * <p>For times, run them in full on a quiet machine, after a build:
 *
 * <pre>
 *   java -jar bench/target/benchmarks.jar
 * </pre>
 *
 * <p>One of them, with what it allocates: {@code java -jar bench/target/benchmarks.jar
 * DedupClaim.fresh -prof gc}. The gate by hand: {@code java -cp bench/target/benchmarks.jar
 * exactlyonce.bench.Gate}, which writes its files to the working directory.
 */
@NullMarked
package exactlyonce.bench;

import org.jspecify.annotations.NullMarked;
