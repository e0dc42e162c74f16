package exactlyonce.bench.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A text with tables and charts, as Markdown and as HTML. Not thread-safe. */
final class Document {
  private final List<String> markdown = new ArrayList<>();
  private final StringBuilder html = new StringBuilder();
  private final Map<String, String> charts = new LinkedHashMap<>();

  void heading(String text) {
    block("## " + text);
    html.append("<h2>").append(escaped(text)).append("</h2>\n");
  }

  void text(String text) {
    block(text);
    html.append("<p>").append(inline(text)).append("</p>\n");
  }

  void table(List<String> header, List<List<String>> rows) {
    List<String> lines = new ArrayList<>();
    lines.add(line(header));
    lines.add(line(header.stream().map(cell -> "---").toList()));
    rows.forEach(row -> lines.add(line(row)));
    block(String.join("\n", lines));
    html.append("<table>\n").append(row(header, "th"));
    rows.forEach(cells -> html.append(row(cells, "td")));
    html.append("</table>\n");
  }

  /** Adds a chart, which is also in a file beside the Markdown. */
  void chart(String file, String title, String svg) {
    charts.put(file, svg);
    block("![" + title + "](" + file + ")");
    html.append("<figure>\n").append(svg).append("</figure>\n");
  }

  /** Returns the charts, by file. */
  Map<String, String> charts() {
    return charts;
  }

  /** Returns the lines of the Markdown. */
  List<String> markdown() {
    return markdown;
  }

  /** Returns a page that needs no other file. */
  String html(String title) {
    return """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <title>%s</title>
        <style>
        body { font-family: sans-serif; max-width: 70em; margin: 2em auto; padding: 0 1em; }
        table { border-collapse: collapse; margin: 1em 0; }
        th, td { border: 1px solid #bbb; padding: 0.25em 0.6em; text-align: left; vertical-align: top; }
        th { background: #eee; }
        </style>
        </head>
        <body>
        <h1>%s</h1>
        """.formatted(title, title) + html + "</body>\n</html>\n";
  }

  private void block(String text) {
    if (!markdown.isEmpty()) {
      markdown.add("");
    }
    markdown.addAll(Arrays.asList(text.split("\n", -1)));
  }

  private static String line(List<String> cells) {
    return cells.stream()
        .map(cell -> cell.replace("|", "\\|"))
        .collect(Collectors.joining(" | ", "| ", " |"));
  }

  private static String row(List<String> cells, String tag) {
    return cells.stream()
        .map(cell -> "<" + tag + ">" + inline(cell) + "</" + tag + ">")
        .collect(Collectors.joining("", "<tr>", "</tr>\n"));
  }

  /** Returns a text in HTML: two asterisks around a part make it strong, as in Markdown. */
  private static String inline(String text) {
    return escaped(text).replaceAll("\\*\\*(.+?)\\*\\*", "<strong>$1</strong>");
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
