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
 */
public interface SessionInstrumentation {
  /** Intercepts nothing. */
  SessionInstrumentation DIRECT = new SessionInstrumentation() {};

  /** The network to which the sender sends requests. */
  default SessionRequests<Message> requests(SessionRequests<Message> network) {
    return network;
  }

  /** The network to which the receiver sends replies. */
  default SessionReplies<Reply> replies(SessionReplies<Reply> network) {
    return network;
  }

  /** The sender's disk. */
  default SenderStore<Message> senderDisk(SenderStore<Message> disk) {
    return disk;
  }

  /** The receiver's disk, which also runs the handlers. */
  default ReceiverStore<Message, Reply> receiverDisk(ReceiverStore<Message, Reply> disk) {
    return disk;
  }

  /** The receiver, to which requests are delivered; called for each request. */
  default SessionRequests<Message> receiver(SessionRequests<Message> receiver) {
    return receiver;
  }

  /** The sender, to which replies are delivered; called for each reply. */
  default SessionReplies<Reply> sender(SessionReplies<Reply> sender) {
    return sender;
  }

  /**
   * The listener that is told the outcomes in a session; called when the session is opened or
   * restored.
   */
  default OutcomeListener<Message, Reply> outcomes(
      long session, OutcomeListener<Message, Reply> listener) {
    return listener;
  }

  /**
   * The sender of the open session, with which a message is submitted and cancelled; called for
   * each message.
   */
  default Submitter<Message> submitter(Submitter<Message> session) {
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
