package exactlyonce.session;

/** What a {@link SessionSender} is doing. */
public enum SessionState {
  /** No session is open or requested. */
  CLOSED("no session is open or requested"),
  /** OPEN is repeated, and was not answered yet. */
  OPENING("no receiver has answered"),
  /** OPEN is repeated, and was answered by FULL. */
  RECEIVER_FULL("the receiver has as many sessions as it allows"),
  /** OPEN is repeated: the receiver has opened a session with a window that is too large. */
  WINDOW_TOO_LARGE("the receiver's window is larger than this sender accepts"),
  /** Messages can be submitted. */
  OPEN("a session is open"),
  /** Messages can be submitted, but the receiver and this sender do not remember the same. */
  MEMORY_LOST("a session is open, but one side has lost its memory: was a backup restored?"),
  /** No more messages are accepted, and the receiver is to forget the session. */
  CLOSING("the session is being closed"),
  /** The receiver has forgotten the session, and the open messages are being reported. */
  ENDING("the receiver has forgotten the session");

  private final String inWords;

  SessionState(String inWords) {
    this.inWords = inWords;
  }

  /** Returns it as a part of a sentence. */
  public String inWords() {
    return inWords;
  }
}
