package exactlyonce.tlc;

import static org.assertj.core.api.Assertions.assertThat;

import exactlyonce.tlc.Clauses.Clause;
import exactlyonce.tlc.Formula.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The clauses of module Kinds, which has one of each kind. */
@Tag("checker")
class ClausesTest {

  private static final Formula SPEC = new Formula(Role.SPECIFICATION, "Spec");

  private static Clauses clauses;
  private static String text;

  @BeforeAll
  static void find() throws IOException, InterruptedException {
    text = Files.readString(Specs.directory().resolve("Kinds.tla"));
    TlcRequest request =
        TlcRequest.of(Specs.directory(), "Kinds", "SPECIFICATION Safety\nCHECK_DEADLOCK FALSE\n");
    List<Formula> formulas = Stream.concat(
            Stream.of(SPEC, new Formula(Role.NEXT, "Back")),
            Stream.of("Bound", "Both", "Implied", "Moves", "Returns", "Init")
                .map(ClausesTest::property))
        .toList();
    try (Tlc tlc = new Tlc(1, java.util.Optional.empty())) {
      clauses = Clauses.in(tlc.run(Clauses.of(request, formulas)).log());
    }
  }

  private static Formula property(String name) {
    return new Formula(Role.PROPERTY, name);
  }

  /** As in {@code Step disjunct stronger: y = 0}. */
  private static List<String> of(Formula formula) {
    return clauses.clauses().get(formula).stream().map(ClausesTest::inWords).toList();
  }

  private static String inWords(Clause clause) {
    return (clause.initial() ? "initial " : "") + clause.weakening().definition() + " "
        + clause.weakening().kind() + " "
        + clause.effect().name().toLowerCase(java.util.Locale.ROOT) + ": "
        + clause.weakening().clause(text);
  }

  @Test
  void aSpecificationHasInitialNextAndFairness() {
    assertThat(of(SPEC))
        .contains(
            "initial Init conjunct weaker: y = 0",
            "Step action stronger: Step",
            "Back action stronger: Back",
            "Step conjunct weaker: Small(y)",
            "Spec fairness weaker: Fairness",
            "Fairness fairness weaker: WF_vars(Step)",
            "Fairness fairness weaker: WF_vars(Back)")
        .doesNotContain("Spec conjunct weaker: Safety", "Spec fairness weaker: Safety");
  }

  @Test
  void aPremiseOfFairnessIsNoClause() {
    assertThat(of(SPEC))
        .contains("Fairness fairness weaker: []<>Busy => WF_vars(Back)")
        .noneMatch(clause -> clause.startsWith("Busy "))
        .noneMatch(clause -> clause.contains(": []<>Busy") && !clause.contains("=>"));
  }

  @Test
  void whatDefinitionsAreMadeOfIsFoundToo() {
    assertThat(of(SPEC))
        .contains(
            "Small conjunct weaker: v < 2",
            "Small conjunct weaker: ~(v = 3 /\\ x)",
            "Small conjunct stronger: v = 3",
            "Small conjunct stronger: x");
  }

  @Test
  void waysToTakeAnActionAreClausesAndWhatItDoesIsNot() {
    assertThat(of(SPEC))
        .contains(
            "Step always then either: x",
            "Step always else either: x",
            "Step disjunct stronger: y = 0 /\\ y' = 1",
            "Step conjunct weaker: y = 0",
            "Step conjunct weaker: y # z",
            "Back arm either: y = 1")
        .noneMatch(clause -> clause.endsWith("y' = 1") && clause.startsWith("Step conjunct"))
        .noneMatch(clause -> clause.contains("UNCHANGED"));
  }

  @Test
  void aNextStateRelationIsWalkedAlone() {
    assertThat(of(new Formula(Role.NEXT, "Back"))).containsExactly("Back arm either: y = 1");
  }

  @Test
  void aPropertyIsAClauseUnlessItHasConjuncts() {
    assertThat(of(property("Bound"))).containsExactly("Bound property weaker: y < 2");
    assertThat(of(property("Init")))
        .containsExactly("Init conjunct weaker: x \\in BOOLEAN", "Init conjunct weaker: y = 0");
  }

  @Test
  void aConjunctThatIsANameIsWeakenedWhereItIsDefined() {
    assertThat(of(property("Both")))
        .containsExactly("Bound property weaker: y < 2", "Both conjunct weaker: y >= 0");
  }

  @Test
  void whatAModelBeginsWithAndWhatItsActionsDoIsToldApart() {
    assertThat(clauses.assignments().stream().map(place -> place.text(text)))
        .contains("x \\in BOOLEAN", "y = 0", "y' = 1", "UNCHANGED x")
        .doesNotContain("y # z", "Small(y)", "x' # x");
  }

  @Test
  void anImplicationHasTwoSides() {
    assertThat(of(property("Implied")))
        .containsExactly(
            "Implied property weaker: x => LET even == y = 0 IN even \\/ y < 2",
            "Implied antecedent stronger: x",
            "Implied consequent stronger: LET even == y = 0 IN even \\/ y < 2",
            "Implied disjunct stronger: even",
            "Implied disjunct stronger: y < 2");
  }

  @Test
  void whatAStepMustDoIsAClauseOfAProperty() {
    assertThat(of(property("Moves")))
        .contains(
            "Moves antecedent stronger: y = 0",
            "Moves conjunct weaker: y' = 1",
            "Moves conjunct weaker: x' # x");
  }

  @Test
  void livenessIsToldApart() {
    assertThat(of(property("Returns")))
        .containsExactly(
            "Returns property weaker: x ~> ~x",
            "Returns antecedent stronger: x",
            "Returns consequent stronger: ~x");
    assertThat(clauses.liveness()).containsExactlyInAnyOrder(SPEC, property("Returns"));
  }
}
