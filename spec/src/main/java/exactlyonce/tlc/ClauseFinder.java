package exactlyonce.tlc;

import exactlyonce.tlc.Formula.Role;
import exactlyonce.tlc.Weakening.Effect;
import exactlyonce.tlc.Weakening.Kind;
import exactlyonce.tlc.Weakening.Level;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import tla2sany.semantic.ASTConstants;
import tla2sany.semantic.ExprNode;
import tla2sany.semantic.ExprOrOpArgNode;
import tla2sany.semantic.LetInNode;
import tla2sany.semantic.LevelConstants;
import tla2sany.semantic.ModuleNode;
import tla2sany.semantic.OpApplNode;
import tla2sany.semantic.OpArgNode;
import tla2sany.semantic.OpDeclNode;
import tla2sany.semantic.OpDefNode;
import tla2sany.semantic.SemanticNode;
import tla2sany.semantic.SubstInNode;
import tla2sany.st.Location;
import tlc2.TLCGlobals;

/**
 * Reports the clauses of formulas: conjuncts, disjuncts, sides of implications, conditions of IF and
 * arms of CASE, in whatever definition they are. It takes no notice of operators that the configuration
 * replaces. It runs in TLC's class loader, after a run.
 *
 * <p>In the next-state relation of a model, a conjunct with a prime says what an action does and is no
 * clause: without it the next state is not complete. It is reported, for it is none either where that
 * relation is part of a property, as in a refinement. The same is true of a conjunct of an initial
 * predicate that gives a variable its value.
 */
public final class ClauseFinder implements Supplier<String> {

  /** The system property that lists the formulas, as in {@code SPECIFICATION Spec,PROPERTY Safe}. */
  static final String FORMULAS = "exactlyonce.tlc.formulas";

  /** What the line of a clause begins with. */
  static final String CLAUSE = "clause";

  /** What the line of a formula begins with that demands that something happens. */
  static final String LIVENESS = "liveness";

  /** What the line of a conjunct begins with that says what an action does. */
  static final String ASSIGNMENT = "assignment";

  private static final Set<String> AND = Set.of("\\land", "$ConjList");
  private static final Set<String> OR = Set.of("\\lor", "$DisjList");
  private static final Set<String> IMPLIES = Set.of("=>", "~>");
  private static final Set<String> TRANSPARENT = Set.of(
      "$BoundedForall",
      "$BoundedExists",
      "$UnboundedForall",
      "$UnboundedExists",
      "[]",
      "<>",
      "$SquareAct",
      "$AngleAct",
      "'");
  private static final Set<String> EVENTUALLY = Set.of("~>", "<>", "$WF", "$SF");

  /** What a clause is part of. */
  private enum Part {
    /** The initial predicate of a model. */
    INITIAL,
    /** The next-state relation of a model. */
    NEXT,
    /** What a model's fairness says, down to the actions that it names. */
    FAIRNESS,
    /** A property. */
    PROPERTY
  }

  /**
   * Where the walk is.
   *
   * @param sign 1 where a weaker part makes the formula weaker, -1 where it makes it stronger, 0 where
   *     it may do either
   */
  private record Position(Formula formula, Part part, String definition, int sign) {

    Position with(int another) {
      return new Position(formula, part, definition, another);
    }

    Position in(Part another) {
      return new Position(formula, another, definition, sign);
    }

    Position in(String another) {
      return new Position(formula, part, another, sign);
    }
  }

  private record Visit(OpDefNode definition, Part part, int sign) {}

  private final Set<Visit> visited = new HashSet<>();
  private final Set<String> lines = new LinkedHashSet<>();

  /**
   * Lines as in {@code clause PROPERTY NoDuplicate false CONJUNCT WEAKER STATE ExactlyOnce 32 8 32 16
   * Init} and {@code liveness PROPERTY EveryMessageDecided}.
   */
  @Override
  public String get() {
    ModuleNode root = TLCGlobals.mainChecker.tool.getRootModule();
    for (String each : System.getProperty(FORMULAS, "").split(",", -1)) {
      String[] words = each.split(" ", -1);
      Formula formula = new Formula(Role.valueOf(words[0]), words[1]);
      OpDefNode definition = root.getOpDef(formula.name());
      if (definition != null && definition.getBody() != null) {
        visited.clear();
        start(formula, definition);
      }
    }
    return String.join("\n", lines);
  }

  private void start(Formula formula, OpDefNode definition) {
    Position position = new Position(formula, Part.PROPERTY, name(definition), 1);
    ExprNode body = definition.getBody();
    switch (formula.role()) {
      case SPECIFICATION -> specification(body, position);
      case INITIAL -> walk(body, position.in(Part.INITIAL));
      case NEXT -> walk(body, position.in(Part.NEXT));
      case PROPERTY -> {
        property(definition, position);
        walk(body, position);
      }
    }
  }

