/**
 * Counterexamples as sequence diagrams.
 *
 * <p>{@link exactlyonce.diagram.SequenceDiagram} says what is drawn: it compares each state of a counterexample
 * with the next one, and reads the difference by the {@link exactlyonce.diagram.Legend} of the module,
 * a resource in this package. {@link exactlyonce.diagram.TextDiagram} and {@link
 * exactlyonce.diagram.PlantUmlDiagram} draw it. A module without a legend is drawn too, with nothing
 * but notes of what changed.
 */
@NullMarked
package exactlyonce.diagram;

import org.jspecify.annotations.NullMarked;
