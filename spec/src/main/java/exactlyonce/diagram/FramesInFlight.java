package exactlyonce.diagram;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The frames in flight, and when each was sent. Of equal frames the oldest is taken first. */
final class FramesInFlight {

  /**
   * A copy of a frame.
   *
   * @param sentAt the number of the state that the sending step led to
   * @param received whether it was received before and stayed, because the network duplicates frames
   */
  record Copy(NetworkFrame frame, int sentAt, boolean received) {}

  private final List<Copy> copies = new ArrayList<>();

  FramesInFlight(Map<NetworkFrame, Integer> initial) {
    initial.forEach((frame, number) -> {
      for (int i = 0; i < number; i++) {
        send(frame, 1);
      }
    });
  }

  void send(NetworkFrame frame, int at) {
    copies.add(new Copy(frame, at, false));
  }

  /** Takes a copy out of the network. */
  Copy remove(NetworkFrame frame) {
    Copy copy = oldest(frame);
    copies.remove(copy);
    return copy;
  }

  /** Receives a frame that stays in the network. */
  Copy duplicate(NetworkFrame frame) {
    Copy copy = oldest(frame);
    copies.set(copies.indexOf(copy), new Copy(frame, copy.sentAt(), true));
    return copy;
  }

  private Copy oldest(NetworkFrame frame) {
    return copies.stream()
        .filter(copy -> copy.frame().equals(frame))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("not in flight: " + frame.label()));
  }

  /** All copies, the oldest first. */
  List<Copy> copies() {
    return List.copyOf(copies);
  }
}
