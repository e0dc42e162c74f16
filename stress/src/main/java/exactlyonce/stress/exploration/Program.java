package exactlyonce.stress.exploration;

import exactlyonce.stress.model.Access;
import exactlyonce.stress.model.Effect;
import exactlyonce.stress.model.Memory;
import exactlyonce.stress.model.Variant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A client that is ready to be explored, and what is known of its code so far: further searches, with other
 * modes, run less of it. Not thread-safe.
 */
public final class Program {
  private final Client client;
  private final Shared shared;
  private final Node[] actors;
  private final Node arbiter;
  private final Predicate<Outcome> isAllowed;

  /** Sets up a client. */
  public Program(Client client) {
    this.client = client;
    warmUp(client);
    Threads threads = client.setUp().get();
    shared = new Shared(threads.actors().size() + 1);
    actors = threads.actors().stream().map(actor -> Node.root(actor, shared)).toArray(Node[]::new);
    arbiter = Node.root(threads.arbiter(), shared);
    isAllowed = threads.isAllowed();
  }

  /** Runs everything once on memory as it is: what happens only once in a JVM is not part of a run. */
  private static void warmUp(Client client) {
    Threads threads = client.setUp().get();
    threads.actors().forEach(Runnable::run);
    threads.arbiter().run();
  }

  /** Returns the client. */
  public Client client() {
    return client;
  }

  /** Returns the values and locations. */
  public Shared shared() {
    return shared;
  }

  Memory initialMemory(Variant variant) {
    return Memory.initial(shared.locations(), variant, actors.length + 1);
  }

  Node[] actors() {
    return actors.clone();
  }

  /** Runs the arbiter. There is only one way: it sees the last write to everything. */
  End finish(Memory end, Node[] ended) {
    int number = actors.length;
    Memory memory = end.join(number);
    Node node = arbiter;
    List<Step> steps = new ArrayList<>();
    for (Access access = node.access(); access != null; access = node.access()) {
      Effect effect = memory.perform(number, access).get(0);
      steps.add(new Step(number, access, effect, List.of()));
      if (effect.race() != null) {
        return new End(null, effect.race(), steps);
      }
      memory = effect.memory();
      node = node.after(effect.answer());
    }
    List<List<String>> notes = new ArrayList<>();
    for (Node actor : ended) {
      notes.add(actor.notes());
    }
    notes.add(node.notes());
    Outcome outcome = new Outcome(notes);
    if (node.failure() != null) {
      return new End(outcome, "afterwards: " + node.failure(), steps);
    }
    return new End(
        outcome, isAllowed.test(outcome) ? null : "forbidden outcome: " + outcome, steps);
  }

  /** What comes of an execution. */
  record End(@Nullable Outcome outcome, @Nullable String wrong, List<Step> steps) {}
}
