package exactlyonce.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DocumentTest {
  @Test
  void writesMarkdownAndAPageThatNeedsNoOtherFile() {
    Document document = new Document();
    document.heading("Peers");
    document.table(List.of("a", "b"), List.of(List.of("1 < 2", "x")));
    document.chart(
        "charts/c.svg", "Rates", Chart.bars("Rates", List.of(new Chart.Bar("it", 2, 1, 3, 0))));
    assertThat(document.markdown())
        .containsExactly(
            "## Peers",
            "",
            "| a | b |",
            "| --- | --- |",
            "| 1 < 2 | x |",
            "",
            "![Rates](charts/c.svg)");
    assertThat(document.charts()).containsOnlyKeys("charts/c.svg");
    assertThat(document.html("Report"))
        .contains("<h2>Peers</h2>", "<td>1 &lt; 2</td>", "<svg ")
        .doesNotContain("href=", "src=");
  }

  @Test
  void aLineNeedsNoPoints() {
    assertThat(Chart.lines("t", "x", "y", List.of(new Chart.Line("none", List.of()))))
        .contains("</svg>");
  }
}
