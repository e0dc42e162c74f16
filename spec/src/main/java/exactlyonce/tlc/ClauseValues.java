package exactlyonce.tlc;

import exactlyonce.tlc.Coverage.Place;
import exactlyonce.tlc.Weakening.Kind;
import exactlyonce.tlc.Weakening.Level;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Looks which values clauses have in the run of a model. A clause that always has the value that a
 * weakening would give it makes no difference to that model, so that the model need not be asked.
 *
 * <p>In the text of its module, each clause is wrapped in an operator that notes its value in TLC's
 * registers. One run of the changed modules then tells about all clauses.
 */
public final class ClauseValues {

  /** The system property that says how many registers there are. */
  static final String REGISTERS = "exactlyonce.tlc.registers";

  /** What the line begins with that lists the registers that were set. */
  static final String LINE = "registers";

  private static final Pattern REGISTER = Pattern.compile("\\d+");

  /** The module that the changed modules need besides. */
  public static final String MODULE = "ClauseValues";

  /** The text of {@link #MODULE}. */
  public static final String TEXT = """
      ---- MODULE ClauseValues ----
      LOCAL INSTANCE TLC
      NoteWhether(ifTrue, ifFalse, clause) ==
          IF clause THEN TLCSet(ifTrue, TRUE) ELSE ~TLCSet(ifFalse, TRUE)
      NoteThat(register) == TLCSet(register, TRUE)
      ====
      """;

  /** Text that comes before a character. */
  private record Insertion(int line, int index, boolean end, int order, String text) {

    /** What is inside ends before what is around it, and begins after it. */
    private static final Comparator<Insertion> IN_ORDER = Comparator.comparingInt(Insertion::line)
        .thenComparing(Insertion::index)
        .thenComparing(insertion -> !insertion.end())
        .thenComparing(Insertion::order);
  }

  private final Map<Place, Integer> numbers = new HashMap<>();
  private final Set<Place> steps = new HashSet<>();

  /** Of the places of these weakenings. */
  public ClauseValues(Collection<Weakening> weakenings) {
    for (Weakening weakening : weakenings) {
      if (isNoted(weakening)) {
        numbers.putIfAbsent(weakening.place(), numbers.size());
        if (isStep(weakening)) {
          steps.add(weakening.place());
        }
      }
    }
  }

  private static boolean isNoted(Weakening weakening) {
    return weakening.level() != Level.BEHAVIOUR && weakening.kind() != Kind.PROPERTY;
  }

  /** An alternative gives variables their next values. It cannot be the condition of an IF. */
  private static boolean isStep(Weakening weakening) {
    return weakening.level() == Level.STEP
        && (weakening.kind() == Kind.ACTION || weakening.kind() == Kind.DISJUNCT);
  }

  private int ifTrue(Place place) {
    return ifFalse(place) + 1;
  }

  private int ifFalse(Place place) {
    return 2 * Objects.requireNonNull(numbers.get(place), () -> "nothing is noted at " + place);
  }

  /** The text of a module, with its clauses wrapped. */
  public String wrappedIn(String module, String text) {
    List<String> lines = new ArrayList<>(text.lines().toList());
    List<Insertion> insertions = new ArrayList<>();
    for (Place place : numbers.keySet()) {
      if (place.module().equals(module)) {
        insertions.addAll(around(place));
      }
    }
    insertions.sort(Insertion.IN_ORDER.reversed());
    for (Insertion insertion : insertions) {
      String line = lines.get(insertion.line() - 1);
      String before = line.substring(0, insertion.index());
      lines.set(
          insertion.line() - 1, before + insertion.text() + line.substring(insertion.index()));
    }
    lines.add(linesOfHeader(lines), "LOCAL INSTANCE " + MODULE);
    return String.join("\n", lines) + "\n";
  }

  /** Up to EXTENDS, or else up to MODULE. */
  private static int linesOfHeader(List<String> lines) {
    for (String last : List.of("EXTENDS ", "----")) {
      for (int line = 0; line < lines.size(); line++) {
        if (lines.get(line).startsWith(last)) {
          return line + 1;
        }
      }
    }
    throw new IllegalArgumentException("this is no module");
  }

  /** The clause itself begins in its column, on a line of its own, as the layout may have a meaning. */
  private List<Insertion> around(Place place) {
    boolean step = steps.contains(place);
    String before = step ? "((" : "NoteWhether(" + ifTrue(place) + ", " + ifFalse(place) + ",";
    String after = step ? ") /\\ NoteThat(" + ifTrue(place) + "))" : ")";
    int size = 1000 * (place.lastLine() - place.line()) + place.lastColumn() - place.column();
    int start = place.column() - 1;
    return List.of(
        new Insertion(place.line(), start, false, -size, before + "\n" + " ".repeat(start)),
        new Insertion(place.lastLine(), place.lastColumn(), true, size, after));
  }

  /** The same run, which notes the values besides. */
  public TlcRequest of(TlcRequest request) {
    Map<String, String> properties = new TreeMap<>(request.systemProperties());
    properties.put(TlcRequest.REPORTER, RegisterReporter.class.getName());
    properties.put(REGISTERS, Integer.toString(2 * numbers.size()));
    return request.withSystemProperties(properties);
  }

  /** What a run of {@link #of} noted, given what TLC printed. */
  public Noted in(List<String> log) {
    Set<Integer> set = new HashSet<>();
    for (String line : log) {
      if (line.startsWith(LINE + " ")) {
        REGISTER.matcher(line).results().forEach(found -> set.add(Integer.valueOf(found.group())));
      }
    }
    return weakening -> {
      Place place = weakening.place();
      boolean becomesTrue = weakening.kind().replacement().equals("TRUE");
      return !isNoted(weakening) || set.contains(becomesTrue ? ifFalse(place) : ifTrue(place));
    };
  }

  /** What was noted in a run. */
  public interface Noted {

    /**
     * Whether the weakening changes the value of its clause somewhere in this run. If not, the run
     * would be the same.
     */
    boolean makesADifference(Weakening weakening);
  }
}
