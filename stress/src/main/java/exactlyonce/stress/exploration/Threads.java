package exactlyonce.stress.exploration;

import java.util.List;
import java.util.function.Predicate;

/**
 * The threads of a client.
 *
 * @param actors run at the same time
 * @param arbiter runs after all of them, and sees what they did
 * @param isAllowed whether an outcome is allowed
 */
public record Threads(List<Runnable> actors, Runnable arbiter, Predicate<Outcome> isAllowed) {
  /** Returns threads that may do anything. */
  public static Threads of(Runnable... actors) {
    return new Threads(List.of(actors), () -> {}, outcome -> true);
  }

  /** Returns the same threads with something to do after them. */
  public Threads then(Runnable last) {
    return new Threads(actors, last, isAllowed);
  }

  /** Returns the same threads with one more thing that every outcome must satisfy. */
  public Threads check(Predicate<Outcome> condition) {
    return new Threads(actors, arbiter, isAllowed.and(condition));
  }
}
