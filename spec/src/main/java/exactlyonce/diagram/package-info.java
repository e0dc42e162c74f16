/**
 * Counterexamples as sequence diagrams.
 *
 * <p>{@link exactlyonce.diagram.SequenceDiagram} says what is drawn. It compares each state of a
 * counterexample with the next one and reads the difference with the {@link exactlyonce.diagram.Legend} of
 * the module, a resource in this package. {@link exactlyonce.diagram.TextDiagram} and {@link
 * exactlyonce.diagram.PlantUmlDiagram} draw it. For a module without a legend, all changes are drawn as
 * notes.
 */
@NullMarked
package exactlyonce.diagram;

import org.jspecify.annotations.NullMarked;
