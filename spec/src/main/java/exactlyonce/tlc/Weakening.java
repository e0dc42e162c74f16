package exactlyonce.tlc;

import exactlyonce.tlc.Coverage.Place;

/**
 * One clause of a specification, and what takes its place. The formula that it is part of then says
 * less, or, where the clause is an alternative, allows less.
 *
 * @param place where the clause is
 * @param definition that it belongs to
 * @param level what has to be known to tell whether the clause is true
 */
public record Weakening(Place place, String definition, Kind kind, Level level) {

  /** What a formula is about. */
  public enum Level {
    /** One state at most. */
    STATE,
    /** Two states, one after the other. */
    STEP,
    /** A whole behaviour. */
    BEHAVIOUR
  }

  /** What kind of clause it is. */
  public enum Kind {
    /** One of several conditions. */
    CONJUNCT("conjunct", "TRUE"),
    /** One of several alternatives. */
    DISJUNCT("disjunct", "FALSE"),
    /** An action: it is never taken, and no fairness demands it. */
    ACTION("action", "FALSE"),
    /** The left side of an implication: the right side is then demanded always. */
    ANTECEDENT("antecedent", "TRUE"),
    /** The right side of an implication: the left side is then forbidden. */
    CONSEQUENT("consequent", "FALSE"),
    /** The condition of an IF: only THEN is left. */
    ALWAYS_THEN("condition", "TRUE"),
    /** The condition of an IF: only ELSE is left. */
    ALWAYS_ELSE("condition", "FALSE"),
    /** The guard of an arm of CASE: the arm is never taken. */
    ARM("guard", "FALSE"),
    /** A condition of fairness. */
    FAIRNESS("fairness", "TRUE"),
    /** A property as a whole. */
    PROPERTY("property", "TRUE");

    private final String clause;
    private final String replacement;

    Kind(String clause, String replacement) {
      this.clause = clause;
      this.replacement = replacement;
    }

    /** What the clause is called. */
    public String clause() {
      return clause;
    }

    /** What takes the place of the clause. */
    public String replacement() {
      return replacement;
    }

    @Override
    public String toString() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }
  }

  /** What a replacement does to the formula that the clause is part of. */
  public enum Effect {
    /** More behaviours satisfy it. */
    WEAKER,
    /** Fewer behaviours satisfy it. */
    STRONGER,
    /** It depends: the clause is part of a condition or of a value. */
    EITHER
  }

  /** The text of the clause in one line, given that of its module; of an action, its name. */
  public String clause(String module) {
    return kind == Kind.ACTION ? definition : place.text(module);
  }

  /** The text of the module with the replacement in it. */
  public String appliedTo(String module) {
    return place.replacedIn(module, kind.replacement());
  }
}
