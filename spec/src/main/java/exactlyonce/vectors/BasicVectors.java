package exactlyonce.vectors;

import exactlyonce.tlc.TlaValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Vectors that check whoever replays the others: one of each role that every side meets, and those that no
 * correct side does. If those are met, differences are not found.
 */
final class BasicVectors {

  private BasicVectors() {}

  static List<Map<String, Object>> of(List<RoleVectors> roles) {
    List<Map<String, Object>> vectors = new ArrayList<>();
    for (RoleVectors role : roles) {
      List<Map<String, Object>> steps = path(role.graph(), causes(role));
      List<Map<String, Object>> unwritten = unwritten(role);
      vectors.add(vector(role, "meets", meets(role), false, steps, unwritten));
      vectors.add(vector(
          role,
          "too-much",
          "expects nothing, but a side makes something",
          true,
          expectNothing(steps),
          unwritten));
      vectors.add(vector(
          role,
          "too-little",
          "expects what no side makes",
          true,
          expectTooEarly(steps),
          unwritten));
      if (!unwritten.isEmpty()) {
        vectors.add(vector(
            role,
            "not-cut",
            "expects nothing if a write is lost in the crash, but a side makes something",
            true,
            steps,
            expectNothing(unwritten)));
      }
    }
    return vectors;
  }

  private static String meets(RoleVectors role) {
    if (role.capabilities().contains("sessions")) {
      return "a session is opened and closed";
    }
    return role.capabilities().contains("crash")
        ? "what was told is known after a crash"
        : "one message is delivered";
  }

  private static String[] causes(RoleVectors role) {
    if (role.capabilities().contains("sessions")) {
      String opening = "sender 0 nonce 0";
      return role.capabilities().contains("receiver")
          ? new String[] {"OPEN " + opening + " window " + (1 << 30), "CLOSE session 0"}
          : new String[] {"open", "OPENED " + opening + " session 0 window 2", "close"};
    }
    boolean crashes = role.capabilities().contains("crash");
    if (role.capabilities().contains("receiver")) {
      return crashes
          ? new String[] {"DATA 0", "handler 0 succeeds", "crash", "CHECK 0"}
          : new String[] {"DATA 0", "handler 0 succeeds"};
    }
    if (crashes) {
      return new String[] {"submit 0", "crash", "timeout 0"};
    }
    return new String[] {"submit 0", role.capabilities().contains("replies") ? "ACK 0 r0" : "ACK 0"
    };
  }

  /** What comes after the crash if the step before it has written nothing. */
  private static List<Map<String, Object>> unwritten(RoleVectors role) {
    if (!role.capabilities().contains("crash")) {
      return List.of();
    }
    String asks = role.capabilities().contains("receiver") ? "CHECK 0" : "submit 0";
    return path(role.graph(), "crash", asks).subList(1, 2);
  }

  private static List<Map<String, Object>> path(RoleGraph graph, String... causes) {
    List<Map<String, Object>> steps = new ArrayList<>();
    TlaValue state = graph.initialState();
    for (String cause : causes) {
      Transition step = graph.steps(state).stream()
          .filter(each -> each.cause().equals(cause))
          .findFirst()
          .orElseThrow();
      steps.add(StepJson.of(step));
      state = step.to();
    }
    return steps;
  }

  private static List<Map<String, Object>> expectNothing(List<Map<String, Object>> steps) {
    List<Map<String, Object>> wrong = new ArrayList<>(steps);
    Map<String, Object> last = new LinkedHashMap<>(steps.get(steps.size() - 1));
    last.put("outs", List.of());
    wrong.set(steps.size() - 1, last);
    return wrong;
  }

  /** The first step, with the outputs that only the last has. */
  private static List<Map<String, Object>> expectTooEarly(List<Map<String, Object>> steps) {
    List<Map<String, Object>> wrong = new ArrayList<>(steps);
    Map<String, Object> first = new LinkedHashMap<>(steps.get(0));
    first.put("outs", steps.get(steps.size() - 1).get("outs"));
    wrong.set(0, first);
    return wrong;
  }

  private static Map<String, Object> vector(
      RoleVectors role,
      String name,
      String tests,
      boolean wrong,
      List<Map<String, Object>> steps,
      List<Map<String, Object>> unwritten) {
    Map<String, Object> vector = new LinkedHashMap<>();
    vector.put("vector", "basic." + role.id() + "." + name);
    vector.put("level", VectorFiles.BASIC);
    vector.put("requirement", "MUST");
    vector.put("capabilities", role.capabilities());
    vector.put("tests", tests);
    vector.put(
        "rule",
        wrong ? "whoever replays this finds a difference" : "whoever replays this finds none");
    vector.put("wrong", wrong);
    vector.put("steps", steps);
    if (!unwritten.isEmpty()) {
      vector.put("unwritten", unwritten);
    }
    return vector;
  }
}
