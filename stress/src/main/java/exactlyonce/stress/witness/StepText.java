package exactlyonce.stress.witness;

import exactlyonce.stress.exploration.Shared;
import exactlyonce.stress.exploration.Step;
import exactlyonce.stress.model.Access;
import exactlyonce.stress.model.Effect;
import exactlyonce.stress.model.Message;
import java.util.ArrayList;
import java.util.List;

/**
 * A step in words.
 *
 * @param what the access, with what it read and wrote; a line, or two
 * @param site where in the code it is, and its mode
 * @param unseen a line for each later write that it did not see
 */
record StepText(List<String> what, String site, List<String> unseen) {
  /**
   * Describes a step.
   *
   * @param withLine whether the line of the code is named
   */
  static StepText of(Step step, Shared shared, boolean withLine) {
    Access access = step.access();
    String location = shared.locations().name(access.location());
    return new StepText(
        what(access, step.effect(), location, shared),
        site(access, withLine),
        step.unseen().stream()
            .map(unseen ->
                "does not see " + value(unseen, location, shared) + " of thread " + unseen.writer())
            .toList());
  }

  private static List<String> what(Access access, Effect effect, String location, Shared shared) {
    Message read = effect.read();
    Message written = effect.written();
    if (effect.race() != null) {
      String verb = access.kind() == Access.Kind.WRITE ? "writes" : "reads";
      return List.of(verb + " " + location + ": " + effect.race());
    } else if (read != null && written != null) {
      return List.of(
          "exchanges " + location + ":",
          "  " + value(read, location, shared) + " -> " + value(written, location, shared));
    } else if (written != null) {
      return List.of("writes " + location + " = " + value(written, location, shared));
    } else if (read != null) {
      return List.of("reads " + location + " = " + value(read, location, shared));
    }
    return List.of();
  }

  private static String site(Access access, boolean withLine) {
    if (access.site() == null) {
      return access.mode().toString();
    }
    String line = withLine ? " line " + access.site().line() : "";
    return access.site().name() + line + ", " + access.mode();
  }

  private static String value(Message message, String location, Shared shared) {
    return StateNames.text(location, shared.values().value(message.value()));
  }

  /** Returns all lines: the first says what is done, the others are indented. */
  List<String> lines() {
    List<String> lines = new ArrayList<>(what);
    lines.add("  " + site);
    unseen.forEach(line -> lines.add("  " + line));
    return lines;
  }
}
