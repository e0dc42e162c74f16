/**
 * Stress tests of the lock-free windows, and of what is kept beside them, under jcstress: two threads on two processors, millions of
 * times, in interpreted and in compiled code.
 *
 * <p>The model checker shows that the algorithm is correct; these tests show that the Java code
 * implements it on a real machine. They have a limit: a processor that keeps the order of stores,
 * as x86 does, hides a store that is too weak, unless the compiler exploits it. x86 does not keep
 * the order of a store and a later load, and ordered delivery depends on that order.
 *
 * <p>The weak-memory explorer, {@link exactlyonce.stress.Explore}, does not depend on the machine: it goes
 * through every execution that the access modes allow of small clients, except that it leaves out load
 * buffering, progress and the JIT compiler. See {@code stress/README.md}. What follows is about jcstress.
 *
 * <p>The tests call shipped classes only: {@link exactlyonce.protocol.Receiver}, {@link
 * exactlyonce.protocol.Sender}, {@link exactlyonce.session.SessionSender}, {@link
 * exactlyonce.session.ReceiverHost}. Reading order: {@link exactlyonce.stress.DuplicateDataStress}, {@link
 * exactlyonce.stress.DataAgainstSealStress}, {@link exactlyonce.stress.DuplicateSeesEffectStress} and
 * {@link exactlyonce.stress.FailureAgainstDuplicateStress} for the receiver; {@link
 * exactlyonce.stress.HandOverStress} and those that use {@link exactlyonce.stress.Ordered} too, for ordered
 * delivery; {@link exactlyonce.stress.DuplicateOfReplyStress}, {@link
 * exactlyonce.stress.CopyAgainstReplyStress} and
 * {@link exactlyonce.stress.RejectionStress} for what is kept beside the window; those that use {@link
 * exactlyonce.stress.SenderOfOne} for the sender; those that use {@link exactlyonce.stress.WrittenStore}, and
 * {@link exactlyonce.stress.DropAgainstHandlingStress}, for sessions.
 *
 * <p>Each test must catch at least one of the {@linkplain exactlyonce.stress.twins twins}, in which one bug is seeded. {@link
 * exactlyonce.stress.Gate} runs all of them in the build, and {@link exactlyonce.stress.ResultCheck} checks
 * the results.
 *
 * <p>The gate is short. To run one test for longer, after a build, from the directory {@code
 * stress/target} (jcstress writes its results to the working directory):
 *
 * <pre>
 *   java -jar jcstress.jar -v -t DataAgainstSealStress
 * </pre>
 *
 * <p>{@code -m tough} takes twenty times as long, {@code -l} lists the tests, and {@code -h} the
 * options. Check the number of tests in the output: a {@code -t} that matches nothing succeeds, and
 * so does a test with more actors than processors, without running. To run the gate: {@code java
 * -cp jcstress.jar exactlyonce.stress.Gate}, with the names of twins after it if only they shall run.
 */
@NullMarked
package exactlyonce.stress;

import org.jspecify.annotations.NullMarked;
