package exactlyonce.cli;

import exactlyonce.tlc.TlcResult;
import java.util.Map;

/** A verdict in a few letters, for tables. */
final class ShortVerdict {

  /** The four properties of module {@code FailurePoints}, and those of order and of replies. */
  private static final Map<String, String> SHORT = Map.of(
      "NoDuplicate", "duplicate",
      "EveryMessageArrives", "lost",
      "EveryMessageConfirmed", "no OK",
      "NoFalseConfirm", "false OK",
      "NothingPassedOver", "skipped",
      "RightReply", "wrong reply");

  private ShortVerdict() {}

  /** As in {@code holds}, {@code duplicate 7}, {@code lost 4}. */
  static String of(TlcResult result) {
    return switch (result.verdict()) {
      case HOLDS -> "holds";
      case VIOLATED ->
        SHORT.getOrDefault(result.property(), result.property()) + " " + result.traceLength();
      case ERROR -> "ERROR";
    };
  }
}
