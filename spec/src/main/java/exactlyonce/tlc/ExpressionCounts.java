package exactlyonce.tlc;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tla2sany.semantic.ASTConstants;
import tla2sany.semantic.LevelConstants;
import tla2sany.semantic.OpApplNode;
import tla2sany.st.Location;
import tlc2.TLCGlobals;
import tlc2.tool.Action;
import tlc2.tool.ITool;
import tlc2.tool.coverage.CostModelNode;
import tlc2.tool.coverage.OpApplNodeWrapper;
import tlc2.util.statistics.CounterStatistic;

/**
 * Reports how often each expression of each action and invariant was evaluated, at the end of a run with
 * {@link Coverage}. TLC's own report leaves out what it finds obvious, and so does not add up
 * over several models; this one reads the numbers behind it, in TLC's class loader.
 */
public final class ExpressionCounts implements Supplier<String> {

  /** What the line of an expression begins with. */
  static final String PREFIX = "expression ";

  /** What the line of an initial predicate begins with, which TLC reports as if it were an action. */
  static final String INITIAL = "initial predicate ";

  private final Field children = field(CostModelNode.class, "children");
  private final Field lets = field(OpApplNodeWrapper.class, "lets");
  private final Field stats = field(CostModelNode.class, "stats");
  private final Map<String, Long> counts = new TreeMap<>();

  private static Field field(Class<?> type, String name) {
    try {
      Field field = type.getDeclaredField(name);
      field.setAccessible(true);
      return field;
    } catch (NoSuchFieldException e) {
      throw new LinkageError("this TLC counts otherwise", e);
    }
  }

  /** Lines as in {@code expression CheckBeforeSend 88 23 88 70 17} and {@code initial predicate Init}. */
  @Override
  public String get() {
    ITool tool = TLCGlobals.mainChecker.tool;
    for (Action[] some : List.of(tool.getActions(), tool.getInvariants())) {
      for (Action action : some) {
        if (action.cm.getRoot() instanceof CostModelNode root) {
          count(root);
        }
      }
    }
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < tool.getInitStateSpec().size(); i++) {
      lines.add(INITIAL + tool.getInitStateSpec().elementAt(i).getName());
    }
    counts.forEach((place, count) -> lines.add(PREFIX + place + " " + count));
    return String.join("\n", lines);
  }

  /** Not all that contain others are counted themselves: they were evaluated if a part of them was. */
  private long count(CostModelNode node) {
    long count = value(stats, node, CounterStatistic.class).getCount();
    List<CostModelNode> parts = new ArrayList<>(parts(children, node));
    if (node instanceof OpApplNodeWrapper) {
      parts.addAll(parts(lets, node));
    }
    for (CostModelNode part : parts) {
      count = Math.max(count, count(part));
    }
    if (node instanceof OpApplNodeWrapper wrapper && isCounted(wrapper.getNode())) {
      counts.merge(place(wrapper.getNode().getLocation()), count, Long::sum);
    }
    return count;
  }

  /** TLC does not count bare names, what it knows before it starts, and the left sides of assignments. */
  private static boolean isCounted(@Nullable OpApplNode expression) {
    return expression != null
        && expression.getArgs().length > 0
        && expression.getLevel() > LevelConstants.ConstantLevel
        && !expression.getOperator().getName().equals(ASTConstants.OP_prime);
  }

  private static String place(Location at) {
    return at.source() + " " + at.beginLine() + " " + at.beginColumn() + " " + at.endLine() + " "
        + at.endColumn();
  }

  private static Collection<CostModelNode> parts(Field field, CostModelNode node) {
    List<CostModelNode> parts = new ArrayList<>();
    for (Object part : value(field, node, Map.class).values()) {
      parts.add((CostModelNode) part);
    }
    return parts;
  }

  private static <T> T value(Field field, CostModelNode node, Class<T> type) {
    try {
      return type.cast(field.get(node));
    } catch (IllegalAccessException e) {
      throw new LinkageError("this TLC counts otherwise", e);
    }
  }
}
