package exactlyonce.tlc;

import static org.assertj.core.api.Assertions.assertThat;

import exactlyonce.tlc.ClauseValues.Noted;
import exactlyonce.tlc.Clauses.Clause;
import exactlyonce.tlc.Formula.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The values of the clauses of module Kinds, which has one of each kind. */
@Tag("checker")
class ClauseValuesTest {

  private static String text;
  private static String wrapped;
  private static TlcResult plain;
  private static TlcResult noting;
  private static List<Weakening> weakenings;
  private static Noted noted;

  @BeforeAll
  static void run(@TempDir Path directory) throws IOException, InterruptedException {
    text = Files.readString(Specs.directory().resolve("Kinds.tla"));
    TlcRequest request = TlcRequest.of(
        Specs.directory(),
        "Kinds",
        "SPECIFICATION Spec\nINVARIANTS Both Implied\nPROPERTY Returns\nCHECK_DEADLOCK FALSE\n");
    List<Formula> formulas = Stream.concat(
            Stream.of(new Formula(Role.SPECIFICATION, "Spec")),
            Stream.of("Both", "Implied", "Returns").map(name -> new Formula(Role.PROPERTY, name)))
        .toList();
    try (Tlc tlc = new Tlc(1, Optional.empty())) {
      plain = tlc.run(Clauses.of(request, formulas));
      weakenings = Clauses.in(plain.log()).clauses().values().stream()
          .flatMap(Collection::stream)
          .filter(clause -> !clause.initial())
          .map(Clause::weakening)
          .distinct()
          .toList();
      ClauseValues values = new ClauseValues(weakenings);
      wrapped = values.wrappedIn("Kinds", text);
      Files.writeString(directory.resolve("Kinds.tla"), wrapped);
      Files.writeString(directory.resolve(ClauseValues.MODULE + ".tla"), ClauseValues.TEXT);
      noting = tlc.run(values.of(request.withDirectories(List.of(directory, Specs.directory()))));
      noted = values.in(noting.log());
    }
  }

  private static List<String> without(boolean difference) {
    return weakenings.stream()
        .filter(weakening -> noted.makesADifference(weakening) == difference)
        .map(weakening -> weakening.kind() + ": " + weakening.clause(text))
        .toList();
  }

  @Test
  void theRunIsTheSame() {
    assertThat(plain.distinctStates()).as(plain.message()).isPresent();
    assertThat(noting.message()).isEqualTo(plain.message());
    assertThat(noting.verdict()).isEqualTo(plain.verdict());
    assertThat(noting.distinctStates()).isEqualTo(plain.distinctStates());
    assertThat(noting.generatedStates()).isEqualTo(plain.generatedStates());
    assertThat(noting.depth()).isEqualTo(plain.depth());
  }

  @Test
  void aRunMayNoteNothing() {
    Noted nothing = new ClauseValues(weakenings).in(List.of(ClauseValues.LINE + " "));
    assertThat(weakenings)
        .anyMatch(nothing::makesADifference)
        .anyMatch(each -> !nothing.makesADifference(each));
  }

  @Test
  void aConjunctThatIsNeverFalseMakesNoDifference() {
    assertThat(without(false)).contains("conjunct: v < 2", "conjunct: y >= 0");
    assertThat(without(true)).contains("conjunct: v = 3", "antecedent: x");
  }

  @Test
  void anAlternativeThatIsTakenMakesADifference() {
    assertThat(without(true))
        .contains("action: Step", "action: Back", "disjunct: y = 0 /\\ y' = 1");
  }

  @Test
  void whatIsAboutBehavioursMayAlwaysMakeADifference() {
    assertThat(without(true)).contains("fairness: WF_vars(Step)", "property: x ~> ~x");
  }

  @Test
  void clausesStayInTheirColumns() {
    assertThat(wrapped.lines()).contains("LOCAL INSTANCE ClauseValues");
    assertThat(wrapped)
        .containsPattern("\n    /\\\\ NoteWhether\\([0-9, ]+,\n       Small\\(y\\)\\)\n");
  }
}
