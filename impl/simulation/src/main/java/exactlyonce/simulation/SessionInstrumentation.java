package exactlyonce.simulation;

import exactlyonce.protocol.Submitter;
import exactlyonce.session.ReceiverStore;
import exactlyonce.session.SenderStore;
import exactlyonce.session.SessionReplies;
import exactlyonce.session.SessionRequests;
import exactlyonce.window.OutcomeListener;

/**
 * The interception points of a {@link CrashRun}, as in {@link Instrumentation}: each method gets
 * one part of the run and returns what is used instead. The default is the argument itself. All
 * parts are shared by the threads of their side.
 *
 * <p>A frame that arrives, or a call by the application, is one step of the run. Whatever it causes
 * in the other parts happens during the step, on the same thread. A step that hits a crash ends
 * with an {@link Error}. Frames and writes are seen only when they really take place: a crash comes
 * before or after them, outside these parts.
 *
 * <p>A real process can be intercepted as well, between its transport, its stores and its sender or
 * host. What such a sender does of its own accord, to poll for instance, is no step with a beginning
 * here: only its frames and writes are seen.
 *
 * @param <P> payload
 * @param <R> reply
 */
public interface SessionInstrumentation<P, R> {
  /** Intercepts nothing. */
  static <P, R> SessionInstrumentation<P, R> direct() {
    return new SessionInstrumentation<>() {};
  }

  /** The network to which the sender sends requests. */
  default SessionRequests<P> requests(SessionRequests<P> network) {
    return network;
  }

  /** The network to which the receiver sends replies. */
  default SessionReplies<R> replies(SessionReplies<R> network) {
    return network;
  }

  /** The sender's disk. */
  default SenderStore<P> senderDisk(SenderStore<P> disk) {
    return disk;
  }

  /** The receiver's disk, which also runs the handlers. */
  default ReceiverStore<P, R> receiverDisk(ReceiverStore<P, R> disk) {
    return disk;
  }

  /** The receiver, to which requests are delivered; called for each request. */
  default SessionRequests<P> receiver(SessionRequests<P> receiver) {
    return receiver;
  }

  /** The sender, to which replies are delivered; called for each reply. */
  default SessionReplies<R> sender(SessionReplies<R> sender) {
    return sender;
  }

  /**
   * The listener that is told the outcomes in a session; called when the session is opened or
   * restored.
   */
  default OutcomeListener<P, R> outcomes(long session, OutcomeListener<P, R> listener) {
    return listener;
  }

  /**
   * The sender of the open session, with which a message is submitted and cancelled; called for
   * each message.
   */
  default Submitter<P> submitter(Submitter<P> session) {
    return session;
  }

  /** Runs the step in which the sender asks for a session. */
  default void open(Runnable step) {
    step.run();
  }

  /** Runs the step in which the application closes the session. */
  default void close(Runnable step) {
    step.run();
  }

  /** Runs the step in which the sender is polled. */
  default void poll(Runnable step) {
    step.run();
  }

  /** Runs the step in which the receiver drops sessions. */
  default void drop(Runnable step) {
    step.run();
  }

  /** Called when the sender is about to restart after a crash; no thread uses it. */
  default void senderCrashed() {}

  /** Called when the receiver is about to restart after a crash; no thread uses it. */
  default void receiverCrashed(boolean diskLost) {}

  /** Called at the end of the run, when every step is complete; not if the run fails. */
  default void ended() {}
}
