package exactlyonce.stress.exploration;

import exactlyonce.stress.model.Access;
import exactlyonce.stress.model.Effect;
import exactlyonce.stress.model.Fingerprint;
import exactlyonce.stress.model.Memory;
import exactlyonce.stress.model.Variant;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Every interleaving of single accesses, with a fence at every possible moment. Where it remembers states, it
 * does so to end at all; where not, it relies on nothing but the memory.
 */
final class NaiveSearch {
  private final Program program;
  private final @Nullable FingerprintSet known;
  private final Set<String> outcomes = new TreeSet<>();

  private NaiveSearch(Program program, boolean remembers) {
    this.program = program;
    known = remembers ? new FingerprintSet() : null;
  }

  /** Returns all outcomes, or what is wrong. */
  static Set<String> outcomes(Client client, Variant variant, boolean remembers) {
    NaiveSearch search = new NaiveSearch(new Program(client), remembers);
    search.go(search.program.initialMemory(variant), search.program.actors());
    return search.outcomes;
  }

  private void go(Memory memory, Node[] nodes) {
    if (known != null && !known.add(fingerprint(memory, nodes))) {
      return;
    }
    boolean ended = true;
    for (int thread = 0; thread < nodes.length; thread++) {
      Access access = nodes[thread].access();
      if (access == null) {
        continue;
      }
      ended = false;
      Memory fenced = memory.fence(thread);
      if (memory.mayFence(thread) && fenced != memory) {
        go(fenced, nodes);
      }
      for (Effect effect : memory.perform(thread, access)) {
        if (effect.race() != null) {
          outcomes.add("race");
          continue;
        }
        Node[] after = nodes.clone();
        after[thread] = nodes[thread].after(effect.answer());
        go(effect.memory(), after);
      }
    }
    if (ended) {
      Program.End end = program.finish(memory, nodes);
      outcomes.add(end.wrong() == null ? String.valueOf(end.outcome()) : end.wrong());
    }
  }

  private static Fingerprint fingerprint(Memory memory, Node[] nodes) {
    boolean[] running = new boolean[nodes.length + 1];
    Fingerprint fingerprint = new Fingerprint();
    for (int thread = 0; thread < nodes.length; thread++) {
      fingerprint.add(nodes[thread].number());
      running[thread] = nodes[thread].access() != null;
    }
    memory.addTo(fingerprint, running);
    return fingerprint;
  }
}
