/**
 * Stress tests of the lock-free windows, and of what is kept beside them, under jcstress: two threads on two processors, millions of
 * times, in interpreted and in compiled code.
 *
 * <p>The model checker shows that the algorithm is correct; these tests show that the Java code
 * implements it on a real machine. They have a limit: a processor that keeps the order of stores,
 * as x86 does, hides a store that is too weak, unless the compiler exploits it. x86 does not keep
 * the order of a store and a later load, and ordered delivery depends on that order.
 *
 * <p>Reading order: {@link exactlyonce.stress.DuplicateDataStress}, {@link
 * exactlyonce.stress.DataAgainstSealStress} and {@link
 * exactlyonce.stress.DuplicateSeesEffectStress} test the shipped {@link
 * exactlyonce.window.ReceiveWindow}; {@link exactlyonce.stress.BrokenDuplicateDataStress} tests
 * {@link exactlyonce.stress.BrokenWindow}, which must be caught. {@link
 * exactlyonce.stress.HandOverStress} and {@link exactlyonce.stress.HandOverOfSealedStress} test
 * {@link exactlyonce.window.OrderedReceiveWindow}; {@link exactlyonce.stress.BrokenHandOverStress}
 * tests {@link exactlyonce.stress.BrokenHandOver}, which must be caught. {@link
 * exactlyonce.stress.DuplicateOfReplyStress} tests {@link exactlyonce.window.ReplyCells}, and
 * {@link exactlyonce.stress.BrokenReplyStress} must be caught. {@link
 * exactlyonce.stress.RejectionStress} tests {@link exactlyonce.protocol.Receiver}, and {@link
 * exactlyonce.stress.BrokenRejectionStress} must be caught. {@link
 * exactlyonce.stress.ReportBeforeNextStress} tests {@link exactlyonce.window.SendWindow}, and
 * {@link exactlyonce.stress.BrokenReportStress} must be caught. {@link exactlyonce.stress.Gate}
 * runs all of them in the build, and {@link exactlyonce.stress.ResultCheck} checks the results.
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
 * -cp jcstress.jar exactlyonce.stress.Gate}.
 */
@NullMarked
package exactlyonce.stress;

import org.jspecify.annotations.NullMarked;
