package exactlyonce.diagram;

import static org.assertj.core.api.Assertions.assertThat;

import exactlyonce.model.Expected;
import exactlyonce.model.Finding;
import exactlyonce.model.Manifest;
import exactlyonce.model.Model;
import exactlyonce.model.ModelChecker;
import exactlyonce.model.Specifications;
import exactlyonce.model.Tier;
import exactlyonce.tlc.Counterexample;
import exactlyonce.tlc.ItfTrace;
import exactlyonce.tlc.TlaValue;
import exactlyonce.tlc.Tlc;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Draws every expected violation of the tier {@code verify}, or of the tier in the system property {@code
 * tier}, and at least one of each module: as text, and the first of each module as SVG, which takes
 * longer.
 */
@Tag("checker")
@Tag("slow")
class EveryCounterexampleTest {

  /** Of TLA+, for records, functions and tuples. */
  private static final List<String> NOTATION = List.of("|->", ":>", "@@", "<<", ">>");

  @Test
  void everyStepAndThePropertyAreDrawn() {
    try (Specifications specifications = Specifications.ofThisProgram();
        Tlc tlc = new Tlc()) {
      List<Model> violated = violated(specifications.manifest());
      assertThat(violated).hasSizeGreaterThan(60);
      Set<String> modules = new HashSet<>();
      SoftAssertions.assertSoftly(all -> {
        for (Finding finding : findings(specifications, tlc, violated)) {
          boolean svg = modules.add(finding.model().module());
          all.assertThatCode(() -> check(finding, svg))
              .as(finding.model().name())
              .doesNotThrowAnyException();
        }
      });
    }
  }

  private static List<Model> violated(Manifest manifest) {
    Tier tier = Tier.valueOf(System.getProperty("tier", "verify").toUpperCase(Locale.ROOT));
    Set<String> modules = new HashSet<>();
    return manifest.models().stream()
        .filter(model -> model.expected().verdict() == Expected.Verdict.VIOLATED)
        .filter(model -> tier.includes(model.tier()) | modules.add(model.module()))
        .toList();
  }

  private static List<Finding> findings(
      Specifications specifications, Tlc tlc, List<Model> models) {
    try {
      return new ModelChecker(specifications, tlc, Optional.empty())
          .check(models, new ModelChecker.Listener() {});
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void check(Finding finding, boolean alsoSvg) throws IOException {
    String name = finding.model().name();
    assertThat(finding.result().counterexample()).as(name).isPresent();
    Counterexample counterexample = finding.result().counterexample().orElseThrow();
    assertThat(ItfTrace.of("M", name, counterexample).toString()).doesNotContain("#unserializable");
    SequenceDiagram diagram = SequenceDiagram.of(finding.model(), finding.result());
    String text = TextDiagram.of(diagram);
    for (Counterexample.State state : counterexample.states()) {
      assertThat(text.lines())
          .as(name)
          .anyMatch(line -> (line + " ").startsWith(state.number() + " " + state.action() + " "));
    }
    if (counterexample.ending() instanceof Counterexample.BackTo back) {
      assertThat(text)
          .as(name)
          .contains(SequenceDiagram.Loop.TEXT, "== back to state " + back.number());
    } else if (counterexample.ending() instanceof Counterexample.Stuttering) {
      assertThat(text).as(name).contains(SequenceDiagram.Stuttering.TEXT);
    }
    assertThat(text).as(name).contains(finding.result().property() + " is violated");
    assertThat(text.lines()).as(name).allMatch(line -> line.length() <= 120);
    assertEveryFrameIsAccountedFor(name, diagram, framesAtTheStart(counterexample));
    Lanes.assertKeptInText(diagram, text);
    assertThat(text).as(name).doesNotContain(NOTATION);
    assertThat(diagram.steps().get(0).events().isEmpty())
        .as("no note at Init of " + name)
        .isEqualTo(counterexample.states().size() > 1);
    String source = PlantUmlSource.of(diagram, "");
    diagram.steps().stream()
        .filter(step -> !step.events().isEmpty())
        .forEach(step -> assertThat(source).as(name).contains("**" + step.label() + "**"));
    if (alsoSvg) {
      String svg = new String(DiagramFormat.SVG.draw(diagram), StandardCharsets.UTF_8);
      Lanes.assertKeptInSvg(diagram, svg);
    }
  }

  private static long framesAtTheStart(Counterexample counterexample) {
    TlaValue network = counterexample.states().get(0).variables().get("net");
    return network instanceof TlaValue.SetOf set ? set.elements().size() : 0;
  }

  /** A frame that was sent has arrived, was lost or is listed as in flight. */
  private static void assertEveryFrameIsAccountedFor(
      String name, SequenceDiagram diagram, long framesAtTheStart) {
    List<Step.Event> events =
        diagram.steps().stream().flatMap(step -> step.events().stream()).toList();
    long sent = events.stream().filter(Step.Sent.class::isInstance).count();
    long lost = events.stream().filter(Step.Lost.class::isInstance).count();
    long received = events.stream()
        .filter(event -> event instanceof Step.Received first && !first.again())
        .count();
    long waiting = diagram.inFlight().stream()
        .filter(line -> line.startsWith("Still in flight: "))
        .mapToLong(EveryCounterexampleTest::labels)
        .sum();
    assertThat(received + lost + waiting).as(name).isEqualTo(sent + framesAtTheStart);
  }

  /** The number of labels in a list. Commas in parentheses do not count. */
  private static long labels(String list) {
    int depth = 0;
    long labels = 1;
    for (char c : list.toCharArray()) {
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      labels += c == ',' && depth == 0 ? 1 : 0;
    }
    return labels;
  }
}
