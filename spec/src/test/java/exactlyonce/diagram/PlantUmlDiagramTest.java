package exactlyonce.diagram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlantUmlDiagramTest {

  private static final SequenceDiagram LOOP =
      Recorded.of("CheckBeforeSend-NeverResend").diagram();

  /** The characters between the tags of an SVG. */
  private static String textOf(byte[] svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg))
        .getDocumentElement()
        .getTextContent()
        .replace('\u00a0', ' ');
  }

  @Test
  void anSvgShowsEverything() throws Exception {
    String text = textOf(DiagramFormat.SVG.draw(LOOP));
    LOOP.steps().stream().skip(1).forEach(step -> assertThat(text).contains(step.label()));
    assertThat(text).doesNotContain("Init");
    assertThat(text)
        .contains(
            LOOP.title(),
            "DATA(0), sent at 2, is lost",
            "outbox slot 0: (0, PENDING)",
            SequenceDiagram.Loop.TEXT + ", from state 3",
            LOOP.verdict().get(0));
  }

  @Test
  void everyThreadHasItsLifeline() throws Exception {
    SequenceDiagram race = Recorded.of("SlotRace").diagram();
    assertThat(textOf(DiagramFormat.SVG.draw(race)))
        .contains("thread t1", "thread t2", "reads 0", "count is now 1");
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(DiagramFormat.PNG.draw(race)));
    assertThat(image.getWidth()).isGreaterThan(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CrashRecovery-EffectFirst",
        "OrderedWindow-BufferedByRelease",
        "RequestReplyWindow-PublishedBeforeReply"
      })
  void aNoteStaysInItsLane(String name) throws IOException {
    SequenceDiagram diagram = Recorded.of(name).diagram();
    String svg = new String(DiagramFormat.SVG.draw(diagram), StandardCharsets.UTF_8);
    Lanes.assertKeptInSvg(diagram, svg);
    String narrow = svg.replaceAll("(<rect [^>]* width=\")[\\d.]+", "$1" + 90);
    assertThatThrownBy(() -> Lanes.assertKeptInSvg(diagram, narrow))
        .as("with lanes of 90 pixels")
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void anSvgDiffersByNothingButTheDrawing() throws IOException {
    byte[] svg = DiagramFormat.SVG.draw(LOOP);
    assertThat(svg).isEqualTo(DiagramFormat.SVG.draw(LOOP));
    assertThat(new String(svg, StandardCharsets.UTF_8))
        .doesNotContain("<?plantuml", "<!--")
        .doesNotContain("@startuml")
        .doesNotContainPattern("\\d{4}-\\d\\d-\\d\\d");
  }

  @Test
  void aPngIsAnImageWithoutAnythingElse() throws IOException {
    byte[] png = DiagramFormat.PNG.draw(LOOP);
    assertThat(Arrays.equals(png, DiagramFormat.PNG.draw(LOOP))).isTrue();
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
    assertThat(image.getWidth()).isGreaterThan(400);
    assertThat(image.getHeight()).isGreaterThan(400);
    String characters = new String(png, StandardCharsets.ISO_8859_1);
    for (String text : List.of("plantuml", "@startuml", "tEXt", "iTXt", "zTXt", "tIME")) {
      assertThat(characters.contains(text)).as(text).isFalse();
    }
  }

  @Test
  void aLongPngIsNotCutOff() throws IOException {
    List<Step> steps = new ArrayList<>(List.of(new Step(1, "Init", List.of())));
    IntStream.rangeClosed(2, 150)
        .mapToObj(i -> new Step(i, "TimeOut", List.of(new Step.Sent("sender", "CHECK(0)"))))
        .forEach(steps::add);
    SequenceDiagram longOne = new SequenceDiagram(
        "long",
        LOOP.lifelines(),
        "network",
        steps,
        new SequenceDiagram.Stop(),
        List.of(),
        List.of("end"));
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(DiagramFormat.PNG.draw(longOne)));
    assertThat(image.getHeight()).isGreaterThan(6000);
  }

  @Test
  void noCharacterHasAMeaning() throws Exception {
    String odd =
        "~**b** //i// __u__ --s-- \"q\" <b>x</b> [[l]] #1 |c| == \\n %date() !x 'c @enduml $y {z} &amp;";
    Step step = new Step(
        2,
        "Odd",
        List.of(new Step.Sent("sender", odd), new Step.Changed("sender", List.of(odd, ".."))));
    SequenceDiagram diagram = new SequenceDiagram(
        odd,
        LOOP.lifelines(),
        "network",
        List.of(step),
        new SequenceDiagram.Stop(),
        List.of(odd),
        List.of(odd));
    String text = textOf(DiagramFormat.SVG.draw(diagram)).replaceAll("\\s", "");
    assertThat(text.split(java.util.regex.Pattern.quote(odd.replaceAll("\\s", "")), -1))
        .as("title, arrow, two notes and the verdict")
        .hasSize(6);
  }
}
