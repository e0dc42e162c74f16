package exactlyonce.stress.exploration;

import exactlyonce.stress.model.Access;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A thread under test, after some answers. A thread is a function of what its reads return, so a tree of
 * these is all that a search needs to know; the code runs once for each. Not thread-safe.
 */
final class Node {
  /** More accesses than any thread here makes: it does not end. */
  private static final int MOST = 200;

  /** The parts that all nodes of a thread share. */
  private static final class Code {
    final Runnable thread;
    final Shared shared;
    int nodes;

    Code(Runnable thread, Shared shared) {
      this.thread = thread;
      this.shared = shared;
    }
  }

  private final Code code;
  private final int number;
  private final int[] answers;
  private final Map<Integer, Node> children = new HashMap<>();
  private @Nullable Replay replay;

  private Node(Code code, int[] answers) {
    this.code = code;
    this.answers = answers;
    this.number = code.nodes++;
  }

  static Node root(Runnable thread, Shared shared) {
    return new Node(new Code(thread, shared), new int[0]);
  }

  /** Returns a number that no other node of this thread has. */
  int number() {
    return number;
  }

  /** Returns what the thread does next; null if it has ended. */
  @Nullable Access access() {
    return replay().next();
  }

  /** Returns the thread after one more answer. */
  Node after(int answer) {
    return children.computeIfAbsent(answer, key -> {
      if (answers.length == MOST) {
        throw new IllegalStateException("a thread makes more than " + MOST + " accesses");
      }
      int[] more = java.util.Arrays.copyOf(answers, answers.length + 1);
      more[answers.length] = answer;
      return new Node(code, more);
    });
  }

  /** Returns the thread after each answer that some search has given. */
  Collection<Node> explored() {
    return children.values();
  }

  List<String> notes() {
    return replay().notes();
  }

  @Nullable Throwable failure() {
    return replay().failure();
  }

  private Replay replay() {
    Replay known = replay;
    if (known == null) {
      known = Replay.of(code.thread, code.shared, answers);
      replay = known;
    }
    return known;
  }
}
