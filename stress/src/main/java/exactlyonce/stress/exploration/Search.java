package exactlyonce.stress.exploration;

import exactlyonce.stress.model.Access;
import exactlyonce.stress.model.Effect;
import exactlyonce.stress.model.Fingerprint;
import exactlyonce.stress.model.Memory;
import exactlyonce.stress.model.Message;
import exactlyonce.stress.model.Variant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A search of every execution of a program, breadth first, each state once.
 *
 * <p>Its step is a burst: any number of reads by one thread, and then one access that others may notice (a
 * write, an exchange, or one after a fence). That is enough: others notice no read, and what a read could
 * return it can also return later.
 */
public final class Search {
  @SuppressWarnings("ArrayRecordComponent") // neither compared nor changed
  private record State(int number, Memory memory, Node[] nodes) {}

  /** How a state was first reached: by a burst of a thread, and which way each of its accesses went. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Origin(int from, int thread, int[] choices) {}

  private final Program program;
  private final Variant variant;
  private final UnaryOperator<Access> weakening;
  private final @Nullable Set<String> expected;
  private final long most;

  private final FingerprintSet known = new FingerprintSet();
  private final List<Origin> origins = new ArrayList<>();
  private final Deque<State> queue = new ArrayDeque<>();
  private final Set<String> outcomes = new TreeSet<>();
  private final Set<String> sites = new TreeSet<>();
  private @Nullable Violation violation;

  private Search(
      Program program,
      Variant variant,
      UnaryOperator<Access> weakening,
      @Nullable Set<String> expected,
      long most) {
    this.program = program;
    this.variant = variant;
    this.weakening = weakening;
    this.expected = expected;
    this.most = most;
  }

  /**
   * Searches until everything is seen, or something is wrong: a race, an exception, an outcome that the
   * client forbids or that is not expected.
   *
   * @param weakening changes the modes of accesses
   * @param expected the outcomes that are not wrong; null if all are expected
   * @param most how many states there may be
   * @throws IllegalStateException if there are more
   */
  public static Result run(
      Program program,
      Variant variant,
      UnaryOperator<Access> weakening,
      @Nullable Set<String> expected,
      long most) {
    return new Search(program, variant, weakening, expected, most).run();
  }

  private Result run() {
    Node[] start = program.actors();
    arrive(program.initialMemory(variant), start, new Origin(0, 0, new int[0]));
    while (violation == null && !queue.isEmpty()) {
      State state = queue.remove();
      for (int thread = 0; thread < state.nodes.length && violation == null; thread++) {
        if (state.nodes[thread].access() != null) {
          burst(state, thread, state.memory, state.nodes[thread], new int[0]);
        }
      }
    }
    return new Result(outcomes, sites, known.size(), violation);
  }

  private void burst(State from, int thread, Memory memory, Node node, int[] choices) {
    Access access = node.access();
    if (access == null) {
      emit(from, thread, memory, node, choices);
      return;
    }
    if (access.site() != null) {
      sites.add(access.site().name());
    }
    List<Effect> effects = memory.perform(thread, weakening.apply(access));
    for (int choice = 0; choice < effects.size() && violation == null; choice++) {
      int[] more = Arrays.copyOf(choices, choices.length + 1);
      more[choices.length] = choice;
      Effect effect = effects.get(choice);
      if (effect.race() != null) {
        violate(effect.race(), new Origin(from.number, thread, more), List.of());
      } else if (effect.global()) {
        emit(from, thread, effect.memory(), node.after(effect.answer()), more);
      } else {
        burst(from, thread, effect.memory(), node.after(effect.answer()), more);
      }
    }
  }

  private void emit(State from, int thread, Memory memory, Node node, int[] choices) {
    Node[] nodes = from.nodes.clone();
    nodes[thread] = node;
    Origin origin = new Origin(from.number, thread, choices);
    if (node.access() == null && node.failure() != null) {
      violate("thread " + thread + ": " + node.failure(), origin, List.of());
    } else {
      arrive(memory, nodes, origin);
    }
  }

  private void arrive(Memory memory, Node[] nodes, Origin origin) {
    boolean[] running = new boolean[nodes.length + 1];
    boolean ended = true;
    Fingerprint fingerprint = new Fingerprint();
    for (int thread = 0; thread < nodes.length; thread++) {
      fingerprint.add(nodes[thread].number());
      running[thread] = nodes[thread].access() != null;
      ended &= !running[thread];
    }
    memory.addTo(fingerprint, running);
    if (!known.add(fingerprint)) {
      return;
    }
    if (known.size() > most) {
      throw new IllegalStateException(
          program.client().name() + " has more than " + most + " states");
    }
    if (ended) {
      Program.End end = program.finish(memory, nodes);
      String outcome = String.valueOf(end.outcome());
      if (end.wrong() != null) {
        violate(end.wrong(), origin, end.steps());
      } else if (expected != null && !expected.contains(outcome)) {
        violate("not sequentially consistent: " + outcome, origin, end.steps());
      }
      outcomes.add(outcome);
    } else {
      queue.add(new State(origins.size(), memory, nodes));
      origins.add(origin);
    }
  }

  private void violate(String reason, Origin last, List<Step> afterwards) {
    if (violation == null) {
      List<Step> steps = steps(last);
      steps.addAll(afterwards);
      violation = new Violation(reason, steps);
    }
  }

  /** Goes the way to a state again. */
  private List<Step> steps(Origin last) {
    List<Origin> way = new ArrayList<>();
    way.add(last);
    for (int from = last.from; from != 0; from = origins.get(from).from) {
      way.add(0, origins.get(from));
    }
    Memory memory = program.initialMemory(variant);
    Node[] nodes = program.actors();
    List<Step> steps = new ArrayList<>();
    for (Origin burst : way) {
      int thread = burst.thread;
      for (int choice : burst.choices) {
        Access access = weakening.apply(java.util.Objects.requireNonNull(nodes[thread].access()));
        Effect effect = memory.perform(thread, access).get(choice);
        steps.add(new Step(thread, access, effect, unseen(memory, access, effect)));
        memory = effect.memory();
        nodes[thread] = nodes[thread].after(effect.answer());
      }
    }
    return steps;
  }

  private static List<Message> unseen(Memory memory, Access access, Effect effect) {
    Message read = effect.read();
    if (read == null) {
      return List.of();
    }
    return memory.messages(access.location()).stream()
        .filter(message -> message.time() > read.time())
        .toList();
  }
}
