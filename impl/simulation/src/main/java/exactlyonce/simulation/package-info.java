/**
 * The protocol under fire: a network that loses, duplicates, delays and reorders frames, and runs
 * with many threads over it that keep an account of every message.
 *
 * <p>Everything is in memory and in one process; only {@link exactlyonce.simulation.LossyUdpProxy}
 * stands between real sockets. Faults are drawn from a seed. With a single thread
 * a run repeats exactly. With several, the interleaving of the threads is deliberately left to the
 * machine.
 *
 * <p>Reading order:
 *
 * <ol>
 *   <li>{@link exactlyonce.simulation.Faults}, {@link exactlyonce.simulation.LossyChannel}, {@link
 *       exactlyonce.simulation.LossyLink}, {@link exactlyonce.simulation.LossyNetwork} and {@link
 *       exactlyonce.simulation.LossySessionNetwork}: the network, which can be used by itself;
 *   <li>{@link exactlyonce.simulation.Violation}, {@link exactlyonce.simulation.Message}, {@link
 *       exactlyonce.simulation.Reply} and {@link exactlyonce.simulation.Ledger}: what must never
 *       happen, and the account that detects it;
 *   <li>{@link exactlyonce.simulation.RunSettings}, {@link exactlyonce.simulation.RunResult},
 *       {@link exactlyonce.simulation.SimulationRun} and {@link
 *       exactlyonce.simulation.SingleSessionRun}, with {@link exactlyonce.simulation.Application},
 *       {@link exactlyonce.simulation.WorkerThreads} and {@link
 *       exactlyonce.simulation.BackoffIdleStrategy}: a run of one session, and its threads;
 *   <li>{@link exactlyonce.simulation.Incarnation}, {@link exactlyonce.simulation.Restartable},
 *       {@link exactlyonce.simulation.CrashPoints}, {@link exactlyonce.simulation.SenderDisk},
 *       {@link exactlyonce.simulation.ReceiverDisk} and {@link exactlyonce.simulation.CrashRun}: a
 *       run in which both sides crash;
 *   <li>{@link exactlyonce.simulation.Instrumentation} and {@link
 *       exactlyonce.simulation.SessionInstrumentation}: the points at which an observer can
 *       intercept a run.
 * </ol>
 */
@NullMarked
package exactlyonce.simulation;

import org.jspecify.annotations.NullMarked;
