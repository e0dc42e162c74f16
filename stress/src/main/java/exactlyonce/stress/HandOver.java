package exactlyonce.stress;

import exactlyonce.window.OrderedReceiveWindow;

/** A window for the messages 0 and 1, and their effects, shared by two threads. */
final class HandOver {
  final OrderedReceiveWindow<Integer> window = new OrderedReceiveWindow<>(2);

  /**
   * The digits of the payloads, in the order of the effects. Plain: the hand-over must order it.
   */
  int effects;

  /**
   * Called after the caller has buffered or sealed a message: handles it and the messages waiting
   * behind it, if it is its turn.
   *
   * @return how many messages were handled
   */
  int handleIfInTurn(long seq) {
    if (!window.isPassed(seq - 1)) {
      return 0;
    }
    int handled = 0;
    long turn = window.claimFrom(seq);
    while (turn != OrderedReceiveWindow.NONE) {
      effects = 10 * effects + window.payload(turn);
      window.deliver(turn);
      handled++;
      turn = window.claimFrom(turn + 1);
    }
    return handled;
  }
}