  /**
   * A property is a clause as a whole, and so is the one that it is another name for. A conjunct that
   * is a name is weakened where it is defined: an inductive invariant assumes what it concludes.
   */
  private void property(OpDefNode definition, Position position) {
    ExprNode body = definition.getBody();
    while (body instanceof SubstInNode substitution) {
      body = substitution.getBody();
    }
    if (conjuncts(body).size() == 1) {
      offer(body, Kind.PROPERTY, position.in(name(definition)));
    }
    if (body instanceof OpApplNode application && isName(application)) {
      property((OpDefNode) application.getOperator(), position);
    }
  }

  private static boolean isName(OpApplNode application) {
    return application.getArgs().length == 0
        && application.getOperator() instanceof OpDefNode definition
        && isDefined(definition);
  }

  /** Whether this gives a variable its first value. */
  private static boolean isAssignment(ExprNode node) {
    return node instanceof OpApplNode application
        && Set.of("=", "\\in").contains(operator(application))
        && application.getArgs()[0] instanceof OpApplNode left
        && left.getOperator() instanceof OpDeclNode variable
        && variable.getKind() == ASTConstants.VariableDeclKind;
  }

  /** Without the name of the instance, as in {@code Service!Init}. */
  private static String name(OpDefNode definition) {
    String name = definition.getName().toString();
    return name.substring(name.lastIndexOf('!') + 1);
  }

  /** A specification is a conjunction, possibly of definitions, of the three parts. */
  private void specification(ExprNode node, Position position) {
    List<ExprNode> conjuncts = conjuncts(node);
    if (conjuncts.size() > 1) {
      conjuncts.forEach(part -> specification(part, position));
    } else if (node.getLevel() < LevelConstants.TemporalLevel) {
      walk(node, position.in(Part.INITIAL));
    } else if (node instanceof OpApplNode application) {
      if (operator(application).equals("[]")) {
        parts(application).forEach(part -> walk(part, position.in(Part.NEXT)));
      } else if (hasNext(node)) {
        OpDefNode definition = (OpDefNode) application.getOperator();
        specification(definition.getBody(), position.in(name(definition)));
      } else {
        offer(node, Kind.FAIRNESS, position.in(Part.FAIRNESS));
        walk(node, position.in(Part.FAIRNESS));
      }
    } else if (node instanceof SubstInNode substitution) {
      specification(substitution.getBody(), position);
    }
  }

  /** Whether this is a definition that stands for {@code [][Next]_vars}, and maybe for more. */
  private static boolean hasNext(ExprNode node) {
    if (node instanceof OpApplNode application) {
      return operator(application).equals("[]")
          || (AND.contains(operator(application))
              && parts(application).stream().anyMatch(ClauseFinder::hasNext))
          || (application.getOperator() instanceof OpDefNode definition
              && isDefined(definition)
              && hasNext(definition.getBody()));
    }
    return node instanceof SubstInNode substitution && hasNext(substitution.getBody());
  }

  private static boolean isDefined(OpDefNode definition) {
    return definition.getKind() == ASTConstants.UserDefinedOpKind && definition.getBody() != null;
  }

  private void walk(SemanticNode node, Position position) {
    if (node instanceof LetInNode let) {
      walk(let.getBody(), position);
    } else if (node instanceof SubstInNode substitution) {
      walk(substitution.getBody(), position);
    } else if (node instanceof OpArgNode argument) {
      if (argument.getOp() instanceof OpDefNode definition) {
        visit(definition, position.with(0));
      }
    } else if (node instanceof OpApplNode application) {
      if (EVENTUALLY.contains(operator(application))) {
        lines.add(LIVENESS + " " + words(position.formula()));
      }
      walkApplication(application, position);
    }
  }

  private void walkApplication(OpApplNode application, Position position) {
    String operator = operator(application);
    List<ExprNode> parts = parts(application);
    if (AND.contains(operator)) {
      for (ExprNode part : conjuncts(application)) {
        conjunct(part, position);
      }
    } else if (OR.contains(operator)) {
      parts.forEach(part -> disjunct(part, position));
    } else if (IMPLIES.contains(operator)) {
      offer(parts.get(0), Kind.ANTECEDENT, position.with(-position.sign()));
      walk(parts.get(0), position.with(-position.sign()));
      offer(parts.get(1), Kind.CONSEQUENT, position);
      walk(parts.get(1), position);
    } else if (operator.equals("\\lnot")) {
      walk(parts.get(0), position.with(-position.sign()));
    } else if (operator.equals("$IfThenElse")) {
      offer(parts.get(0), Kind.ALWAYS_THEN, position.with(0));
      offer(parts.get(0), Kind.ALWAYS_ELSE, position.with(0));
      walk(parts.get(0), position.with(0));
      parts.subList(1, parts.size()).forEach(part -> walk(part, position));
    } else if (operator.equals("$Case")) {
      parts.forEach(part -> arm((OpApplNode) part, position));
    } else if (TRANSPARENT.contains(operator)) {
      bounds(application, position);
      walk(parts.get(0), position);
      parts.subList(1, parts.size()).forEach(part -> walk(part, position.with(0)));
    } else {
      if (application.getOperator() instanceof OpDefNode definition) {
        visit(definition, position);
      }
      bounds(application, position);
      for (ExprOrOpArgNode argument : application.getArgs()) {
        if (argument != null) {
          walk(argument, fairAction(operator, position).with(0));
        }
      }
    }
  }

