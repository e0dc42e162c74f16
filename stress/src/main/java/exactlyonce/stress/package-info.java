/**
 * Stress tests of the lock-free windows under jcstress: two threads on two processors, millions of
 * times, in interpreted and in compiled code.
 *
 * <p>The model checker shows that the algorithm is right; these tests show that the Java code is that
 * algorithm on a real machine. What they cannot show: a processor that keeps the order of stores, as
 * x86 does, hides a store that is too weak, unless the compiler uses the freedom. What it does not
 * keep is the order of a store and a later load, and that is what ordered delivery depends on.
 *
 * <p>Reading order: {@link exactlyonce.stress.DuplicateDataStress}, {@link
 * exactlyonce.stress.DataAgainstSealStress} and {@link exactlyonce.stress.DuplicateSeesEffectStress}
 * judge the shipped {@link exactlyonce.window.ReceiveWindow}; {@link
 * exactlyonce.stress.BrokenDuplicateDataStress} judges {@link exactlyonce.stress.BrokenWindow}, which
 * must be caught. {@link exactlyonce.stress.HandOverStress} and {@link
 * exactlyonce.stress.HandOverOfSealedStress} judge {@link exactlyonce.window.OrderedReceiveWindow};
 * {@link exactlyonce.stress.BrokenHandOverStress} judges {@link exactlyonce.stress.BrokenHandOver},
 * which must be caught. {@link exactlyonce.stress.DuplicateOfReplyStress} judges {@link
 * exactlyonce.window.ReplyCells}, and {@link exactlyonce.stress.BrokenReplyStress} must be caught.
 * {@link exactlyonce.stress.ReportBeforeNextStress} judges {@link exactlyonce.window.SendWindow}, and
 * {@link exactlyonce.stress.BrokenReportStress} must be caught.
 * {@link exactlyonce.stress.Gate} runs all of them in the build, and {@link
 * exactlyonce.stress.ResultCheck} says whether that went as it must.
 *
 * <p>The gate is short. To run one test by hand for as long as you like, after a build, from the
 * directory {@code stress/target} (jcstress writes its results to the working directory):
 *
 * <pre>
 *   java -jar jcstress.jar -v -t DataAgainstSealStress
 * </pre>
 *
 * <p>{@code -m tough} takes twenty times as long, {@code -l} lists the tests, {@code -h} the
 * options. Look at the number of tests in the output: a {@code -t} that matches
 * nothing succeeds, and so does a test with more actors than there are processors, without running.
 * The gate by hand: {@code java -cp jcstress.jar exactlyonce.stress.Gate}.
 */
@NullMarked
package exactlyonce.stress;

import org.jspecify.annotations.NullMarked;
