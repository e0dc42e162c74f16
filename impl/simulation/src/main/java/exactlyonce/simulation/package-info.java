/**
 * The protocol under fire: a network that loses, duplicates, delays and reorders frames, and a run
 * of many threads over it that keeps account of every message.
 *
 * <p>Everything is in memory and in one process. Faults are drawn from a seed; with one thread a
 * run repeats exactly, with several the threads' interleaving is left to the machine, as it should
 * be.
 *
 * <p>Reading order:
 *
 * <ol>
 *   <li>{@link exactlyonce.simulation.Faults}, {@link exactlyonce.simulation.LossyChannel}, {@link
 *       exactlyonce.simulation.LossyLink}, {@link exactlyonce.simulation.LossyNetwork} and {@link
 *       exactlyonce.simulation.LossySessionNetwork}: the network, of use on its own;
 *   <li>{@link exactlyonce.simulation.RunSettings}, {@link exactlyonce.simulation.Message},
 *       {@link exactlyonce.simulation.SingleSessionRun}, {@link exactlyonce.simulation.Application} and {@link
 *       exactlyonce.simulation.Instrumentation}: the run, its threads, and the places where an observer can
 *       stand in between;
 *   <li>{@link exactlyonce.simulation.Incarnation}, {@link exactlyonce.simulation.Restartable}, {@link
 *       exactlyonce.simulation.SenderDisk}, {@link exactlyonce.simulation.ReceiverDisk}, {@link
 *       exactlyonce.simulation.CrashPoints} and {@link exactlyonce.simulation.CrashRun}: the
 *       run in which both sides crash;
 *   <li>{@link exactlyonce.simulation.Ledger} and {@link exactlyonce.simulation.Violation} and {@link
 *       exactlyonce.simulation.RunResult}: what must
 *       hold, and whether it did.
 * </ol>
 */
@NullMarked
package exactlyonce.simulation;

import org.jspecify.annotations.NullMarked;
