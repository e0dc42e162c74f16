package exactlyonce.vectors;

import exactlyonce.tlc.TlaValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Short paths from the initial state that together take every transition.
 *
 * <p>A step to another state has a scenario of its own, which then shows that it is the right one. The
 * steps of one action that leave a state as it is have one together.
 */
final class Scenarios {

  /** The length of a way, and what is the same length: a running handler is better ended at once. */
  private static final int STEP = 4;

  private static final int STEP_DURING_HANDLER = 5;

  /** The best way to a state: its last step comes from a state that is nearer. */
  private record Way(
      TlaValue state, int cost, int found, @Nullable Transition last) {}

  private final RoleGraph graph;
  private final String probe;
  private final Map<TlaValue, Way> ways = new HashMap<>();
  private final List<TlaValue> nearestFirst = new ArrayList<>();

  private Scenarios(RoleGraph graph, String probe) {
    this.graph = graph;
    this.probe = probe;
    findWays(graph.initialState());
  }

  /**
   * Returns the scenarios, those that test something near the initial state first.
   *
   * @param probe the action that shows in which state the side is
   */
  static List<Scenario> covering(RoleGraph graph, String probe) {
    return new Scenarios(graph, probe).all();
  }

  private List<Scenario> all() {
    List<Scenario> scenarios = new ArrayList<>();
    for (TlaValue state : nearestFirst) {
      List<Transition> way = wayTo(state);
      Map<String, List<Transition>> loops = new LinkedHashMap<>();
      for (Transition step : graph.steps(state)) {
        if (step.isLoop()) {
          loops.computeIfAbsent(step.action(), action -> new ArrayList<>()).add(step);
        } else {
          scenarios.add(new Scenario(way, List.of(step), probesOf(step.to())));
        }
      }
      loops.values().forEach(stay -> scenarios.add(new Scenario(way, stay, List.of())));
    }
    return scenarios;
  }

  /** Those that must be answered. */
  private List<Transition> probesOf(TlaValue state) {
    return graph.steps(state).stream()
        .filter(step -> step.isLoop() && step.action().equals(probe) && step.mustMakeSomething())
        .toList();
  }

  private List<Transition> wayTo(TlaValue state) {
    List<Transition> backwards = new ArrayList<>();
    for (Transition last = way(state).last();
        last != null;
        last = way(last.from()).last()) {
      backwards.add(0, last);
    }
    return backwards;
  }

  private Way way(TlaValue state) {
    Way way = ways.get(state);
    if (way == null) {
      throw new IllegalStateException("no way to " + state);
    }
    return way;
  }

  /** Dijkstra. Equal costs are decided by the order in which ways are found: TLC's. */
  private void findWays(TlaValue initial) {
    PriorityQueue<Way> open =
        new PriorityQueue<>(Comparator.comparingInt(Way::cost).thenComparingInt(Way::found));
    int found = 0;
    open.add(new Way(initial, 0, found++, null));
    for (Way next; (next = open.poll()) != null; ) {
      if (ways.putIfAbsent(next.state(), next) != null) {
        continue;
      }
      nearestFirst.add(next.state());
      boolean handlerRuns = graph.handlerRunsIn(next.state());
      for (Transition step : graph.steps(next.state())) {
        int cost = handlerRuns && !step.endsHandler() ? STEP_DURING_HANDLER : STEP;
        open.add(new Way(step.to(), next.cost() + cost, found++, step));
      }
    }
  }
}
