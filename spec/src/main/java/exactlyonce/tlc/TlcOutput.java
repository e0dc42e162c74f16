package exactlyonce.tlc;

import exactlyonce.tlc.TlcResult.Kind;
import exactlyonce.tlc.TlcResult.Verdict;
import exactlyonce.tlc.TlcResult.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes a result of what TLC prints, line by line, in its {@code -tool} mode. */
final class TlcOutput {

  private static final int INVARIANT_IN_INITIAL_STATE = 2107;
  private static final int PROPERTY_IN_INITIAL_STATE = 2108;
  private static final int INVARIANT = 2110;
  private static final int ACTION_PROPERTY = 2112;
  private static final int DEADLOCK = 2114;
  private static final int LIVENESS = 2116;
  private static final int BACK_TO_STATE = 2122;
  private static final int ASSERTION = 2132;
  private static final int SUCCESS = 2193;
  private static final int DEPTH = 2194;
  private static final int STATISTICS = 2199;
  private static final int PROGRESS = 2200;
  private static final int STATE = 2217;
  private static final int STUTTERING = 2218;

  private static final Pattern VIOLATED =
      Pattern.compile("(?:Invariant|Action property|Property) (.*) is violated.*");
  private static final Pattern COUNTS =
      Pattern.compile("([\\d,]+) states generated, ([\\d,]+) distinct states found.*");
  private static final Pattern DEPTH_TEXT = Pattern.compile("The depth .* is (\\d+)\\.");

  private final ToolMessage.Assembler assembler = new ToolMessage.Assembler();
  private final List<ToolMessage> errors = new ArrayList<>();
  private final List<String> outside = new ArrayList<>();
  private final List<String> log = new ArrayList<>();
  private final StateReader states = new StateReader();
  private @Nullable Violation violation;
  private boolean success;
  private OptionalLong distinct = OptionalLong.empty();
  private OptionalLong generated = OptionalLong.empty();
  private OptionalInt depth = OptionalInt.empty();

  /** Whether TLC, which ended with this code, has found that the model holds, or is violated. */
  static boolean isDecided(int code) {
    return switch (code) {
      case 0,
          INVARIANT_IN_INITIAL_STATE,
          PROPERTY_IN_INITIAL_STATE,
          INVARIANT,
          ACTION_PROPERTY,
          DEADLOCK,
          LIVENESS -> true;
      default -> false;
    };
  }

  void accept(String line) {
    for (ToolMessage message : assembler.accept(line)) {
      if (message.code() != PROGRESS) {
        log.addAll(message.lines());
      }
      take(message);
    }
  }

  private void take(ToolMessage message) {
    switch (message.code()) {
      case ToolMessage.OUTSIDE -> outside.add(message.first());
      case SUCCESS -> success = true;
      case STATISTICS -> counts(message.first());
      case DEPTH -> {
        Matcher text = DEPTH_TEXT.matcher(message.first());
        if (text.matches()) {
          depth = OptionalInt.of(Integer.parseInt(text.group(1)));
        }
      }
      case STATE, STUTTERING -> states.state(message);
      case BACK_TO_STATE -> states.backTo(message);
      case INVARIANT_IN_INITIAL_STATE -> violatedInitially(Kind.INVARIANT, message);
      case PROPERTY_IN_INITIAL_STATE -> violatedInitially(Kind.INITIAL_PREDICATE, message);
      case INVARIANT -> violated(Kind.INVARIANT, message);
      case ACTION_PROPERTY -> violated(Kind.ACTION_PROPERTY, message);
      case LIVENESS -> violated(Kind.LIVENESS, message);
      case DEADLOCK -> violated(Kind.DEADLOCK, message);
      case ASSERTION -> violated(Kind.ASSERTION, message);
      default -> {
        if (message.isError()) {
          errors.add(message);
        }
      }
    }
  }

  private void counts(String line) {
    Matcher counts = COUNTS.matcher(line);
    if (counts.matches()) {
      generated = OptionalLong.of(Long.parseLong(counts.group(1).replace(",", "")));
      distinct = OptionalLong.of(Long.parseLong(counts.group(2).replace(",", "")));
    }
  }

  private void violatedInitially(Kind kind, ToolMessage message) {
    violated(kind, message);
    states.initialState(message.lines().subList(1, message.lines().size()));
  }

  private void violated(Kind kind, ToolMessage message) {
    errors.add(message);
    Matcher name = VIOLATED.matcher(message.first());
    String property = switch (kind) {
      case DEADLOCK -> "Deadlock";
      case ASSERTION -> "Assertion";
      case LIVENESS -> "";
      default -> name.matches() ? name.group(1) : "";
    };
    if (violation == null) {
      violation = new Violation(kind, property);
    }
  }

  /** What TLC found. The name of a violated property is as TLC says it, and empty for liveness. */
  TlcResult result(int exitCode, double seconds) {
    Optional<Counterexample> counterexample =
        states.isEmpty() ? Optional.empty() : Optional.of(states.counterexample());
    Verdict verdict;
    if (violation != null && counterexample.isPresent()) {
      verdict = Verdict.VIOLATED;
    } else if (success && errors.isEmpty() && exitCode == 0) {
      verdict = Verdict.HOLDS;
    } else {
      verdict = Verdict.ERROR;
    }
    String message =
        verdict == Verdict.HOLDS ? "" : TlcErrorText.oneLine(errors, outside, exitCode);
    return new TlcResult(
        verdict,
        verdict == Verdict.VIOLATED ? Optional.ofNullable(violation) : Optional.empty(),
        message,
        counterexample,
        distinct,
        generated,
        depth,
        seconds,
        List.copyOf(log));
  }
}
