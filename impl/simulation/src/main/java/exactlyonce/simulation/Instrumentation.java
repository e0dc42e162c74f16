package exactlyonce.simulation;

import exactlyonce.protocol.Handler;
import exactlyonce.protocol.Replies;
import exactlyonce.protocol.Requests;
import exactlyonce.protocol.Submitter;
import exactlyonce.window.OutcomeListener;

/**
 * The interception points of a {@link SingleSessionRun}: each method gets one part of the run and
 * returns what is used instead. The default is the argument itself.
 *
 * <p>All methods are called before the first message, by the thread that creates the run, in the
 * order in which they appear here. Those with a thread number are called once per thread, from 0
 * ({@link #submitter} and {@link #sender} alternately). What they return for a thread is used by
 * that thread alone. After the run, the thread that called {@link SimulationRun#run} delivers the
 * remaining frames to the parts of thread 0. The shared parts are called by all threads of their
 * side at once.
 *
 * <p>One call of what {@link #submitter}, {@link #sender} or {@link #receiver} returned is one step
 * of the run. Whatever it causes in the shared parts happens during the call, on the same thread.
 */
public interface Instrumentation {
  /** Intercepts nothing. */
  Instrumentation DIRECT = new Instrumentation() {};

  /**
   * The handler, which causes the effects; shared by the receiver threads. It throws to simulate a
   * failure.
   */
  default Handler<Message, Reply> handler(Handler<Message, Reply> handler) {
    return handler;
  }

  /** The network to which the receiver sends replies; shared by the receiver threads. */
  default Replies<Reply> replies(Replies<Reply> network) {
    return network;
  }

  /** The receiver, to which a receiver thread delivers requests. */
  default Requests<Message> receiver(int thread, Requests<Message> receiver) {
    return receiver;
  }

  /** The network to which the sender sends requests; shared by the sender threads. */
  default Requests<Message> requests(Requests<Message> network) {
    return network;
  }

  /** The listener that is told the outcomes; shared by the sender threads. */
  default OutcomeListener<Message, Reply> outcomes(OutcomeListener<Message, Reply> listener) {
    return listener;
  }

  /** The sender, with which a sender thread submits, cancels and polls; only thread 0 polls. */
  default Submitter<Message> submitter(int thread, Submitter<Message> sender) {
    return sender;
  }

  /** The sender, to which a sender thread delivers replies. */
  default Replies<Reply> sender(int thread, Replies<Reply> sender) {
    return sender;
  }

  /** Called at the end of the run, when every step is complete; not if the run fails. */
  default void ended() {}
}
