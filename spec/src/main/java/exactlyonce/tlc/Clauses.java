package exactlyonce.tlc;

import exactlyonce.tlc.Coverage.Place;
import exactlyonce.tlc.Formula.Role;
import exactlyonce.tlc.Weakening.Effect;
import exactlyonce.tlc.Weakening.Kind;
import exactlyonce.tlc.Weakening.Level;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The clauses that the formulas of one root module are made of.
 *
 * @param clauses of each formula, wherever they are defined
 * @param liveness the formulas that demand that something happens
 * @param assignments the conjuncts that say what a model begins with, and what its actions do
 */
public record Clauses(
    Map<Formula, List<Clause>> clauses, Set<Formula> liveness, Set<Place> assignments) {

  /**
   * A clause as part of a formula.
   *
   * @param initial whether it is part of the initial predicate
   */
  public record Clause(Weakening weakening, Effect effect, boolean initial) {}

  public Clauses {
    clauses = Map.copyOf(clauses);
    liveness = Set.copyOf(liveness);
    assignments = Set.copyOf(assignments);
  }

  /** The same run, which tells the clauses of these formulas besides. */
  public static TlcRequest of(TlcRequest request, Collection<Formula> formulas) {
    Map<String, String> properties = new HashMap<>(request.systemProperties());
    properties.put(TlcRequest.REPORTER, ClauseFinder.class.getName());
    properties.put(
        ClauseFinder.FORMULAS,
        formulas.stream().map(f -> f.role() + " " + f.name()).collect(Collectors.joining(",")));
    return request.withSystemProperties(properties);
  }

  /** Reads what TLC printed. */
  public static Clauses in(List<String> log) {
    Map<Formula, List<Clause>> clauses = new HashMap<>();
    Set<Formula> liveness = new HashSet<>();
    Set<Place> assignments = new HashSet<>();
    for (String line : log) {
      String[] words = line.split(" ", -1);
      if (words[0].equals(ClauseFinder.ASSIGNMENT) && words.length == 6) {
        assignments.add(place(words, 1));
      } else if (words[0].equals(ClauseFinder.CLAUSE) && words.length == 13) {
        clauses.computeIfAbsent(formula(words), absent -> new ArrayList<>()).add(clause(words));
      } else if (words[0].equals(ClauseFinder.LIVENESS) && words.length == 3) {
        liveness.add(formula(words));
      }
    }
    return new Clauses(clauses, liveness, assignments);
  }

  private static Formula formula(String[] words) {
    return new Formula(Role.valueOf(words[1]), words[2]);
  }

  private static Clause clause(String[] words) {
    return new Clause(
        new Weakening(place(words, 7), words[12], Kind.valueOf(words[4]), Level.valueOf(words[6])),
        Effect.valueOf(words[5]),
        Boolean.parseBoolean(words[3]));
  }

  private static Place place(String[] words, int from) {
    return new Place(
        words[from],
        Integer.parseInt(words[from + 1]),
        Integer.parseInt(words[from + 2]),
        Integer.parseInt(words[from + 3]),
        Integer.parseInt(words[from + 4]));
  }
}
