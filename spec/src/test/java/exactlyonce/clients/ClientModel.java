package exactlyonce.clients;

import exactlyonce.model.Specifications;
import exactlyonce.tlc.TlaValue;
import exactlyonce.tlc.TlaValue.Str;
import exactlyonce.tlc.TlaValue.Tuple;
import exactlyonce.tlc.Tlc;
import exactlyonce.tlc.TlcConfig;
import exactlyonce.tlc.TlcRequest;
import exactlyonce.tlc.TlcResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The clients of one window, as the module {@code ClientWINDOW} says what they do.
 *
 * @param window the module of the window
 * @param windowSizes those that its clients have
 */
public record ClientModel(String window, List<Integer> windowSizes) {
  /** One for each window. */
  public static final List<ClientModel> ALL = List.of(
      new ClientModel("ReceiveWindow", List.of(1, 2)),
      new ClientModel("RequestReplyWindow", List.of(1, 2)),
      new ClientModel("OrderedWindow", List.of(1, 2, 4)),
      new ClientModel("SendWindow", List.of(1, 2)),
      new ClientModel("SendWindowClose", List.of(2)));

  private static final String MARK = "\"<<\\\"outcome\\\", ";

  /** The configuration, relative to the directory of the modules. */
  public String configFile() {
    return "clients/" + window + ".cfg";
  }

  /**
   * Has TLC find every outcome of each client.
   *
   * @param changed changes the configuration
   * @return the outcomes by the client's name
   * @throws IllegalStateException if TLC fails, or a client cannot go on
   */
  Map<String, Set<String>> outcomes(
      Specifications specifications, Tlc tlc, UnaryOperator<String> changed)
      throws InterruptedException {
    Map<String, Set<String>> outcomes = new TreeMap<>();
    for (int size : windowSizes) {
      String config = new TlcConfig(changed.apply(specifications.config(configFile())))
          .withConstants(Map.of("W", Integer.toString(size)))
          .text();
      TlcResult result = tlc.run(
          TlcRequest.of(specifications.directory(), "Client" + window, config).withBrief(true));
      if (result.verdict() != TlcResult.Verdict.HOLDS) {
        throw new IllegalStateException(
            "the clients of " + window + ", W = " + size + ": " + result.message());
      }
      result.log().stream()
          .filter(line -> line.startsWith(MARK))
          .distinct()
          .forEach(line -> add(outcomes, line));
    }
    return outcomes;
  }

  private static void add(Map<String, Set<String>> outcomes, String line) {
    List<TlaValue> parts = elements(TlaValue.parse(((Str) TlaValue.parse(line)).value()));
    String client = ((Str) parts.get(1)).value();
    List<String> threads = new ArrayList<>();
    for (TlaValue thread : elements(parts.get(2))) {
      String notes =
          elements(thread).stream().map(ClientModel::note).collect(Collectors.joining(" "));
      threads.add(notes.isEmpty() ? "-" : notes);
    }
    outcomes.computeIfAbsent(client, name -> new TreeSet<>()).add(String.join(" | ", threads));
  }

  /** As the threads of the Java clients write it: the parts with hyphens between them. */
  private static String note(TlaValue note) {
    return elements(note).stream()
        .map(part -> part instanceof Str text ? text.value() : part.toString())
        .collect(Collectors.joining("-"));
  }

  private static List<TlaValue> elements(TlaValue tuple) {
    return ((Tuple) tuple).elements();
  }
}
