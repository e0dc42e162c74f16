package exactlyonce.diagram;

import exactlyonce.diagram.Step.Changed;
import exactlyonce.diagram.Step.Event;
import exactlyonce.diagram.Step.Lost;
import exactlyonce.diagram.Step.Received;
import exactlyonce.diagram.Step.Sent;
import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** The diagram in PlantUML's language. */
final class PlantUmlSource {

  private static final int NOTE_WIDTH = 40;
  private static final int CAPTION_WIDTH = 80;
  private static final int NOTE_MARGIN = 24; // around the text of a note, in pixels
  private static final Font NOTE_FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
  private static final FontRenderContext FONT_CONTEXT = new FontRenderContext(null, true, true);
  private static final String RED = "#B00020";

  /** Any other character has a meaning somewhere in PlantUML. */
  private static final String HARMLESS = " ,.();";

  private final SequenceDiagram diagram;
  private final StringBuilder source = new StringBuilder();
  private String label = "";

  private PlantUmlSource(SequenceDiagram diagram) {
    this.diagram = diagram;
  }

  /**
   * The source.
   *
   * @param settings lines for the beginning
   */
  static String of(SequenceDiagram diagram, String settings) {
    return new PlantUmlSource(diagram).write(settings);
  }

  private String write(String settings) {
    source.append("@startuml\n").append(settings);
    line("hide footbox");
    line("hide stereotype");
    lanes();
    line("title " + escape(diagram.title()));
    for (String lifeline : diagram.lifelines()) {
      String colour = lifeline.equals(diagram.network()) ? " #EEEEEE" : "";
      line("participant \"" + escape(lifeline) + "\" as " + alias(lifeline) + " <<"
          + alias(lifeline) + ">>" + colour);
    }
    for (int i = 0; i < diagram.steps().size(); i++) {
      Step step = diagram.steps().get(i);
      step(step);
      boolean last = i == diagram.steps().size() - 1;
      if (!last && diagram.end() instanceof SequenceDiagram.Loop loop && loop.beginsAfter(step)) {
        line("loop " + escape(SequenceDiagram.Loop.TEXT + ", from state " + loop.from()));
      }
    }
    end();
    caption();
    line("@enduml");
    return source.toString();
  }

  /** PlantUML lets a note cover the next lifeline, unless the head of its own one is wide enough. */
  private void lanes() {
    line("<style>\nparticipant {");
    for (String lifeline : diagram.lifelines()) {
      line("." + alias(lifeline) + " { MinimumWidth " + widestNote(lifeline) + " }");
    }
    line("}\nlegend {\nBackGroundColor #FFE0E0\n}\n</style>");
  }

  /** In pixels; nothing if the lifeline has no notes. */
  private int widestNote(String lifeline) {
    double widest = diagram.steps().stream()
        .flatMapToDouble(step -> step.events().stream()
            .filter(event -> event.lifeline().equals(lifeline))
            .flatMapToDouble(event -> noteWidths(step, event)))
        .max()
        .orElse(0);
    return widest == 0 ? 0 : (int) Math.ceil(widest) + NOTE_MARGIN;
  }

  private static DoubleStream noteWidths(Step step, Event event) {
    return event instanceof Changed changed
        ? DoubleStream.concat(
            DoubleStream.of(width(step.label(), Font.BOLD)),
            wrapped(changed.lines(), NOTE_WIDTH).stream()
                .mapToDouble(line -> width(line, Font.PLAIN)))
        : DoubleStream.empty();
  }

  private static double width(String text, int style) {
    return NOTE_FONT.deriveFont(style).getStringBounds(text, FONT_CONTEXT).getWidth();
  }

  private void step(Step step) {
    label = "**" + escape(step.label()) + "**\\n";
    boolean afterNote = false;
    for (Event event : step.events()) {
      if (event instanceof Sent sent) {
        arrow(sent.lifeline(), "->", diagram.network(), escape(sent.frame()));
      } else if (event instanceof Received received) {
        arrow(diagram.network(), "->", received.lifeline(), escape(received.text()));
      } else if (event instanceof Lost lost) {
        String text = "<color:" + RED + ">" + escape(lost.text());
        arrow(diagram.network(), "-[" + RED + "]>x", lost.lifeline(), text);
      } else if (event instanceof Changed changed) {
        // Notes of one step stand side by side.
        note(afterNote ? "& " : "", changed.lifeline(), takeLabel(), changed.lines());
      }
      afterNote = event instanceof Changed;
    }
  }

  private void arrow(String from, String arrow, String to, String text) {
    line(alias(from) + " " + arrow + " " + alias(to) + " : " + takeLabel() + text);
  }

  private void note(String start, String lifeline, String label, List<String> paragraphs) {
    line(start + "note over " + alias(lifeline) + " : " + label
        + text(wrapped(paragraphs, NOTE_WIDTH)));
  }

  private void end() {
    if (diagram.end() instanceof SequenceDiagram.Loop) {
      line("end");
    } else if (diagram.end() instanceof SequenceDiagram.Stuttering) {
      line("== " + escape(SequenceDiagram.Stuttering.TEXT) + " ==");
    }
  }

  private void caption() {
    List<String> lines = wrapped(diagram.caption(), CAPTION_WIDTH);
    int headline = WordWrap.lines(diagram.caption().get(0), CAPTION_WIDTH).size();
    line("legend center");
    for (int i = 0; i < lines.size(); i++) {
      String text = escape(lines.get(i));
      line(i < headline ? "**" + text + "**" : text);
    }
    line("endlegend");
  }

  private static String text(List<String> lines) {
    return lines.stream().map(PlantUmlSource::escape).collect(Collectors.joining("\\n"));
  }

  private static List<String> wrapped(List<String> paragraphs, int width) {
    return paragraphs.stream()
        .flatMap(paragraph -> WordWrap.lines(paragraph, width).stream())
        .toList();
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
    return diagram.lifelines().indexOf(lifeline);
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
