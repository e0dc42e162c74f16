package exactlyonce.simulation;

import exactlyonce.protocol.Submitter;
import exactlyonce.session.ReceiverStore;
import exactlyonce.session.SenderStore;
import exactlyonce.session.SessionReplies;
import exactlyonce.session.SessionRequests;
import exactlyonce.window.OutcomeListener;

/**
 * The places in a {@link CrashRun} where an observer can stand in between, as in {@link
 * Instrumentation}: each method gets one part of it and returns what is used instead, its argument unless
 * overridden. All parts are shared by the threads of their side.
 *
 * <p>What comes in, or is asked by the application, is one step of the run, and whatever it causes in
 * the other parts happens during it, on the same thread. A step that meets a crash ends with an
 * {@link Error}. Frames and writes are seen when they are really sent and made: a crash comes before
 * or after, outside of these parts.
 */
public interface SessionInstrumentation {
  /** Nothing stands in between. */
  SessionInstrumentation DIRECT = new SessionInstrumentation() {};

  /** What the sender sends requests to. */
  default SessionRequests<Message> requests(SessionRequests<Message> network) {
    return network;
  }

  /** What the receiver sends replies to. */
  default SessionReplies<Reply> replies(SessionReplies<Reply> network) {
    return network;
  }

  /** What the sender writes to. */
  default SenderStore<Message> senderDisk(SenderStore<Message> disk) {
    return disk;
  }

  /** What the receiver writes to, and what runs its handlers. */
  default ReceiverStore<Message, Reply> receiverDisk(ReceiverStore<Message, Reply> disk) {
    return disk;
  }

  /** What requests are handed to; called for each. */
  default SessionRequests<Message> receiver(SessionRequests<Message> receiver) {
    return receiver;
  }

  /** What replies are handed to; called for each. */
  default SessionReplies<Reply> sender(SessionReplies<Reply> sender) {
    return sender;
  }

  /** What is told the outcomes in a session; called when the session is opened or restored. */
  default OutcomeListener<Message, Reply> outcomes(
      long session, OutcomeListener<Message, Reply> listener) {
    return listener;
  }

  /** What is submitted to and cancels, in the open session; called for each message. */
  default Submitter<Message> submitter(Submitter<Message> session) {
    return session;
  }

  /** Runs the step in which the sender asks for a session. */
  default void open(Runnable step) {
    step.run();
  }

  /** Runs the step in which the sender is told that it needs the session no longer. */
  default void close(Runnable step) {
    step.run();
  }

  /** Runs the step in which the sender asks for what is overdue. */
  default void poll(Runnable step) {
    step.run();
  }

  /** Runs the step in which the receiver drops sessions. */
  default void drop(Runnable step) {
    step.run();
  }

  /** The sender is about to start again; no thread uses it. */
  default void senderCrashed() {}

  /** The receiver is about to start again; no thread uses it. */
  default void receiverCrashed(boolean diskLost) {}
}
