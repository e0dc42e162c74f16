package exactlyonce.bench.report;

import java.util.List;
import java.util.Locale;

/** Charts as SVG. */
final class Chart {
  private static final int WIDTH = 760;
  private static final int LABELS = 300;
  private static final int BAR = 22;
  private static final int TOP = 40;
  private static final int HEIGHT = 300;
  private static final int LEFT = 70;
  private static final int BOTTOM = 50;
  private static final String[] COLORS = {"#1f6fb4", "#d95f02", "#2a9d5a", "#8856a7"};

  /**
   * A bar.
   *
   * @param label beside it
   * @param value its length
   * @param low the lower end of its interval
   * @param high the upper end
   * @param color which colour
   */
  record Bar(String label, double value, double low, double high, int color) {}

  /**
   * A point of a line.
   *
   * @param x positive
   * @param y not negative
   */
  record Point(double x, double y) {}

  /**
   * A line.
   *
   * @param label in the legend
   * @param points in ascending order
   */
  record Line(String label, List<Point> points) {}

  private Chart() {}

  /** Horizontal bars from 0, with their intervals. */
  static String bars(String title, List<Bar> bars) {
    double max = bars.stream().mapToDouble(Bar::high).max().orElse(1);
    int height = TOP + bars.size() * (BAR + 8) + 10;
    StringBuilder svg = start(title, height);
    double scale = (WIDTH - LABELS - 80) / max;
    for (int i = 0; i < bars.size(); i++) {
      Bar bar = bars.get(i);
      int y = TOP + i * (BAR + 8);
      double end = LABELS + bar.value * scale;
      text(svg, LABELS - 8, y + 16, "end", bar.label);
      svg.append(String.format(
          Locale.ROOT,
          "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>%n",
          LABELS,
          y,
          Math.max(1, bar.value * scale),
          BAR,
          COLORS[bar.color]));
      line(svg, LABELS + bar.low * scale, y + 11, LABELS + bar.high * scale, y + 11, "#000");
      text(svg, Math.max(end, LABELS + bar.high * scale) + 6, y + 16, "start", number(bar.value));
    }
    return svg.append("</svg>\n").toString();
  }

  /** Lines over a logarithmic axis, from 0 upwards. */
  static String lines(String title, String xTitle, String yTitle, List<Line> lines) {
    List<Point> all = lines.stream().flatMap(line -> line.points.stream()).toList();
    double minX = all.stream().mapToDouble(Point::x).min().orElse(1);
    double maxX = Math.max(2 * minX, all.stream().mapToDouble(Point::x).max().orElse(1));
    double maxY =
        Math.max(Double.MIN_NORMAL, all.stream().mapToDouble(Point::y).max().orElse(1));
    StringBuilder svg = start(title, TOP + HEIGHT + BOTTOM);
    double bottom = TOP + HEIGHT;
    line(svg, LEFT, bottom, WIDTH - 20, bottom, "#000");
    line(svg, LEFT, TOP, LEFT, bottom, "#000");
    text(svg, (LEFT + WIDTH) / 2.0, bottom + 40, "middle", xTitle);
    text(svg, LEFT, TOP - 8, "start", yTitle);
    for (int i = 0; i <= 4; i++) {
      text(svg, LEFT - 6, bottom - i * HEIGHT / 4.0 + 4, "end", number(maxY * i / 4));
    }
    for (int i = 0; i < lines.size(); i++) {
      Line line = lines.get(i);
      StringBuilder points = new StringBuilder();
      for (Point point : line.points) {
        double along = Math.log(point.x / minX) / Math.log(maxX / minX);
        double x = LEFT + 10 + (WIDTH - LEFT - 60) * along;
        double y = bottom - HEIGHT * point.y / maxY;
        points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y));
        svg.append(String.format(
            Locale.ROOT,
            "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>%n",
            x,
            y,
            COLORS[i]));
        if (i == 0) {
          text(svg, x, bottom + 18, "middle", whole(point.x));
        }
      }
      svg.append(String.format(
          Locale.ROOT,
          "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>%n",
          points,
          COLORS[i]));
      svg.append(String.format(
          Locale.ROOT,
          "<text x=\"%d\" y=\"%d\" text-anchor=\"end\" fill=\"%s\">%s</text>%n",
          WIDTH - 20,
          TOP + 16 * (i + 1),
          COLORS[i],
          Document.escaped(line.label)));
    }
    return svg.append("</svg>\n").toString();
  }

  private static StringBuilder start(String title, int height) {
    StringBuilder svg = new StringBuilder(String.format(
        Locale.ROOT,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\""
            + " font-family=\"sans-serif\" font-size=\"12\">%n"
            + "<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>%n",
        WIDTH,
        height,
        WIDTH));
    svg.append(String.format(
        Locale.ROOT,
        "<text x=\"10\" y=\"18\" font-weight=\"bold\">%s</text>%n",
        Document.escaped(title)));
    return svg;
  }

  private static void line(
      StringBuilder svg, double x1, double y1, double x2, double y2, String color) {
    svg.append(String.format(
        Locale.ROOT,
        "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>%n",
        x1,
        y1,
        x2,
        y2,
        color));
  }

  private static void text(StringBuilder svg, double x, double y, String anchor, String text) {
    svg.append(String.format(
        Locale.ROOT,
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n",
        x,
        y,
        anchor,
        Document.escaped(text)));
  }

  /** Returns a number without its fraction, a large one as a power of ten. */
  static String whole(double value) {
    return value < 10_000
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.format(Locale.ROOT, "%.0e", value).replace("e+0", "e");
  }

  static String number(double value) {
    if (value == 0) {
      return "0";
    }
    return value < 0.1
        ? String.format(Locale.ROOT, "%.3f", value)
        : String.format(Locale.ROOT, value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%,.0f", value);
  }
}
