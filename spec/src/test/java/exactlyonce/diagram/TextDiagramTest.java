package exactlyonce.diagram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextDiagramTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CheckBeforeSend-ClearPayload",
        "CheckBeforeSend-DecideWhateverIsThere",
        "CheckBeforeSend-NeverResend",
        "CheckBeforeSend-RerouteOnUnknown",
        "CrashRecovery-EffectFirst",
        "FailurePoints-blind-reject-both-asynchronous",
        "FailurePoints-check-accept-none-asynchronous",
        "FailurePoints-never-accept-reply-synchronous",
        "OrderedWindow-BufferedByRelease",
        "RequestReplyWindow-PublishedBeforeReply",
        "SlotRace"
      })
  void looksAsExpected(String name) throws IOException {
    Recorded recorded = Recorded.of(name);
    assertThat(TextDiagram.of(recorded.diagram())).isEqualTo(recorded.text());
    Lanes.assertKeptInText(recorded.diagram(), recorded.text());
  }

  @Test
  void aNoteOverAnotherLaneWouldBeNoticed() throws IOException {
    Recorded race = Recorded.of("SlotRace");
    String covered = race.text().replaceFirst("takes 0        \\|", "takes 0 and goes on");
    assertThat(covered).isNotEqualTo(race.text());
    assertThatThrownBy(() -> Lanes.assertKeptInText(race.diagram(), covered))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void oneLifelineIsEnough() {
    List<String> states =
        List.of("Elsewhere INVARIANT Zero", "1 Init", " x = 0", "2 Go", " x = 1", "stop");
    Recorded recorded = Recorded.parse("Some-Model", states);
    assertThat(TextDiagram.of(recorded.diagram())).contains("2 Go", "| x: 0 -> 1");
  }

  @Test
  void linesAreAsciiAndNotTooLongWhateverTheTexts() {
    String words = "a note that goes on and on, ".repeat(9);
    String word = "x".repeat(250);
    SequenceDiagram diagram = new SequenceDiagram(
        "Some-Model",
        List.of("sender", "network", "receiver"),
        "network",
        List.of(
            new Step(1, "Init", List.of()),
            new Step(
                22,
                "ReceiveUnknownAlwaysResends",
                List.of(
                    new Step.Received("sender", words, 1, true),
                    new Step.Lost("sender", words, 1),
                    new Step.Changed("sender", List.of(words, word)),
                    new Step.Changed("network", List.of(words, word)),
                    new Step.Changed("receiver", List.of(words, word)),
                    new Step.Sent("receiver", word)))),
        new SequenceDiagram.Stuttering(),
        List.of(words),
        List.of(words, word));
    String text = TextDiagram.of(diagram);
    Lanes.assertKeptInText(diagram, text);
    assertThat(text.lines()).allSatisfy(line -> {
      assertThat(line.length()).isLessThanOrEqualTo(120);
      assertThat(line).matches("[ -~]*").doesNotEndWith(" ");
    });
    String letters = text.replaceAll("[^x]", "");
    assertThat(letters).as("nothing is cut off").hasSize(5 * 250);
    assertThat(text).contains("X---").contains(SequenceDiagram.Stuttering.TEXT);
  }

  @Test
  void fiveLifelinesFit() {
    SequenceDiagram diagram = new SequenceDiagram(
        "Some-Model",
        List.of("sender", "network", "thread t1", "thread t2", "thread t3"),
        "network",
        List.of(new Step(
            22,
            "ReceiveUnknownAlwaysResends",
            List.of(
                new Step.Received("thread t3", "STATUS(1, UNKNOWN)", 12, true),
                new Step.Changed("thread t2", List.of("slot 1 holds (1, DELIVERED)"))))),
        new SequenceDiagram.Stop(),
        List.of(),
        List.of("what it shows"));
    assertThat(TextDiagram.of(diagram).lines()).allMatch(line -> line.length() <= 120);
  }
}
