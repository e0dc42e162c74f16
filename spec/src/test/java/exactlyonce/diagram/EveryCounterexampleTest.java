package exactlyonce.diagram;

import static org.assertj.core.api.Assertions.assertThat;

import exactlyonce.model.Expected;
import exactlyonce.model.Finding;
import exactlyonce.model.Model;
import exactlyonce.model.ModelChecker;
import exactlyonce.model.Specifications;
import exactlyonce.tlc.Counterexample;
import exactlyonce.tlc.Tlc;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Draws whatever the manifest says is violated. */
class EveryCounterexampleTest {

  @Test
  void everyStepAndThePropertyAreDrawn() throws InterruptedException {
    try (Specifications specifications = Specifications.ofThisProgram();
        Tlc tlc = new Tlc()) {
      List<Model> violated = specifications.manifest().models().stream()
          .filter(model -> model.expected().verdict() == Expected.Verdict.VIOLATED)
          .toList();
      assertThat(violated).isNotEmpty();
      new ModelChecker(specifications, tlc, Optional.empty())
          .check(violated, new ModelChecker.Listener() {})
          .forEach(EveryCounterexampleTest::check);
    }
  }

  private static void check(Finding finding) {
    String name = finding.model().name();
    assertThat(finding.result().counterexample()).as(name).isPresent();
    Counterexample counterexample = finding.result().counterexample().orElseThrow();
    Drawing drawing = Drawing.of(finding.model(), finding.result());
    String text = TextDiagram.of(drawing);
    for (Counterexample.State state : counterexample.states()) {
      assertThat(text.lines())
          .as(name)
          .anyMatch(line -> (line + " ").startsWith(state.number() + " " + state.action() + " "));
    }
    if (counterexample.ending() instanceof Counterexample.BackTo back) {
      assertThat(text).as(name).contains(Drawing.Loop.TEXT, "== back to state " + back.number());
    } else if (counterexample.ending() instanceof Counterexample.Stuttering) {
      assertThat(text).as(name).contains(Drawing.Nothing.TEXT);
    }
    assertThat(text).as(name).contains(finding.result().property() + " is violated");
    assertThat(text.lines()).as(name).allMatch(line -> line.length() <= 100);
    assertEveryFrameIsAccountedFor(name, drawing);
    String source = PlantUmlSource.of(drawing, "");
    drawing
        .steps()
        .forEach(step -> assertThat(source).as(name).contains("**" + step.label() + "**"));
  }

  /** What was sent arrived, was lost, or is said to be in flight: nothing else becomes of a frame. */
  private static void assertEveryFrameIsAccountedFor(String name, Drawing drawing) {
    List<Step.Event> events =
        drawing.steps().stream().flatMap(step -> step.events().stream()).toList();
    long sent = events.stream().filter(Step.Sent.class::isInstance).count();
    long lost = events.stream().filter(Step.Lost.class::isInstance).count();
    long received = events.stream()
        .filter(event -> event instanceof Step.Received first && !first.again())
        .count();
    long waiting = drawing.inFlight().stream()
        .filter(line -> line.startsWith("still in flight: "))
        .mapToLong(line -> line.split("\\), |(?<=[a-z]), ").length)
        .sum();
    assertThat(received + lost + waiting).as(name).isEqualTo(sent);
  }
}
