package exactlyonce.tlc;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tla2sany.semantic.ASTConstants;
import tla2sany.semantic.ExprNode;
import tla2sany.semantic.ExprOrOpArgNode;
import tla2sany.semantic.LetInNode;
import tla2sany.semantic.LevelConstants;
import tla2sany.semantic.ModuleNode;
import tla2sany.semantic.OpApplNode;
import tla2sany.semantic.OpDefNode;
import tla2sany.semantic.SemanticNode;
import tla2sany.semantic.SubstInNode;
import tla2sany.st.Location;
import tlc2.TLCGlobals;
import tlc2.tool.ITool;

/**
 * Reports the guards of a specification: in the definitions of actions, each conjunct without a prime.
 * It looks at what the specification that the configuration names is made of, wherever it is defined,
 * and takes no notice of operators that the configuration replaces. It runs in TLC's class loader, after
 * a run.
 */
public final class ActionGuards implements Supplier<String> {

  /** What each line begins with. */
  static final String PREFIX = "guard ";

  private static final Set<String> AND = Set.of("\\land", "$ConjList");

  private final Set<OpDefNode> visited = new HashSet<>();
  private final Set<String> lines = new LinkedHashSet<>();

  /** Lines as in {@code guard Network 32 8 32 16 Receive}. */
  @Override
  public String get() {
    ITool tool = TLCGlobals.mainChecker.tool;
    ModuleNode root = tool.getRootModule();
    String specification = tool.getModelConfig().getSpec();
    String name = specification.isEmpty() ? tool.getModelConfig().getNext() : specification;
    visit(root.getOpDef(name));
    return String.join("\n", lines);
  }

  private void visit(@Nullable OpDefNode definition) {
    if (definition != null && definition.getBody() != null && visited.add(definition)) {
      walk(definition.getBody(), definition.getName().toString());
    }
  }

  private void walk(SemanticNode node, String action) {
    if (node instanceof LetInNode let) {
      walk(let.getBody(), action);
    } else if (node instanceof SubstInNode substitution) {
      walk(substitution.getBody(), action);
    } else if (node instanceof OpApplNode application) {
      String operator = application.getOperator().getName().toString();
      if (AND.contains(operator) && application.getLevel() == LevelConstants.ActionLevel) {
        parts(application).forEach(part -> conjunct(part, action));
      } else if (operator.equals("$IfThenElse") || operator.equals("$Pair")) {
        List<ExprNode> parts = parts(application);
        parts.subList(1, parts.size()).forEach(part -> branch(part, action));
      } else {
        if (application.getOperator() instanceof OpDefNode definition
            && definition.getKind() == ASTConstants.UserDefinedOpKind) {
          visit(definition);
        }
        parts(application).forEach(part -> branch(part, action));
      }
    }
  }

  private static List<ExprNode> parts(OpApplNode application) {
    List<ExprNode> parts = new ArrayList<>();
    for (ExprOrOpArgNode argument : application.getArgs()) {
      if (argument instanceof ExprNode expression) {
        parts.add(expression);
      }
    }
    return parts;
  }

  private void branch(ExprNode part, String action) {
    if (part.getLevel() >= LevelConstants.ActionLevel) {
      walk(part, action);
    }
  }

  private void conjunct(ExprNode part, String action) {
    if (part.getLevel() >= LevelConstants.ActionLevel) {
      walk(part, action);
    } else if (part instanceof OpApplNode and
        && AND.contains(and.getOperator().getName().toString())) {
      parts(and).forEach(each -> conjunct(each, action));
    } else {
      Location at = part.getLocation();
      lines.add(PREFIX + at.source() + " " + at.beginLine() + " " + at.beginColumn() + " "
          + at.endLine() + " " + at.endColumn() + " " + action);
    }
  }
}
