package exactlyonce.stress.exploration;

import java.util.function.Supplier;

/**
 * A small program of a few threads, and what it must not do.
 *
 * @param name a word
 * @param promise what its check states
 * @param isLarge whether it has so many states that it takes more than a few seconds
 * @param setUp makes a new set of threads, with new shared objects
 */
public record Client(String name, String promise, boolean isLarge, Supplier<Threads> setUp) {
  /** A client that is not large. */
  public Client(String name, String promise, Supplier<Threads> setUp) {
    this(name, promise, false, setUp);
  }

  /** Returns a client that is large. */
  public static Client large(String name, String promise, Supplier<Threads> setUp) {
    return new Client(name, promise, true, setUp);
  }

  @Override
  public String toString() {
    return name;
  }
}
