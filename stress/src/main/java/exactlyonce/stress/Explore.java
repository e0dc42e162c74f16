package exactlyonce.stress;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import exactlyonce.stress.witness.WitnessSvg;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The weak-memory explorer's command line: {@code java -cp jcstress.jar exactlyonce.stress.Explore
 * [--weakenings | CLIENT [ACCESS MODE] [--svg FILE]]}.
 *
 * <p>Without arguments it explores every client. With a client it lists the outcomes; with an access and a
 * weaker mode, as in {@code WEAKENINGS.md}, it draws what goes wrong, with {@code --svg} also into a file.
 * {@code --weakenings} prints that table. Exit code 0: it holds; 1: it does not; 2: the arguments cannot be
 * used.
 */
public final class Explore {
  private static final String WEAKENINGS = "--weakenings";
  private static final String SVG = "--svg";

  /** An argument cannot be used. */
  private static final class BadInput extends Exception {
    private static final long serialVersionUID = 1;

    BadInput(String message) {
      super(message);
    }
  }

  private final PrintStream out;
  private final PrintStream err;
  private @Nullable Path svg;

  private Explore(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /** Runs the command. */
  @SuppressWarnings("SystemOut")
  public static void main(String[] args) {
    System.exit(run(System.out, System.err, args));
  }

  /** Runs the command, and returns its exit code. */
  static int run(PrintStream out, PrintStream err, String... args) {
    try {
      return new Explore(out, err).run(List.of(args));
    } catch (BadInput e) {
      err.println(e.getMessage());
      return 2;
    }
  }

  private int run(List<String> args) throws BadInput {
    if (args.equals(List.of(WEAKENINGS))) {
      out.print(WeakeningTable.of(Baseline.small(), err::println).text());
      return 0;
    }
    List<String> names = names(args);
    if (names.isEmpty() && svg == null) {
      return exploreAll();
    }
    if (names.isEmpty()) {
      throw new BadInput(SVG + " draws what goes wrong in one client, and none is named");
    }
    Client client = client(names.get(0));
    if (names.size() == 1) {
      return explore(client);
    }
    if (names.size() != 3) {
      throw new BadInput("after a client: an access and a weaker mode, as in WEAKENINGS.md");
    }
    Weakening weakening = weakening(names.get(1) + " " + names.get(2));
    Baseline baseline = Baseline.of(client);
    return print(baseline.with(weakening).violation(), baseline);
  }

  /** Takes the options out. */
  private List<String> names(List<String> args) throws BadInput {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < args.size(); i++) {
      String arg = args.get(i);
      if (arg.equals(WEAKENINGS)) {
        throw new BadInput(WEAKENINGS + " is used alone");
      } else if (arg.equals(SVG)) {
        if (svg != null || i + 1 == args.size()) {
          throw new BadInput(SVG + " is followed by one file");
        }
        i++;
        svg = writable(args.get(i));
      } else if (arg.startsWith("-")) {
        throw new BadInput("no option " + arg);
      } else {
        names.add(arg);
      }
    }
    return names;
  }

  /** Known before the search, which may take a while. */
  private static Path writable(String name) throws BadInput {
    try {
      Path file = Path.of(name);
      Path directory = file.toAbsolutePath().getParent();
      boolean isNew = Files.notExists(file);
      if (directory != null
          && (isNew
              ? Files.isDirectory(directory) && Files.isWritable(directory)
              : !Files.isDirectory(file) && Files.isWritable(file))) {
        return file;
      }
    } catch (InvalidPathException e) {
      // As below.
    }
    throw new BadInput(SVG + ": cannot write " + name);
  }

  private int exploreAll() throws BadInput {
    int exit = 0;
    for (Client client : TestedClasses.clients()) {
      long start = System.nanoTime();
      Baseline baseline = Baseline.of(client);
      Result result = baseline.result();
      out.printf(
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

  private int explore(Client client) throws BadInput {
    Baseline baseline = Baseline.of(client);
    out.println(client.promise());
    baseline.result().outcomes().forEach(out::println);
    return check(baseline);
  }

  private int check(Baseline baseline) throws BadInput {
    int exit = print(baseline.result().violation(), baseline);
    if (exit != 0) {
      return exit;
    }
    List<String> differences = SpecifiedOutcomes.differences(
        SpecifiedOutcomes.byClient().get(baseline.program().client().name()),
        baseline.result().outcomes());
    differences.forEach(out::println);
    return differences.isEmpty() ? 0 : 1;
  }

  private int print(@Nullable Violation violation, Baseline baseline) throws BadInput {
    if (violation == null) {
      if (svg != null) {
        err.println("nothing goes wrong: " + svg + " is not written");
      }
      return 0;
    }
    out.println(Witness.text(violation, baseline.program().shared()));
    if (svg != null) {
      try {
        Files.writeString(svg, WitnessSvg.of(violation, baseline.program().shared()), UTF_8);
      } catch (IOException e) {
        throw new BadInput(SVG + ": cannot write " + svg + ": " + e.getMessage());
      }
    }
    return 1;
  }

  private static Client client(String name) throws BadInput {
    for (Client client : TestedClasses.clients()) {
      if (client.name().equals(name)) {
        return client;
      }
    }
    throw new BadInput("no client " + name);
  }

  private static Weakening weakening(String name) throws BadInput {
    for (Call call : TestedClasses.calls()) {
      for (Weakening weakening : Weakening.of(call)) {
        if (weakening.name().equals(name)) {
          return weakening;
        }
      }
    }
    throw new BadInput("no such access with a weaker mode: see WEAKENINGS.md");
  }
}
