package exactlyonce.diagram;

import exactlyonce.diagram.Step.Changed;
import exactlyonce.diagram.Step.Event;
import exactlyonce.diagram.Step.Lost;
import exactlyonce.diagram.Step.Received;
import exactlyonce.diagram.Step.Sent;
import java.util.List;

/** Draws in ASCII characters: the steps at the left, then a column for each lifeline. */
public final class TextDiagram {

  private final Drawing drawing;
  private final TextCanvas canvas;
  private String label = "";

  private TextDiagram(Drawing drawing) {
    this.drawing = drawing;
    this.canvas = new TextCanvas(TextLayout.of(drawing));
  }

  /** The diagram, in lines that end with a line feed. */
  public static String of(Drawing drawing) {
    return new TextDiagram(drawing).draw();
  }

  private String draw() {
    canvas.line(drawing.title());
    canvas.line("");
    canvas.heads();
    for (int i = 0; i < drawing.steps().size(); i++) {
      Step step = drawing.steps().get(i);
      step(step);
      boolean last = i == drawing.steps().size() - 1;
      if (!last && drawing.end() instanceof Drawing.Loop loop && loop.beginsAfter(step)) {
        canvas.rule(Drawing.Loop.TEXT);
      }
    }
    end();
    canvas.line("");
    canvas.box(drawing.verdict());
    return canvas.toString();
  }

  private void step(Step step) {
    label = step.label();
    for (Event event : step.events()) {
      event(event);
    }
    if (!label.isEmpty()) {
      canvas.row(takeLabel());
    }
    canvas.row("");
  }

  private void event(Event event) {
    int network = column(drawing.network());
    if (event instanceof Sent sent) {
      canvas.arrow(takeLabel(), column(sent.from()), network, sent.frame());
    } else if (event instanceof Received received) {
      canvas.arrow(takeLabel(), network, column(received.by()), received.text());
    } else if (event instanceof Lost lost) {
      canvas.lostArrow(takeLabel(), network, column(lost.to()), lost.text());
    } else if (event instanceof Changed changed) {
      for (String line : changed.lines()) {
        canvas.note(takeLabel(), column(changed.at()), line);
      }
    }
  }

  /** The first line of a step carries its label. */
  private String takeLabel() {
    String taken = label;
    label = "";
    return taken;
  }

  private int column(String lifeline) {
    return drawing.lifelines().indexOf(lifeline);
  }

  private void end() {
    if (drawing.end() instanceof Drawing.Loop loop) {
      canvas.rule("back to state " + loop.from());
    } else if (drawing.end() instanceof Drawing.Nothing) {
      canvas.rule(Drawing.Nothing.TEXT);
    }
    List<String> inFlight = drawing.inFlight();
    inFlight.forEach(line -> canvas.note("", column(drawing.network()), line));
  }
}
