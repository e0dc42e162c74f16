package exactlyonce.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A vector, as it stands in its file.
 *
 * @param json with the fields that {@code schema.json} demands
 */
public record TestVector(JsonNode json) {

  public String name() {
    return text("vector");
  }

  /** What it says under this name; empty if it says nothing. */
  public String text(String field) {
    return json.path(field).asText();
  }

  /** What a port must be capable of. */
  public Set<String> capabilities() {
    Set<String> all = new LinkedHashSet<>();
    json.get("capabilities").forEach(each -> all.add(each.asText()));
    return all;
  }

  /** Whether this is one of those that no correct side meets. */
  public boolean isWrong() {
    return json.path("wrong").asBoolean();
  }

  /** Whether its side begins without a session. */
  boolean isOfSessions() {
    return capabilities().contains("sessions");
  }

  boolean isSender() {
    return capabilities().contains("sender");
  }

  /** Whether a mutant of the specification does something else in one of these steps. */
  boolean hasFlagAt(String flag, Difference difference) {
    int step = json.path("flags").path(flag).asInt();
    return step >= Math.max(1, difference.first()) && step <= difference.last();
  }

  /** What is done, each with what must be made. To read a frame is one step. */
  public List<JsonNode> steps() {
    List<JsonNode> steps = new ArrayList<>();
    if (json.has("steps")) {
      json.get("steps").forEach(steps::add);
    } else {
      steps.add(reading());
    }
    return steps;
  }

  /** Which step is the last crash, from 0; -1 if there is none. */
  int lastCrash() {
    int last = -1;
    int index = 0;
    for (JsonNode step : json.path("steps")) {
      if (step.path("do").asText().equals("crash")) {
        last = index;
      }
      index++;
    }
    return last;
  }

  /** The same, if nothing was stored of the step before the last crash. */
  List<JsonNode> stepsIfUnwritten() {
    if (!json.has("unwritten")) {
      return steps();
    }
    List<JsonNode> steps = new ArrayList<>(steps().subList(0, lastCrash() + 1));
    json.get("unwritten").forEach(steps::add);
    return steps;
  }

  private ObjectNode reading() {
    ObjectNode step = JsonNodeFactory.instance.objectNode();
    step.put("do", "read");
    step.set("reader", json.get("reader"));
    step.set("hex", json.get("hex"));
    ArrayNode outs = step.putArray("outs");
    if (json.has("refused")) {
      outs.addObject().put("out", "refused").set("reason", json.get("refused"));
    } else {
      for (JsonNode call : json.get("calls")) {
        ObjectNode out = outs.addObject().put("out", "call");
        call.properties().forEach(field -> out.set(field.getKey(), field.getValue()));
      }
    }
    return step;
  }
}
