package exactlyonce.stress.witness;

import static org.assertj.core.api.Assertions.assertThat;

import exactlyonce.stress.exploration.Violation;
import exactlyonce.stress.model.Mode;
import exactlyonce.stress.weakening.Baseline;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class WitnessSvgTest {
  /** The widest characters of usual monospaced fonts, in parts of the font's size. */
  private static final double ADVANCE = 0.61;

  @ParameterizedTest
  @CsvSource({
    "DataCheck, ReceiveWindow.check#1, OPAQUE, 2",
    "HandOver, OrderedReceiveWindow.isPassed#1, ACQUIRE, 3",
    "ReplyAgainstNextLap, ReplyCells.load#1, OPAQUE, 2"
  })
  void saysWhatTheTextSaysAndFits(String client, String site, Mode mode, int threads)
      throws Exception {
    Baseline baseline = Baseline.of(WitnessTest.client(client));
    Violation violation = WitnessTest.violation(baseline, site, mode);
    Element svg = parsed(WitnessSvg.of(violation, baseline.program().shared()));
    List<Element> texts = elements(svg, "text");
    List<String> lines = texts.stream().map(Element::getTextContent).toList();
    List<Element> boxes = elements(svg, "rect").subList(1, elements(svg, "rect").size());

    for (int thread = 0; thread < threads; thread++) {
      assertThat(lines).contains("thread " + thread);
    }
    assertThat(boxes).hasSameSizeAs(violation.steps());
    assertThat(String.join(" ", lines)).startsWith(violation.reason());
    assertThat(lines)
        .containsSubsequence(violation.steps().stream()
            .flatMap(step -> StepText.of(step, baseline.program().shared(), false).lines().stream())
            .map(String::strip)
            .toList());
    fits(svg, texts, boxes);
  }

  /** No text leaves the figure, a box with text in it leaves none out, and no boxes touch. */
  private static void fits(Element svg, List<Element> texts, List<Element> boxes) {
    double advance = ADVANCE * number(svg, "font-size");
    int inBoxes = 0;
    for (Element text : texts) {
      double right = number(text, "x") + advance * text.getTextContent().length();
      assertThat(right).as(text.getTextContent()).isLessThan(number(svg, "width"));
      assertThat(number(text, "y")).isLessThan(number(svg, "height"));
      for (Element box : boxes) {
        double top = number(box, "y");
        double bottom = top + number(box, "height");
        if (number(text, "y") > top && number(text, "y") < bottom) {
          inBoxes++;
          assertThat(number(text, "x")).isGreaterThan(number(box, "x"));
          assertThat(right).isLessThan(number(box, "x") + number(box, "width"));
        }
      }
    }
    assertThat(inBoxes).isGreaterThanOrEqualTo(2 * boxes.size());
    for (int i = 1; i < boxes.size(); i++) {
      assertThat(number(boxes.get(i), "y"))
          .isGreaterThan(number(boxes.get(i - 1), "y") + number(boxes.get(i - 1), "height"));
    }
  }

  @Test
  void aLongReasonIsWrappedAndWhatXmlReservesIsEscaped() throws Exception {
    Baseline baseline = Baseline.of(WitnessTest.client("DataCheck"));
    String reason = "a < b & c > d ".repeat(20) + "x".repeat(200);

    Element svg = parsed(
        WitnessSvg.of(new Violation(reason, List.of()), baseline.program().shared()));

    List<Element> texts = elements(svg, "text");
    List<String> lines = texts.stream().map(Element::getTextContent).toList();
    assertThat(lines).hasSizeGreaterThan(4).endsWith("thread 0");
    assertThat(String.join("", lines).replace(" ", ""))
        .isEqualTo(reason.replace(" ", "") + "thread0");
    fits(svg, texts, List.of());
  }

  /** The figure of README.md. */
  @Test
  void figureIsUpToDate() throws IOException {
    Baseline baseline = Baseline.of(WitnessTest.client("ResendOfNext"));
    Violation violation = WitnessTest.violation(baseline, "SendWindow.payload#1", Mode.OPAQUE);
    String svg = WitnessSvg.of(violation, baseline.program().shared());
    Files.writeString(Path.of("target", "wrong-payload.svg"), svg);

    assertThat(Path.of("wrong-payload.svg")).content().isEqualTo(svg);
  }

  private static Element parsed(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)))
        .getDocumentElement();
  }

  private static List<Element> elements(Element svg, String name) {
    NodeList nodes = svg.getElementsByTagName(name);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }

  private static double number(Element element, String attribute) {
    return Double.parseDouble(element.getAttribute(attribute));
  }
}
