package exactlyonce.stress.weakening;

import exactlyonce.stress.bytecode.TestedClasses;
import exactlyonce.stress.exploration.Client;
import exactlyonce.stress.exploration.Program;
import exactlyonce.stress.exploration.Result;
import exactlyonce.stress.exploration.Search;
import exactlyonce.stress.model.Variant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What a client does with the code as it is.
 *
 * @param program the client
 * @param sequential the outcomes under sequential consistency: no others are expected
 * @param result what the search under weak memory has found
 */
public record Baseline(Program program, Set<String> sequential, Result result) {
  /** More states than any client has. */
  public static final long MOST_STATES = 20_000_000;

  /** Explores a client. */
  public static Baseline of(Client client) {
    Program program = new Program(client);
    Result sequential =
        Search.run(program, Variant.SEQUENTIAL, UnaryOperator.identity(), null, MOST_STATES);
    Result result = Search.run(
        program,
        Variant.WITHOUT_RELEASE_SEQUENCES,
        UnaryOperator.identity(),
        sequential.outcomes(),
        MOST_STATES);
    return new Baseline(program, sequential.outcomes(), result);
  }

  /** Explores all clients that are not large; the smallest come first. */
  public static List<Baseline> small() {
    List<Baseline> baselines = new ArrayList<>();
    for (Client client : TestedClasses.clients()) {
      if (!client.isLarge()) {
        baselines.add(of(client));
      }
    }
    baselines.sort(Comparator.comparingLong(baseline -> baseline.result().states()));
    return baselines;
  }

  /** Explores it with one access weakened. */
  public Result with(Weakening weakening) {
    return Search.run(
        program, Variant.WITHOUT_RELEASE_SEQUENCES, weakening, sequential, MOST_STATES);
  }
}
