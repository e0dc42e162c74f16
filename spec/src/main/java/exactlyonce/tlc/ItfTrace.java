package exactlyonce.tlc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import exactlyonce.tlc.Counterexample.State;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Counterexamples in the Informal Trace Format (ITF) of Apalache, which is JSON. TLC does not tell
 * sequences from tuples: all are written as tuples. A model value is written as a string.
 *
 * @see <a href="https://apalache-mc.org/docs/adr/015adr-trace.html">the definition of the format</a>
 */
public final class ItfTrace {

  private static final String FORMAT = "https://apalache-mc.org/docs/adr/015adr-trace.html";
  private static final String META = "#meta";
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private ItfTrace() {}

  /**
   * The trace of a counterexample. If it ends by stuttering, it repeats its last state.
   *
   * @param module the root module, without {@code .tla}
   * @param description in one line
   */
  public static ObjectNode of(String module, String description, Counterexample counterexample) {
    List<State> states = counterexample.states();
    ObjectNode trace = JSON.objectNode();
    trace
        .putObject(META)
        .put("format", "ITF")
        .put("format-description", FORMAT)
        .put("source", module + ".tla")
        .put("description", description);
    ArrayNode variables = trace.putArray("vars");
    states.get(0).variables().keySet().forEach(variables::add);
    ArrayNode all = trace.putArray("states");
    states.forEach(state -> all.add(state(state)));
    if (counterexample.ending() instanceof Counterexample.BackTo back) {
      trace.put("loop", back.number() - 1);
    } else if (counterexample.ending() instanceof Counterexample.Stuttering) {
      trace.put("loop", states.size() - 1);
    }
    return trace;
  }

  private static ObjectNode state(State state) {
    ObjectNode json = JSON.objectNode();
    json.putObject(META).put("index", state.number() - 1).put("action", state.action());
    state.variables().forEach((name, value) -> json.set(name, value(value)));
    return json;
  }

  private static JsonNode value(TlaValue value) {
    if (value instanceof TlaValue.Int number) {
      return number(number.value());
    } else if (value instanceof TlaValue.Bool bool) {
      return BooleanNode.valueOf(bool.value());
    } else if (value instanceof TlaValue.Str string) {
      return TextNode.valueOf(string.value());
    } else if (value instanceof TlaValue.Model model) {
      return TextNode.valueOf(model.name());
    } else if (value instanceof TlaValue.Tuple tuple) {
      return tagged("#tup", all(tuple.elements()));
    } else if (value instanceof TlaValue.SetOf set) {
      return tagged("#set", all(set.elements()));
    } else if (value instanceof TlaValue.Interval interval) {
      ArrayNode numbers = JSON.arrayNode();
      IntStream.rangeClosed(interval.low(), interval.high())
          .forEach(each -> numbers.add(number(each)));
      return tagged("#set", numbers);
    } else if (value instanceof TlaValue.Rec rec) {
      ObjectNode fields = JSON.objectNode();
      rec.fields().forEach((name, field) -> fields.set(name, value(field)));
      return fields;
    } else if (value instanceof TlaValue.Function function) {
      ArrayNode pairs = JSON.arrayNode();
      function.pairs().forEach((argument, result) -> pairs.add(all(List.of(argument, result))));
      return tagged("#map", pairs);
    }
    return tagged("#unserializable", TextNode.valueOf(value.toString()));
  }

  private static JsonNode number(int value) {
    return tagged("#bigint", TextNode.valueOf(Integer.toString(value)));
  }

  private static ArrayNode all(Collection<TlaValue> values) {
    ArrayNode array = JSON.arrayNode();
    values.forEach(each -> array.add(value(each)));
    return array;
  }

  private static ObjectNode tagged(String tag, JsonNode content) {
    ObjectNode json = JSON.objectNode();
    json.set(tag, content);
    return json;
  }
}