  private static Position fairAction(String operator, Position position) {
    boolean fair = operator.equals("$WF") || operator.equals("$SF");
    return fair && position.part() == Part.FAIRNESS ? position.in(Part.NEXT) : position;
  }

  private void conjunct(ExprNode part, Position position) {
    boolean temporal = part.getLevel() == LevelConstants.TemporalLevel;
    boolean guard = part.getLevel() < LevelConstants.ActionLevel;
    switch (position.part()) {
      case INITIAL, PROPERTY -> {
        if (position.part() == Part.INITIAL && isAssignment(part)) {
          lines.add(ASSIGNMENT + " " + place(part));
        }
        if (part instanceof OpApplNode application && isName(application)) {
          property((OpDefNode) application.getOperator(), position);
        } else {
          offer(part, Kind.CONJUNCT, position);
        }
      }
      case FAIRNESS -> offer(part, temporal ? Kind.FAIRNESS : Kind.CONJUNCT, position);
      case NEXT -> {
        if (guard) {
          offer(part, Kind.CONJUNCT, position);
        } else {
          lines.add(ASSIGNMENT + " " + place(part));
        }
      }
    }
    walk(part, position);
  }

  /**
   * An action is weakened where it is defined: without it in the next-state relation alone, a fairness
   * condition on it would leave no behaviour at all.
   */
  private void disjunct(ExprNode part, Position position) {
    if (part.getLevel() == LevelConstants.ActionLevel
        && part instanceof OpApplNode application
        && application.getOperator() instanceof OpDefNode definition
        && isDefined(definition)
        && !(definition.getBody() instanceof SubstInNode)) {
      offer(definition.getBody(), Kind.ACTION, position.in(name(definition)));
    } else if (!isOr(part)) {
      offer(part, Kind.DISJUNCT, position);
    }
    walk(part, position);
  }

  private void arm(OpApplNode pair, Position position) {
    ExprOrOpArgNode guard = pair.getArgs()[0];
    if (guard instanceof ExprNode condition) { // OTHER has none
      offer(condition, Kind.ARM, position.with(0));
      walk(condition, position.with(0));
    }
    walk(pair.getArgs()[1], position);
  }

  private void bounds(OpApplNode application, Position position) {
    for (ExprNode bound : application.getBdedQuantBounds()) {
      walk(bound, position.with(0));
    }
  }

  private void visit(OpDefNode definition, Position position) {
    if (isDefined(definition)
        && visited.add(new Visit(definition, position.part(), position.sign()))) {
      walk(definition.getBody(), position.in(name(definition)));
    }
  }

  private static String operator(OpApplNode application) {
    return application.getOperator().getName().toString();
  }

  private static List<ExprNode> parts(OpApplNode application) {
    return Arrays.stream(application.getArgs())
        .filter(ExprNode.class::isInstance)
        .map(ExprNode.class::cast)
        .toList();
  }

  private static boolean isOr(ExprNode node) {
    return node instanceof OpApplNode application && OR.contains(operator(application));
  }

  /** The parts of a conjunction, however it is nested; the node itself if it is none. */
  private static List<ExprNode> conjuncts(ExprNode node) {
    List<ExprNode> conjuncts = new ArrayList<>();
    if (node instanceof OpApplNode application && AND.contains(operator(application))) {
      parts(application).forEach(part -> conjuncts.addAll(conjuncts(part)));
    } else {
      conjuncts.add(node);
    }
    return conjuncts;
  }

  private void offer(ExprNode clause, Kind kind, Position position) {
    int sign = kind.replacement().equals("TRUE") ? position.sign() : -position.sign();
    Effect effect = sign == 0 ? Effect.EITHER : sign > 0 ? Effect.WEAKER : Effect.STRONGER;
    if (position.part() == Part.FAIRNESS && effect == Effect.STRONGER) {
      return; // more would be assumed, and what holds would still hold
    }
    lines.add(String.join(
        " ",
        CLAUSE,
        words(position.formula()),
        Boolean.toString(position.part() == Part.INITIAL),
        kind.name(),
        effect.name(),
        level(clause).name(),
        place(clause),
        position.definition()));
  }

  private static Level level(ExprNode node) {
    return switch (node.getLevel()) {
      case LevelConstants.TemporalLevel -> Level.BEHAVIOUR;
      case LevelConstants.ActionLevel -> Level.STEP;
      default -> Level.STATE;
    };
  }

  private static String place(ExprNode node) {
    Location at = node.getLocation();
    return at.source() + " " + at.beginLine() + " " + at.beginColumn() + " " + at.endLine() + " "
        + at.endColumn();
  }

  private static String words(Formula formula) {
    return formula.role() + " " + formula.name();
  }
}
