package exactlyonce.stress;

import exactlyonce.stress.bytecode.Call;
import exactlyonce.stress.bytecode.TestedClasses;
import exactlyonce.stress.exploration.Client;
import exactlyonce.stress.exploration.Result;
import exactlyonce.stress.exploration.SpecifiedOutcomes;
import exactlyonce.stress.exploration.Violation;
import exactlyonce.stress.weakening.Baseline;
import exactlyonce.stress.weakening.Weakening;
import exactlyonce.stress.weakening.WeakeningTable;
import exactlyonce.stress.witness.Witness;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The weak-memory explorer's command line: {@code java -cp jcstress.jar exactlyonce.stress.Explore
 * [--weakenings | CLIENT [ACCESS MODE]]}.
 *
 * <p>Without arguments it explores every client. With a client it lists the outcomes; with an access and a
 * weaker mode, as in {@code WEAKENINGS.md}, it draws what goes wrong. {@code --weakenings} prints that file.
 * Exit code 0: it holds; 1: it does not; 2: the arguments cannot be used.
 */
public final class Explore {
  private Explore() {}

  /** Runs the command. */
  @SuppressWarnings("SystemOut")
  public static void main(String[] args) {
    System.exit(run(args));
  }

  @SuppressWarnings("SystemOut")
  private static int run(String[] args) {
    if (args.length == 0) {
      return exploreAll();
    }
    if (args.length == 1 && args[0].equals("--weakenings")) {
      System.out.print(WeakeningTable.of(Baseline.small(), System.err::println).text());
      return 0;
    }
    @Nullable Client client = client(args[0]);
    if (client == null) {
      System.err.println("no client " + args[0]);
      return 2;
    }
    if (args.length == 1) {
      return explore(client);
    }
    @Nullable Weakening weakening = args.length == 3 ? weakening(args[1] + " " + args[2]) : null;
    if (weakening == null) {
      System.err.println("no such access with a weaker mode: see WEAKENINGS.md");
      return 2;
    }
    Baseline baseline = Baseline.of(client);
    return print(baseline.with(weakening).violation(), baseline);
  }

  @SuppressWarnings("SystemOut")
  private static int exploreAll() {
    int exit = 0;
    for (Client client : TestedClasses.clients()) {
      long start = System.nanoTime();
      Baseline baseline = Baseline.of(client);
      Result result = baseline.result();
      System.out.printf(
          Locale.ROOT,
          "%-28s %9d states %4d outcomes %6d ms%n",
          client.name(),
          result.states(),
          result.outcomes().size(),
          (System.nanoTime() - start) / 1_000_000);
      exit = Math.max(exit, check(baseline));
    }
    return exit;
  }

  @SuppressWarnings("SystemOut")
  private static int explore(Client client) {
    Baseline baseline = Baseline.of(client);
    System.out.println(client.promise());
    baseline.result().outcomes().forEach(System.out::println);
    return check(baseline);
  }

  @SuppressWarnings("SystemOut")
  private static int check(Baseline baseline) {
    Violation violation = baseline.result().violation();
    if (violation != null) {
      return print(violation, baseline);
    }
    List<String> differences = SpecifiedOutcomes.differences(
        SpecifiedOutcomes.byClient().get(baseline.program().client().name()),
        baseline.result().outcomes());
    differences.forEach(System.out::println);
    return differences.isEmpty() ? 0 : 1;
  }

  @SuppressWarnings("SystemOut")
  private static int print(@Nullable Violation violation, Baseline baseline) {
    if (violation == null) {
      return 0;
    }
    System.out.println(Witness.text(violation, baseline.program().shared()));
    return 1;
  }

  private static @Nullable Client client(String name) {
    for (Client client : TestedClasses.clients()) {
      if (client.name().equals(name)) {
        return client;
      }
    }
    return null;
  }

  private static @Nullable Weakening weakening(String name) {
    for (Call call : TestedClasses.calls()) {
      List<Weakening> weakenings = Weakening.of(call);
      for (Weakening weakening : weakenings) {
        if (weakening.name().equals(name)) {
          return weakening;
        }
      }
    }
    return null;
  }
}
