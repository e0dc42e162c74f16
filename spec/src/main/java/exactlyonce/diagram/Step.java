package exactlyonce.diagram;

import java.util.List;

/**
 * One step of a counterexample.
 *
 * @param number of the state to which it leads
 * @param action its name, as TLC prints it
 * @param events in the order in which they are drawn; usually none for the initial state
 */
public record Step(int number, String action, List<Event> events) {

  public Step {
    events = List.copyOf(events);
  }

  /** As in {@code 4 ReceiveData}. */
  public String label() {
    return number + " " + action;
  }

  /** Something that happened in a step. */
  public sealed interface Event {
    /** The lifeline at which it happened. */
    String lifeline();
  }

  /** A lifeline sent a frame. */
  public record Sent(String lifeline, String frame) implements Event {}

  /**
   * A frame arrived at a lifeline.
   *
   * @param sentAt the number of the state that the sending step led to
   * @param again whether the same copy had arrived before
   */
  public record Received(String lifeline, String frame, int sentAt, boolean again)
      implements Event {
    /** As in {@code ACK(0), sent at 4}. */
    String text() {
      return frame + ", sent at " + sentAt + (again ? ", again" : "");
    }
  }

  /** The network lost a frame on its way to a lifeline. */
  public record Lost(String lifeline, String frame, int sentAt) implements Event {
    /** As in {@code ACK(0), sent at 4, is lost}. */
    String text() {
      return frame + ", sent at " + sentAt + ", is lost";
    }
  }

  /** Something changed at a lifeline. */
  public record Changed(String lifeline, List<String> lines) implements Event {
    public Changed {
      lines = List.copyOf(lines);
    }
  }
}
