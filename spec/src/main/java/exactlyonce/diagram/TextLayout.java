package exactlyonce.diagram;

import exactlyonce.diagram.Step.Changed;
import exactlyonce.diagram.Step.Event;
import exactlyonce.diagram.Step.Lost;
import exactlyonce.diagram.Step.Received;
import exactlyonce.diagram.Step.Sent;
import java.util.Arrays;
import java.util.List;

/**
 * The columns of a text diagram. Each lifeline is the left edge of a lane, which holds its notes.
 *
 * @param lifelines their names
 * @param columns of the lifelines, and at the end that of the right edge of the last lane
 */
record TextLayout(List<String> lifelines, List<Integer> columns) {

  /** How much shorter the arrow of a lost frame is. */
  static final int LOST = 2;

  private static final int ARROW = 9; // the characters of an arrow without its text
  private static final int NOTE = 3; // the lifeline, and a space on either side of the note
  private static final int MAX_WIDTH = 120;
  private static final int MIN_WIDTH = 72;
  private static final int MIN_LANE = 13;
  private static final int MIN_LANE_WITH_ARROW = 20;

  TextLayout {
    lifelines = List.copyOf(lifelines);
    columns = List.copyOf(columns);
  }

  static TextLayout of(SequenceDiagram diagram) {
    List<String> lifelines = diagram.lifelines();
    int labels =
        diagram.steps().stream().mapToInt(step -> step.label().length()).max().orElse(0);
    int first = labels + 2 + lifelines.get(0).length() / 2;
    int[] lanes = new LaneWidths(diagram).toFit(MAX_WIDTH - first);
    Integer[] columns = new Integer[lanes.length + 1];
    columns[0] = first;
    for (int i = 0; i < lanes.length; i++) {
      columns[i + 1] = columns[i] + lanes[i];
    }
    return new TextLayout(lifelines, Arrays.asList(columns));
  }

  /** How wide each lane must be for its notes and arrows to need no line break. */
  private static final class LaneWidths {

    private final SequenceDiagram diagram;
    private final int[] widths;

    LaneWidths(SequenceDiagram diagram) {
      this.diagram = diagram;
      List<String> lifelines = diagram.lifelines();
      this.widths = new int[lifelines.size()];
      for (int i = 0; i < widths.length; i++) {
        int next = i + 1 < widths.length ? lifelines.get(i + 1).length() : 0;
        widths[i] = Math.max(MIN_LANE, (lifelines.get(i).length() + next) / 2 + 3);
      }
      diagram.steps().stream().flatMap(step -> step.events().stream()).forEach(this::event);
    }

    private void event(Event event) {
      if (event instanceof Sent sent) {
        arrow(sent.lifeline(), sent.frame().length());
      } else if (event instanceof Received received) {
        arrow(received.lifeline(), received.text().length());
      } else if (event instanceof Lost lost) {
        arrow(lost.lifeline(), lost.text().length() + LOST);
      } else if (event instanceof Changed changed) {
        changed.lines().forEach(line -> note(changed.lifeline(), line));
      }
    }

    private void note(String lifeline, String line) {
      widen(diagram.lifelines().indexOf(lifeline), line.length() + NOTE);
    }

    private void arrow(String lifeline, int length) {
      int from = diagram.lifelines().indexOf(lifeline);
      int to = diagram.lifelines().indexOf(diagram.network());
      int left = Math.min(from, to);
      int right = Math.max(from, to);
      for (int lane = left; lane < right; lane++) {
        int share = (ARROW + length + right - left - 1) / (right - left);
        widen(lane, Math.max(share, MIN_LANE_WITH_ARROW));
      }
    }

    private void widen(int lane, int width) {
      widths[lane] = Math.max(widths[lane], width);
    }

    /** The widths, of which the greatest are cut so that all fit. */
    int[] toFit(int space) {
      int limit = Math.max(MIN_LANE, Arrays.stream(widths).max().orElse(0));
      while (limit > MIN_LANE && sum(limit) > space) {
        limit--;
      }
      int cut = limit;
      return Arrays.stream(widths).map(width -> Math.min(width, cut)).toArray();
    }

    private int sum(int limit) {
      return Arrays.stream(widths).map(width -> Math.min(width, limit)).sum();
    }
  }

  /** The column of a lifeline. */
  int column(int lifeline) {
    return columns.get(lifeline);
  }

  /** The width of the diagram. */
  int width() {
    return Math.max(MIN_WIDTH, columns.get(lifelines.size()));
  }

  /** The number of characters in a line of a note in a lane. */
  int noteWidth(int lifeline) {
    return columns.get(lifeline + 1) - columns.get(lifeline) - NOTE;
  }
}
