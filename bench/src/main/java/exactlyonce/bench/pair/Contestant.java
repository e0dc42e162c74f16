package exactlyonce.bench.pair;

import java.util.List;

/**
 * Something that can be measured, and what must be known to compare it.
 *
 * @param name unique
 * @param role why it is measured
 * @param guarantee what it promises for a message
 * @param forgets what it does not remember, and what follows
 * @param configuration how it is set up
 * @param ownThreads whether it has threads of its own: then no thread polls for what has arrived, and
 *     the sending one waits without taking a processor
 * @param factory creates it
 */
public record Contestant(
    String name,
    Role role,
    String guarantee,
    String forgets,
    String configuration,
    boolean ownThreads,
    Subject.Factory factory) {

  /** Why something is measured. */
  public enum Role {
    /** This library. */
    PROTOCOL,
    /** What no protocol over the same carrier can beat. */
    LIMIT,
    /** Does the same work in another way. */
    PEER,
    /** Wrong on purpose: must be noticed. */
    CONTROL
  }

  /** Brings contestants that need libraries of their own, found by {@link java.util.ServiceLoader}. */
  public interface Provider {
    /** Returns the contestants. */
    List<Contestant> contestants();
  }
}
