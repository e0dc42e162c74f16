package exactlyonce.simulation;

import exactlyonce.protocol.Handler;
import exactlyonce.protocol.Replies;
import exactlyonce.protocol.Requests;
import exactlyonce.protocol.Submitter;
import exactlyonce.window.OutcomeListener;

/**
 * The places in an {@link SingleSessionRun} where an observer can stand in between: each method gets one
 * part of it and returns what is used instead. Each returns its argument unless overridden.
 *
 * <p>All are called before the first message, by the thread that creates the run, in the order
 * in which they stand here; those that name a thread once for each, from 0 ({@link #submitter} and
 * {@link #sender} in turn). What they return for a thread is used by that thread alone, and after
 * the run by the one that runs it, which delivers the frames that are left to the parts of
 * thread 0. The shared parts are called by all threads of the side at once.
 *
 * <p>One call of {@link #submitter}, {@link #sender} or {@link #receiver} is one step of the run,
 * and whatever it causes in the shared parts happens during it, on the same thread.
 */
public interface Instrumentation {
  /** Nothing stands in between. */
  Instrumentation DIRECT = new Instrumentation() {};

  /** What causes effects; shared by the receiver threads. Throws where a failure is simulated. */
  default Handler<Message, Reply> handler(Handler<Message, Reply> handler) {
    return handler;
  }

  /** What the receiver sends replies to; shared by the receiver threads. */
  default Replies<Reply> replies(Replies<Reply> network) {
    return network;
  }

  /** What a receiver thread hands its requests to. */
  default Requests<Message> receiver(int thread, Requests<Message> receiver) {
    return receiver;
  }

  /** What the sender sends requests to; shared by the sender threads. */
  default Requests<Message> requests(Requests<Message> network) {
    return network;
  }

  /** What is told the outcomes; shared by the sender threads. */
  default OutcomeListener<Message, Reply> outcomes(OutcomeListener<Message, Reply> listener) {
    return listener;
  }

  /** What a sender thread submits to, cancels with and polls; thread 0 alone polls. */
  default Submitter<Message> submitter(int thread, Submitter<Message> sender) {
    return sender;
  }

  /** What a sender thread hands its replies to. */
  default Replies<Reply> sender(int thread, Replies<Reply> sender) {
    return sender;
  }
}
