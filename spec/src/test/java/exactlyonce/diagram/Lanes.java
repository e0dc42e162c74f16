package exactlyonce.diagram;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** A note is in the lane of its lifeline and covers no other. */
final class Lanes {

  private static final String ARROW = "---";
  private static final Pattern HEAD =
      Pattern.compile("participant-head\"[^>]*><rect x=\"([\\d.]+)\"[^>]* width=\"([\\d.]+)\"");
  private static final Pattern NOTE =
      Pattern.compile("<path d=\"([^\"]*)\"[^>]* fill=\"#FEFFDD\"/>");

  private Lanes() {}

  private record Range(double from, double to) {
    boolean contains(Range other) {
      return from <= other.from && other.to <= to;
    }
  }

  static void assertKeptInText(SequenceDiagram diagram, String text) {
    TextLayout layout = TextLayout.of(diagram);
    List<Integer> columns =
        IntStream.range(0, diagram.lifelines().size()).mapToObj(layout::column).toList();
    List<String> rows = rows(text);
    for (String row : rows) {
      for (int column : columns) {
        assertThat(row.contains(ARROW) || row.charAt(column) == '|').as(row).isTrue();
      }
    }
    for (Step step : diagram.steps()) {
      for (Step.Event event : step.events()) {
        if (event instanceof Step.Changed changed) {
          int lane = diagram.lifelines().indexOf(changed.lifeline());
          int start = layout.column(lane) + 2;
          for (String line : changed.lines()) {
            for (String part : WordWrap.lines(line, layout.noteWidth(lane))) {
              assertThat(rows).as(line).anyMatch(row -> row.startsWith(part, start));
            }
          }
        }
      }
    }
  }

  /** Between the names and the box, without the lines that go across. */
  private static List<String> rows(String text) {
    return text.lines()
        .skip(3)
        .takeWhile(row -> !row.isEmpty())
        .filter(row -> !row.startsWith("=="))
        .toList();
  }

  static void assertKeptInSvg(SequenceDiagram diagram, String svg) {
    List<Range> lanes = HEAD.matcher(svg)
        .results()
        .map(head -> {
          double left = Double.parseDouble(head.group(1));
          return new Range(left, left + Double.parseDouble(head.group(2)));
        })
        .toList();
    assertThat(lanes).hasSameSizeAs(diagram.lifelines());
    List<Range> notes = new ArrayList<>();
    NOTE.matcher(svg).results().forEach(note -> notes.add(range(note.group(1))));
    boolean hasNotes = diagram.steps().stream()
        .flatMap(step -> step.events().stream())
        .anyMatch(Step.Changed.class::isInstance);
    assertThat(!notes.isEmpty()).isEqualTo(hasNotes);
    assertThat(notes)
        .allSatisfy(note -> assertThat(lanes)
            .as("lanes of a note from %s to %s", note.from, note.to)
            .anyMatch(lane -> lane.contains(note)));
  }

  /** From the least to the greatest x of a path. */
  private static Range range(String path) {
    double[] xs = Arrays.stream(path.split(" "))
        .mapToDouble(point -> Double.parseDouble(point.substring(1, point.indexOf(','))))
        .sorted()
        .toArray();
    return new Range(xs[0], xs[xs.length - 1]);
  }
}
