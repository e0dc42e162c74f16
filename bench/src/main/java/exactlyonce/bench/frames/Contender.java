package exactlyonce.bench.frames;

import exactlyonce.protocol.RetryPolicy;

/** A way to send messages reliably, with both its sides and the network between. For one thread. */
interface Contender {
  /** How many messages may be open at a time, for all alike. */
  int WINDOW = 256;

  /** When to ask or send again, for all alike: at first after three round trips. */
  RetryPolicy RETRY = new RetryPolicy(6 * Link.LATENCY, 48 * Link.LATENCY);

  /** Sends the next message; false if too many are open. */
  boolean trySubmit(long now);

  /** Delivers what has arrived, and sends what is overdue. */
  void work(long now);

  /** How many messages are delivered and acknowledged. */
  long completed();

  /** How many frames both sides have sent. */
  long frames();
}
