package exactlyonce.diagram;

import exactlyonce.diagram.Step.Changed;
import exactlyonce.diagram.Step.Event;
import exactlyonce.diagram.Step.Lost;
import exactlyonce.diagram.Step.Received;
import exactlyonce.diagram.Step.Sent;

/** Draws in ASCII characters: the steps at the left, then a lane for each lifeline. */
public final class TextDiagram {

  private final SequenceDiagram diagram;
  private final TextCanvas canvas;
  private String label = "";

  private TextDiagram(SequenceDiagram diagram) {
    this.diagram = diagram;
    this.canvas = new TextCanvas(TextLayout.of(diagram));
  }

  /** The diagram, in lines that end with a line feed. */
  public static String of(SequenceDiagram diagram) {
    return new TextDiagram(diagram).draw();
  }

  private String draw() {
    canvas.line(diagram.title());
    canvas.line("");
    canvas.heads();
    for (int i = 0; i < diagram.steps().size(); i++) {
      Step step = diagram.steps().get(i);
      step(step);
      boolean last = i == diagram.steps().size() - 1;
      if (!last && diagram.end() instanceof SequenceDiagram.Loop loop && loop.beginsAfter(step)) {
        canvas.rule(SequenceDiagram.Loop.TEXT);
      }
    }
    end();
    canvas.line("");
    canvas.box(diagram.caption());
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
  }

  private void event(Event event) {
    int network = column(diagram.network());
    if (event instanceof Sent sent) {
      canvas.arrow(takeLabel(), column(sent.lifeline()), network, sent.frame());
    } else if (event instanceof Received received) {
      canvas.arrow(takeLabel(), network, column(received.lifeline()), received.text());
    } else if (event instanceof Lost lost) {
      canvas.lostArrow(takeLabel(), network, column(lost.lifeline()), lost.text());
    } else if (event instanceof Changed changed) {
      for (String line : changed.lines()) {
        canvas.note(takeLabel(), column(changed.lifeline()), line);
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
    return diagram.lifelines().indexOf(lifeline);
  }

  private void end() {
    if (diagram.end() instanceof SequenceDiagram.Loop loop) {
      canvas.rule("back to state " + loop.from());
    } else if (diagram.end() instanceof SequenceDiagram.Stuttering) {
      canvas.rule(SequenceDiagram.Stuttering.TEXT);
    }
  }
}
