package exactlyonce.vectors;

import exactlyonce.tlc.TlaValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Short paths from the initial state that together take every transition.
 *
 * <p>A step to another state has a scenario of its own, which then shows that it is the right one. The
 * steps of one action that leave a state as it is have one together, but for those that show the state
 * where another scenario ends.
 */
final class Scenarios {

  /**
   * The length of a way. Of two that are as long, one is better whose handlers end at once and that drops no
   * session: more sides can go it.
   */
  private static final int STEP = 4;

  private static final int RARE_STEP = 5;

  /** The best way to a state: its last step comes from a state that is nearer. */
  private record Way(
      TlaValue state, int cost, int found, @Nullable Transition last) {}

  private final RoleGraph graph;
  private final Set<String> probes;
  private final Set<Transition> asked = new HashSet<>();
  private final Map<TlaValue, Way> ways = new HashMap<>();
  private final List<TlaValue> nearestFirst = new ArrayList<>();

  private Scenarios(RoleGraph graph, Set<String> probes) {
    this.graph = graph;
    this.probes = probes;
    findWays(graph.initialState());
  }

  /**
   * Returns the scenarios, those that test something near the initial state first.
   *
   * @param probes the actions that show in which state the side is
   */
  static List<Scenario> covering(RoleGraph graph, Set<String> probes) {
    return new Scenarios(graph, probes).all();
  }

  private List<Scenario> all() {
    Map<TlaValue, List<Scenario>> leaving = new HashMap<>();
    nearestFirst.forEach(state -> leaving.put(state, leaving(state)));
    List<Scenario> scenarios = new ArrayList<>();
    for (TlaValue state : nearestFirst) {
      scenarios.addAll(leaving.getOrDefault(state, List.of()));
      scenarios.addAll(staying(state));
    }
    return scenarios;
  }

  /** A crash follows a step that leads to its state, and is tested alone only in the initial state. */
  private List<Scenario> leaving(TlaValue state) {
    List<Transition> way = wayTo(state);
    List<Scenario> scenarios = new ArrayList<>();
    for (Transition step : graph.steps(state)) {
      if (step.isCrash() ? way.isEmpty() : !step.isLoop()) {
        Scenario scenario = ending(way, step);
        asked.addAll(scenario.probes());
        scenarios.add(scenario);
      }
    }
    return scenarios;
  }

  /** In the initial state, all; in any other, what no scenario has asked that ends there. */
  private List<Scenario> staying(TlaValue state) {
    List<Transition> way = wayTo(state);
    Map<String, List<Transition>> loops = new LinkedHashMap<>();
    for (Transition step : graph.steps(state)) {
      if (step.isLoop() && !step.isCrash() && (way.isEmpty() || !asked.contains(step))) {
        loops.computeIfAbsent(step.action(), action -> new ArrayList<>()).add(step);
      }
    }
    return loops.values().stream()
        .map(stay -> new Scenario(way, stay, List.of(), List.of()))
        .toList();
  }

  /** A step to another state, after which the side is asked; if it may crash, after a crash. */
  private Scenario ending(List<Transition> way, Transition step) {
    Transition crash = crashIn(step.to());
    Transition crashBefore = crashIn(step.from());
    if (step.isCrash() || crash == null || crashBefore == null) {
      return new Scenario(way, List.of(step), probesOf(step.to()), List.of());
    }
    List<Transition> after = new ArrayList<>(List.of(crash));
    after.addAll(probesOf(crash.to()));
    List<Transition> unwritten =
        crash.to().equals(crashBefore.to()) ? List.of() : probesOf(crashBefore.to());
    return new Scenario(way, List.of(step), after, unwritten);
  }

  private @Nullable Transition crashIn(TlaValue state) {
    return graph.steps(state).stream().filter(Transition::isCrash).findFirst().orElse(null);
  }

  /**
   * What no scenario has asked in this state, and what must be answered. After a crash, all, and what shows
   * which number comes next.
   */
  private List<Transition> probesOf(TlaValue state) {
    boolean crashes = crashIn(state) != null;
    List<Transition> all = new ArrayList<>(graph.steps(state).stream()
        .filter(step -> step.isLoop() && probes.contains(step.action()))
        .filter(step -> crashes || step.mustMakeSomething() || !asked.contains(step))
        .toList());
    if (crashes) {
      graph.steps(state).stream()
          .filter(step -> step.action().equals("Submit"))
          .findFirst()
          .ifPresent(all::add);
    }
    return all;
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
        boolean isRare = step.drops() || (handlerRuns && !step.endsHandler());
        int cost = isRare ? RARE_STEP : STEP;
        open.add(new Way(step.to(), next.cost() + cost, found++, step));
      }
    }
  }
}
