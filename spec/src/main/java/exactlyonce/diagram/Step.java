package exactlyonce.diagram;

import java.util.List;

/**
 * One step of a counterexample.
 *
 * @param number of the state it leads to
 * @param action the name that TLC gives
 * @param events what happened, in the order in which it is drawn; none for an initial state
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
  public sealed interface Event {}

  /** A frame was put into the network. */
  public record Sent(String from, String frame) implements Event {}

  /**
   * A frame arrived.
   *
   * @param sentAt the number of the state
   * @param again whether the same copy had arrived before
   */
  public record Received(String by, String frame, int sentAt, boolean again) implements Event {
    /** As in {@code ACK(0), sent at 4}. */
    String text() {
      return frame + ", sent at " + sentAt + (again ? ", again" : "");
    }
  }

  /** The network lost a frame, on its way to someone. */
  public record Lost(String to, String frame, int sentAt) implements Event {
    /** As in {@code ACK(0), sent at 4, is lost}. */
    String text() {
      return frame + ", sent at " + sentAt + ", is lost";
    }
  }

  /** Something changed at a lifeline. */
  public record Changed(String at, List<String> lines) implements Event {
    public Changed {
      lines = List.copyOf(lines);
    }
  }
}
