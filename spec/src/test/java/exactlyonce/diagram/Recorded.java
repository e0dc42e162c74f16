package exactlyonce.diagram;

import exactlyonce.model.Expected;
import exactlyonce.model.Model;
import exactlyonce.model.Tier;
import exactlyonce.tlc.Counterexample;
import exactlyonce.tlc.TlaValue;
import exactlyonce.tlc.TlcResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A counterexample that TLC found once, as text: a line with module, kind and property, then for each
 * state a line with number and action, and an indented line for each variable; at the end {@code stop},
 * {@code stuttering} or {@code back N ACTION}.
 */
record Recorded(Model model, TlcResult result) {

  static final Path DIRECTORY = Path.of("src/test/resources/exactlyonce/diagram");

  static Recorded of(String name) {
    try {
      List<String> lines = Files.readAllLines(DIRECTORY.resolve(name + ".states"));
      return parse(name, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Recorded parse(String name, List<String> lines) {
    String[] head = lines.get(0).split(" ");
    List<Counterexample.State> states = new ArrayList<>();
    Counterexample.Ending ending = new Counterexample.Stop();
    Map<String, TlaValue> variables = new LinkedHashMap<>();
    String[] step = {};
    for (String line : lines.subList(1, lines.size())) {
      if (line.startsWith(" ")) {
        String[] parts = line.strip().split(" = ", 2);
        variables.put(parts[0], TlaValue.parse(parts[1]));
        continue;
      }
      if (step.length > 0) {
        states.add(new Counterexample.State(Integer.parseInt(step[0]), step[1], variables));
      }
      variables = new LinkedHashMap<>();
      step = line.split(" ");
      if (step[0].equals("stuttering")) {
        ending = new Counterexample.Stuttering();
      } else if (step[0].equals("back")) {
        ending = new Counterexample.BackTo(Integer.parseInt(step[1]), step[2]);
      }
    }
    return new Recorded(
        model(name, head[0]),
        result(
            new TlcResult.Violation(TlcResult.Kind.valueOf(head[1]), head[2]),
            new Counterexample(states, ending)));
  }

  static Model model(String name, String module) {
    Expected expected = new Expected(Expected.Verdict.VIOLATED, null, null, null, null, null);
    String breaks = "what " + name + " breaks.";
    return new Model(name, module, name + ".cfg", null, Tier.QUICK, null, breaks, null, expected);
  }

  static TlcResult result(TlcResult.Violation violation, Counterexample counterexample) {
    return new TlcResult(
        TlcResult.Verdict.VIOLATED,
        Optional.of(violation),
        "",
        Optional.of(counterexample),
        OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalInt.empty(),
        0,
        List.of());
  }

  SequenceDiagram diagram() {
    return SequenceDiagram.of(model, result);
  }

  /** What is expected to be drawn. */
  String text() throws IOException {
    return Files.readString(DIRECTORY.resolve(model.name() + ".txt"), StandardCharsets.UTF_8);
  }
}
