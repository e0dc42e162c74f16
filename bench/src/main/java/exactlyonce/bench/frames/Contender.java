package exactlyonce.bench.frames;

import exactlyonce.protocol.RetryPolicy;

/**
 * A protocol for reliable messages, with both sides and the network between them. Not thread-safe.
 */
interface Contender {
  /** How many messages may be open at a time; the same for all contenders. */
  int WINDOW = 256;

  /** When to ask or resend: first after three round trips; the same for all contenders. */
  RetryPolicy RETRY = new RetryPolicy(6 * Link.LATENCY, 48 * Link.LATENCY);

  /** Sends the next message; returns false if too many are open. */
  boolean trySubmit(long now);

  /** Delivers the frames that have arrived, and sends those that are due. */
  void work(long now);

  /** Returns how many messages are delivered and acknowledged. */
  long completed();

  /** Returns how many frames both sides have sent, lost ones included. */
  long frames();
}
