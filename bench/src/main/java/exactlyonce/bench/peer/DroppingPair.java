package exactlyonce.bench.peer;

import exactlyonce.bench.pair.Subject;
import exactlyonce.bench.pair.Tally;

/**
 * Negative control: confirms every message at once, and loses one in a thousand. It is fast, and must
 * fail.
 */
final class DroppingPair implements Subject {
  private static final int ONE_IN = 1000;

  private final Tally effects;
  private final Tally confirmations;

  DroppingPair(Tally effects, Tally confirmations) {
    this.effects = effects;
    this.confirmations = confirmations;
  }

  @Override
  public boolean trySend(long number) {
    if (number % ONE_IN != ONE_IN - 1) {
      effects.add(number);
    }
    confirmations.add(number);
    return true;
  }
}
