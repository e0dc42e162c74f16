package exactlyonce.stress.exploration;

import static org.assertj.core.api.Assertions.assertThat;

import exactlyonce.stress.bytecode.TestedClasses;
import exactlyonce.stress.model.Access;
import exactlyonce.stress.model.Access.Kind;
import exactlyonce.stress.model.Mode;
import exactlyonce.stress.model.Variant;
import exactlyonce.stress.weakening.Baseline;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * Where load buffering, which the model leaves out, could come in: a read that acquires nothing, and then a
 * write by the same thread to another location, in a mode that does not release, or by an exchange that does not.
 * An acquire between the two does not count: the read may still be late. Nor do plain accesses that must not
 * race: who sees such a write was ordered after it, and so after the read.
 */
class LoadBufferingTest {
  /** Why no client goes wrong by these is said in README.md. */
  @Test
  void thesePairsOfAccessesCouldBeAffected() {
    Set<String> pairs = new TreeSet<>();
    for (Client client : TestedClasses.clients()) {
      if (!client.isLarge()) {
        pairs.addAll(pairs(client));
      }
    }
    assertThat(pairs)
        .containsExactly(
            "OrderedReceiveWindow.requireClaimed#1 -> OrderedReceiveWindow.claimFrom#2",
            "Receiver.keep#1 -> OrderedReceiveWindow.claimFrom#2",
            "SendWindow.isGone#1 -> Questions.exchange#1",
            "SendWindow.isGone#1 -> SendWindow.resolve#2",
            "SendWindow.next#1 -> Questions.exchange#1",
            "SendWindow.next#1 -> SendWindow.resolve#2",
            "SendWindow.resolve#1 -> SendWindow.append#5",
            "SendWindow.sealGaps#1 -> SendWindow.resolve#2");
  }

  @Test
  void ofTheLitmusTestsOnlyTheWeakOneHasSuchPairs() {
    assertThat(pairs(litmus("LB OPAQUE OPAQUE"))).containsExactly("x -> y", "y -> x");
    assertThat(pairs(litmus("LB ACQUIRE RELEASE"))).isEmpty();
  }

  private static Client litmus(String name) {
    return Litmus.all().stream()
        .filter(litmus -> litmus.name().equals(name))
        .findFirst()
        .orElseThrow()
        .client();
  }

  private static Set<String> pairs(Client client) {
    Program program = new Program(client);
    Search.run( // so that the threads are known
        program,
        Variant.WITHOUT_RELEASE_SEQUENCES,
        UnaryOperator.identity(),
        null,
        Baseline.MOST_STATES);
    Set<String> pairs = new TreeSet<>();
    for (Node actor : program.actors()) {
      walk(actor, List.of(), program.shared(), pairs);
    }
    return pairs;
  }

  /** Goes every way of one thread; {@code late} are the reads that may come later than they are written. */
  private static void walk(Node node, List<Access> late, Shared shared, Set<String> pairs) {
    Access access = node.access();
    if (access == null) {
      return;
    }
    List<Access> reads = new ArrayList<>(late);
    boolean mayRace = access.mode() != Mode.PLAIN || shared.locations().isRacy(access.location());
    if (access.kind() == Kind.EXCHANGE && access.mode() == Mode.VOLATILE) {
      reads.clear(); // it releases what is before it, and acquires for what is after
    } else if (mayRace && access.kind() != Kind.READ && !isOneOf(access, Mode.RELEASE)) {
      late.stream()
          .filter(read -> read.location() != access.location())
          .forEach(read -> pairs.add(name(read, shared) + " -> " + name(access, shared)));
    }
    if (mayRace && access.kind() == Kind.READ && !isOneOf(access, Mode.ACQUIRE)) {
      reads.add(access);
    }
    for (Node next : node.explored()) {
      walk(next, reads, shared, pairs);
    }
  }

  private static boolean isOneOf(Access access, Mode mode) {
    return access.mode() == mode || access.mode() == Mode.VOLATILE;
  }

  private static String name(Access access, Shared shared) {
    return access.site() != null
        ? access.site().name()
        : shared.locations().name(access.location());
  }
}
