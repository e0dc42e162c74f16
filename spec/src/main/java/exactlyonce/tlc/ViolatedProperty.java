package exactlyonce.tlc;

import exactlyonce.tlc.TlcResult.Kind;
import exactlyonce.tlc.TlcResult.Verdict;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the name of a violated property. TLC says only that some temporal property was violated, and
 * names the parts of a refinement by their place in the text. So each property is checked alone, in
 * the order of the configuration.
 */
final class ViolatedProperty {

  /** Runs a model. */
  @FunctionalInterface
  interface Runner {
    TlcResult run(TlcRequest request) throws InterruptedException;
  }

  private ViolatedProperty() {}

  static TlcResult name(TlcResult result, TlcRequest request, Runner runner)
      throws InterruptedException {
    if (result.verdict() != Verdict.VIOLATED) {
      return result;
    }
    TlcConfig config = new TlcConfig(request.config());
    List<String> properties = config.properties();
    if (isNamed(result, config)) {
      return result;
    }
    double seconds = result.seconds();
    for (String property : properties) {
      if (property.equals(properties.get(properties.size() - 1))) {
        return result.withProperty(property).withSeconds(seconds); // for all others hold
      }
      TlcResult alone = runner.run(only(property, config, request));
      seconds += alone.seconds();
      if (alone.verdict() == Verdict.VIOLATED) {
        return alone.withProperty(property).withSeconds(seconds);
      } else if (alone.verdict() == Verdict.ERROR) {
        return alone.withSeconds(seconds);
      }
    }
    return TlcResult.error(
        "violated, but there is no property: " + result.message(), seconds, result.log());
  }

  private static boolean isNamed(TlcResult result, TlcConfig config) {
    Kind kind = result.violation().orElseThrow().kind();
    return kind == Kind.DEADLOCK
        || kind == Kind.ASSERTION
        || config.properties().contains(result.property())
        || (kind == Kind.INVARIANT && config.invariants().contains(result.property()));
  }

  private static TlcRequest only(String property, TlcConfig config, TlcRequest request) {
    List<String> arguments = new ArrayList<>(request.arguments());
    if (!arguments.contains("-deadlock")) {
      arguments.add("-deadlock"); // which turns the check off
    }
    return request.withConfig(config.withOnlyProperty(property).text()).withArguments(arguments);
  }
}
