package exactlyonce.diagram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A legend must keep up with its module. */
class LegendTest {

  private static final Pattern CALL = Pattern.compile("(?:\\\\/|:)\\s*([A-Z]\\w*)");
  private static final Pattern PRIMED = Pattern.compile("\\b([a-z]\\w*)'");

  @ParameterizedTest
  @ValueSource(strings = {"CheckBeforeSend", "FailurePoints"})
  void knowsEveryActionOfTheModuleAndNoOther(String module) throws IOException {
    String next = definition("Next", module);
    Set<String> actions = new LinkedHashSet<>();
    CALL.matcher(next).results().map(found -> found.group(1)).forEach(actions::add);
    assertThat(actions).hasSizeGreaterThan(5);
    assertThat(Legend.of(module).actions().keySet()).containsExactlyInAnyOrderElementsOf(actions);
  }

  @ParameterizedTest
  @ValueSource(strings = {"CheckBeforeSend", "FailurePoints"})
  void knowsEveryVariableThatAStepCanChange(String module) throws IOException {
    Set<String> variables = new LinkedHashSet<>();
    PRIMED
        .matcher(text(module))
        .results()
        .map(MatchResult::group)
        .forEach(primed -> variables.add(primed.replace("'", "")));
    variables.remove("f"); // \A f \in net' is no variable
    Legend legend = Legend.of(module);
    Set<String> known = new LinkedHashSet<>(legend.variables().keySet());
    known.addAll(legend.hidden());
    known.add(legend.network().variable());
    assertThat(known).containsAll(variables);
    assertThat(text(module) + text("Network")).contains(known);
  }

  @ParameterizedTest
  @ValueSource(strings = {"CheckBeforeSend", "FailurePoints"})
  void namesOnlyFramesOfTheModule(String module) throws IOException {
    for (String type : Legend.of(module).frames().keySet()) {
      assertThat(text(module)).contains("\"" + type + "\"");
    }
  }

  private static String definition(String name, String module) throws IOException {
    String text = text(module);
    int start = text.indexOf("\n" + name + " ==");
    return text.substring(start, text.indexOf("\n\n", start));
  }

  /** Without comments. */
  private static String text(String module) throws IOException {
    return Files.readString(Path.of("tla", module + ".tla"))
        .replaceAll("\\\\\\*.*", "")
        .replaceAll("\\(\\*.*", "");
  }

  @Test
  void aModuleOfBoundsHasTheLegendOfItsModule() {
    assertThat(Legend.of("MCFailurePoints")).isEqualTo(Legend.of("FailurePoints"));
  }

  @Test
  void theLongestNameWinsAndEndsWithAWord() {
    Legend legend = Legend.of("CheckBeforeSend");
    assertThat(legend.action("ReceiveSealedReroutes")).isEqualTo(legend.action("ReceiveSealed"));
    assertThat(legend.action("ReceiveSealTakesClaimed")).isEqualTo(legend.action("ReceiveSeal"));
    assertThat(legend.action("ReceiveSeal")).isNotEqualTo(legend.action("ReceiveSealed"));
    assertThat(legend.action("Submitted")).isEqualTo(Optional.empty());
    assertThat(legend.action("ClearPayload")).isEqualTo(Optional.empty());
  }

  @Test
  void whoeverIsNamedHasALifeline() {
    assertThatThrownBy(() -> new Legend(
            List.of(Lifeline.one("sender"), Lifeline.one("network")),
            new Legend.Network("net", "network"),
            Map.of(),
            Map.of("Receive", new Legend.Action("receiver", null)),
            Map.of(),
            List.of(),
            null))
        .hasMessage("no lifeline receiver in [sender, network]");
  }

  @Test
  void whoeverActsIsOfAKindThatIsNamed() {
    Lifeline threads = Lifeline.all("threads", null);
    Lifeline memory = Lifeline.one("memory");
    Legend.Network network = new Legend.Network("", "memory");
    assertThatThrownBy(() -> new Legend(
            List.of(memory, threads),
            network,
            Map.of(),
            Map.of("Read", new Legend.Action("{receiver}", null)),
            Map.of(),
            List.of(),
            null))
        .hasMessage("no lifeline {receiver} in [memory, {thread}]");
    assertThatThrownBy(() -> new Legend(
            List.of(memory),
            network,
            Map.of(),
            Map.of(),
            Map.of("threads", new Legend.Variable("{index}", "", null, null)),
            List.of(),
            null))
        .hasMessage("no lifeline {index} in [memory]");
    assertThatThrownBy(() -> new Legend(
            List.of(memory, threads, Lifeline.all("others", "thread")),
            network,
            Map.of(),
            Map.of(),
            Map.of(),
            List.of(),
            null))
        .hasMessage("duplicate lifeline {thread}");
    assertThatThrownBy(() -> new Legend(
            List.of(threads),
            new Legend.Network("", "{thread}"),
            Map.of(),
            Map.of(),
            Map.of(),
            List.of(),
            null))
        .hasMessage("the network must have one lifeline of its own");
  }
}
