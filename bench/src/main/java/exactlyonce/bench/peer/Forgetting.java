package exactlyonce.bench.peer;

import java.util.function.IntFunction;

/** How many of the latest messages a memory has forgotten: each would take effect a second time. */
public final class Forgetting {
  private static final int WINDOW = 1024;
  private static final long MESSAGES = 100_000;

  /** How many of the latest messages are sent again. */
  public static final int LATEST = 100;

  private Forgetting() {}

  /** Returns the number for a cache with a maximum size of a window of 1,024. */
  public static int ofCache() {
    return forgotten(Memory::cache);
  }

  /** Returns the number for a map of the same size. */
  public static int ofMap() {
    return forgotten(Memory::concurrentMap);
  }

  private static int forgotten(IntFunction<Memory> create) {
    Memory memory = create.apply(WINDOW);
    for (long number = 0; number < MESSAGES; number++) {
      memory.isNew(number);
    }
    int forgotten = 0;
    for (long number = MESSAGES - LATEST; number < MESSAGES; number++) {
      if (memory.isNew(number)) {
        forgotten++;
      }
    }
    return forgotten;
  }
}
