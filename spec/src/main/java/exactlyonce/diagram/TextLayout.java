package exactlyonce.diagram;

import exactlyonce.diagram.Step.Changed;
import exactlyonce.diagram.Step.Event;
import exactlyonce.diagram.Step.Lost;
import exactlyonce.diagram.Step.Received;
import exactlyonce.diagram.Step.Sent;
import java.util.List;
import java.util.stream.Stream;

/**
 * The columns of a text diagram.
 *
 * @param lifelines their names
 * @param first the column of the first lifeline
 * @param gap the columns from one lifeline to the next
 */
record TextLayout(List<String> lifelines, int first, int gap) {

  /** What arrow and lifeline take of a gap. */
  static final int ARROW = 9;

  /** By how much the arrow of a lost frame is shorter. */
  static final int LOST = 2;

  private static final int WIDTH = 100;
  private static final int LEAST_WIDTH = 72;
  private static final int USUAL_GAP = 24;
  private static final int LEAST_GAP = 15;

  TextLayout {
    lifelines = List.copyOf(lifelines);
  }

  static TextLayout of(Drawing drawing) {
    List<String> lifelines = drawing.lifelines();
    int labels = longest(drawing.steps().stream().map(Step::label));
    int first = labels + 2 + lifelines.get(0).length() / 2;
    int gaps = Math.max(1, lifelines.size() - 1);
    int last =
        (lifelines.get(lifelines.size() - 1).length() + 1) / 2; // half of it is beyond its line
    int most = Math.max(LEAST_GAP, (WIDTH - last - first) / gaps);
    int wanted = ARROW + longest(drawing.steps().stream().flatMap(TextLayout::texts));
    return new TextLayout(lifelines, first, Math.min(most, Math.max(USUAL_GAP, wanted)));
  }

  private static Stream<String> texts(Step step) {
    return step.events().stream().flatMap(TextLayout::texts);
  }

  private static Stream<String> texts(Event event) {
    if (event instanceof Sent sent) {
      return Stream.of(sent.frame());
    } else if (event instanceof Received received) {
      return Stream.of(received.text());
    } else if (event instanceof Lost lost) {
      return Stream.of(lost.text() + " ".repeat(LOST));
    }
    return event instanceof Changed changed ? changed.lines().stream() : Stream.empty();
  }

  private static int longest(Stream<String> texts) {
    return texts.mapToInt(String::length).max().orElse(0);
  }

  /** The column of a lifeline. */
  int column(int lifeline) {
    return first + lifeline * gap;
  }

  /** The last column of the diagram. */
  int width() {
    return Math.max(LEAST_WIDTH, column(lifelines.size() - 1));
  }

  /** The number of characters of a note beside a lifeline. */
  int noteWidth() {
    return gap - 4;
  }
}
