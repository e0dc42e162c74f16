package exactlyonce.diagram;

import exactlyonce.diagram.Step.Changed;
import exactlyonce.diagram.Step.Event;
import exactlyonce.diagram.Step.Lost;
import exactlyonce.diagram.Step.Received;
import exactlyonce.diagram.Step.Sent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The drawing in PlantUML's language. */
final class PlantUmlSource {

  private static final int NOTE_WIDTH = 40;
  private static final int VERDICT_WIDTH = 80;
  private static final String RED = "#B00020";

  /** PlantUML gives all others a meaning in some place. */
  private static final String HARMLESS = " ,.();";

  private final Drawing drawing;
  private final StringBuilder source = new StringBuilder();
  private String label = "";

  private PlantUmlSource(Drawing drawing) {
    this.drawing = drawing;
  }

  /**
   * The source.
   *
   * @param settings lines that go before all else
   */
  static String of(Drawing drawing, String settings) {
    return new PlantUmlSource(drawing).write(settings);
  }

  private String write(String settings) {
    source.append("@startuml\n").append(settings);
    line("hide footbox");
    line("title " + escape(drawing.title()));
    for (String lifeline : drawing.lifelines()) {
      String colour = lifeline.equals(drawing.network()) ? " #EEEEEE" : "";
      line("participant \"" + escape(lifeline) + "\" as " + alias(lifeline) + colour);
    }
    for (int i = 0; i < drawing.steps().size(); i++) {
      Step step = drawing.steps().get(i);
      step(step);
      boolean last = i == drawing.steps().size() - 1;
      if (!last && drawing.end() instanceof Drawing.Loop loop && loop.beginsAfter(step)) {
        line("loop " + escape(Drawing.Loop.TEXT + ", from state " + loop.from()));
      }
    }
    end();
    note("note across #FFE0E0 : ", wrapped(drawing.verdict(), VERDICT_WIDTH, true));
    line("@enduml");
    return source.toString();
  }

  private void step(Step step) {
    label = "**" + escape(step.label()) + "**\\n";
    if (step.events().isEmpty()) {
      line("note across #F8F8F8 : " + takeLabel().replace("\\n", ""));
    }
    List<Event> events = new ArrayList<>(step.events());
    String arrowAt = "";
    while (!events.isEmpty()) {
      Event event = events.remove(0);
      if (event instanceof Sent sent) {
        arrow(sent.from(), "->", drawing.network(), escape(sent.frame()));
      } else if (event instanceof Received received) {
        arrow(drawing.network(), "->", received.by(), escape(received.text()));
        arrowAt = received.by();
      } else if (event instanceof Lost lost) {
        String text = "<color:" + RED + ">" + escape(lost.text());
        arrow(drawing.network(), "-[" + RED + "]>x", lost.to(), text);
      } else if (event instanceof Changed changed) {
        if (!changed.at().equals(arrowAt) && sends(changed.at(), events)) {
          Sent sent = (Sent) events.remove(0);
          arrow(sent.from(), "->", drawing.network(), escape(sent.frame()));
          arrowAt = changed.at();
        }
        changed(changed, arrowAt);
        arrowAt = "";
      }
    }
  }

  /** A change and what is sent on it stand beside each other. */
  private static boolean sends(String lifeline, List<Event> next) {
    return !next.isEmpty() && next.get(0) instanceof Sent sent && sent.from().equals(lifeline);
  }

  private void arrow(String from, String arrow, String to, String text) {
    line(alias(from) + " " + arrow + " " + alias(to) + " : " + takeLabel() + text);
  }

  /** A note beside the arrow just drawn, if that was of the same step and at the same lifeline. */
  private void changed(Changed changed, String arrowAt) {
    int column = column(changed.at());
    boolean left = column == 0;
    boolean outer = left || column == drawing.lifelines().size() - 1;
    boolean beside = outer && changed.at().equals(arrowAt);
    String place = !outer ? "note over" : left ? "note left" : "note right";
    String of = beside ? "" : (outer ? " of " : " ") + alias(changed.at());
    note(place + of + " : " + takeLabel(), wrapped(changed.lines(), NOTE_WIDTH, false));
  }

  private void end() {
    if (drawing.end() instanceof Drawing.Loop) {
      line("end");
    } else if (drawing.end() instanceof Drawing.Nothing) {
      line("== " + escape(Drawing.Nothing.TEXT) + " ==");
    }
    if (!drawing.inFlight().isEmpty()) {
      note(
          "note over " + alias(drawing.network()) + " : ",
          wrapped(drawing.inFlight(), NOTE_WIDTH, false));
    }
  }

  private void note(String start, List<String> lines) {
    line(start + String.join("\\n", lines));
  }

  private static List<String> wrapped(List<String> paragraphs, int width, boolean boldStart) {
    List<String> lines = new ArrayList<>();
    for (String paragraph : paragraphs) {
      boolean bold = boldStart && lines.isEmpty();
      for (String line : Wrap.lines(paragraph, width)) {
        lines.add(bold ? "**" + escape(line) + "**" : escape(line));
      }
    }
    return lines;
  }

  private void line(String content) {
    source.append(content).append('\n');
  }

  /** The first arrow or note of a step carries its label. */
  private String takeLabel() {
    String taken = label;
    label = "";
    return taken;
  }

  private int column(String lifeline) {
    return drawing.lifelines().indexOf(lifeline);
  }

  private String alias(String lifeline) {
    return "L" + column(lifeline);
  }

  private static String escape(String text) {
    return text.codePoints()
        .mapToObj(c -> Character.isLetterOrDigit(c) || HARMLESS.indexOf(c) >= 0
            ? Character.toString(c)
            : String.format("<U+%04X>", c))
        .collect(Collectors.joining());
  }
}
