package exactlyonce.tlc;

import exactlyonce.tlc.Coverage.Place;
import exactlyonce.tlc.Formula.Role;
import exactlyonce.tlc.Weakening.Effect;
import exactlyonce.tlc.Weakening.Kind;
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
 */
public record Clauses(Map<Formula, List<Clause>> clauses, Set<Formula> liveness) {

  /**
   * A clause as part of a formula.
   *
   * @param initial whether it is part of the initial predicate
   */
  public record Clause(Weakening weakening, Effect effect, boolean initial) {}

  public Clauses {
    clauses = Map.copyOf(clauses);
    liveness = Set.copyOf(liveness);
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
    for (String line : log) {
      String[] words = line.split(" ", -1);
      if (words[0].equals(ClauseFinder.CLAUSE) && words.length == 12) {
        clauses.computeIfAbsent(formula(words), absent -> new ArrayList<>()).add(clause(words));
      } else if (words[0].equals(ClauseFinder.LIVENESS) && words.length == 3) {
        liveness.add(formula(words));
      }
    }
    return new Clauses(clauses, liveness);
  }

  private static Formula formula(String[] words) {
    return new Formula(Role.valueOf(words[1]), words[2]);
  }

  private static Clause clause(String[] words) {
    Place place = new Place(
        words[6],
        Integer.parseInt(words[7]),
        Integer.parseInt(words[8]),
        Integer.parseInt(words[9]),
        Integer.parseInt(words[10]));
    return new Clause(
        new Weakening(place, words[11], Kind.valueOf(words[4])),
        Effect.valueOf(words[5]),
        Boolean.parseBoolean(words[3]));
  }
}
