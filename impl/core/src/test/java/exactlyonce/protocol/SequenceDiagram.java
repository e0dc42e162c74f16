package exactlyonce.protocol;

/** What happened between a sender, the network and a receiver, drawn line by line. */
public final class SequenceDiagram {
  private static final int WIDTH = 33;

  private final StringBuilder lines =
      new StringBuilder(text("sender") + text("network") + "receiver\n");

  /** Runs a step of the diagram; if it fails, the error contains the diagram so far. */
  public void drawnIfItFails(Runnable part) {
    try {
      part.run();
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "\n\n" + this, e);
    }
  }

  public void atSender(String text) {
    add(text("| " + text), text("|"), "|");
  }

  public void atReceiver(String text) {
    add(text("|"), text("|"), "| " + text);
  }

  public void lost(String frame) {
    add(text("|"), text("| " + frame + " is lost"), "|");
  }

  public void requestSent(String frame) {
    add(request(frame), text("|"), "|");
  }

  public void requestArrives(String frame) {
    add(text("|"), request(frame), "|");
  }

  public void replySent(String frame) {
    add(text("|"), reply(frame), "|");
  }

  public void replyArrives(String frame) {
    add(reply(frame), text("|"), "|");
  }

  @Override
  public String toString() {
    return lines.toString();
  }

  private void add(String sender, String network, String receiver) {
    lines.append(sender).append(network).append(receiver).append('\n');
  }

  private static String text(String text) {
    return filled(text, " ", " ");
  }

  private static String request(String frame) {
    return filled("|--- " + frame + " ", "-", ">");
  }

  private static String reply(String frame) {
    return filled("|<-- " + frame + " ", "-", "-");
  }

  private static String filled(String text, String fill, String end) {
    return text + fill.repeat(Math.max(0, WIDTH - text.length())) + end;
  }
}
