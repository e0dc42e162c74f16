package exactlyonce.protocol;

import java.util.ArrayList;
import java.util.List;

/** What happened between a sender, the network and a receiver, drawn when it is asked for. */
public final class SequenceDiagram {
  private static final int WIDTH = 34;

  private enum Place {
    SENDER,
    TO_RECEIVER,
    NETWORK,
    TO_SENDER,
    RECEIVER
  }

  /** {@code in}: a frame leaves the network rather than enters it. */
  private record Event(Place place, boolean in, String text) {}

  private final List<Event> events = new ArrayList<>();

  /** Runs a part of what is drawn; if it fails, the error tells what happened. */
  public void drawnIfItFails(Runnable part) {
    try {
      part.run();
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "\n\n" + this, e);
    }
  }

  public void atSender(String text) {
    events.add(new Event(Place.SENDER, false, text));
  }

  public void atReceiver(String text) {
    events.add(new Event(Place.RECEIVER, false, text));
  }

  public void lost(String frame) {
    events.add(new Event(Place.NETWORK, false, frame + " is lost"));
  }

  public void requestSent(String frame) {
    events.add(new Event(Place.TO_RECEIVER, false, frame));
  }

  public void requestArrives(String frame) {
    events.add(new Event(Place.TO_RECEIVER, true, frame));
  }

  public void replySent(String frame) {
    events.add(new Event(Place.TO_SENDER, false, frame));
  }

  public void replyArrives(String frame) {
    events.add(new Event(Place.TO_SENDER, true, frame));
  }

  @Override
  public String toString() {
    StringBuilder lines = new StringBuilder(line("sender", ' ', "network", ' ', "receiver"));
    for (Event event : events) {
      String text = event.text();
      boolean left = event.in() == (event.place() == Place.TO_SENDER);
      lines.append(
          switch (event.place()) {
            case SENDER -> line("| " + text, ' ', "|", ' ', "|");
            case NETWORK -> line("|", ' ', "| " + text, ' ', "|");
            case RECEIVER -> line("|", ' ', "|", ' ', "| " + text);
            case TO_RECEIVER -> {
              String arrow = "|--- " + text + " ";
              yield left ? line(arrow, '-', "|", ' ', "|") : line("|", ' ', arrow, '-', "|");
            }
            case TO_SENDER -> {
              String arrow = "|<-- " + text + " ";
              yield left ? line(arrow, '-', "|", ' ', "|") : line("|", ' ', arrow, '-', "|");
            }
          });
    }
    return lines.toString();
  }

  private static String line(
      String sender, char first, String network, char second, String receiver) {
    return padded(sender, first) + padded(network, second) + receiver + "\n";
  }

  private static String padded(String text, char with) {
    boolean arrow = with == '-' && text.startsWith("|---");
    String line = text + String.valueOf(with).repeat(Math.max(1, WIDTH - text.length()));
    return arrow ? line.substring(0, line.length() - 1) + ">" : line;
  }
}
