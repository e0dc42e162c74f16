package exactlyonce.tlc;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the parent writes to a child, as one line of JSON.
 *
 * @param directories where the configuration and the modules are
 * @param arguments TLC's
 * @param properties system properties for the time of the run
 */
record ChildRequest(
    List<String> directories, List<String> arguments, Map<String, String> properties) {

  /** Without data binding, which would double the time that a child takes to start. */
  private static final JsonFactory JSON = new JsonFactory();

  String toJson() throws IOException {
    StringWriter line = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(line)) {
      json.writeStartObject();
      write(json, "directories", directories);
      write(json, "arguments", arguments);
      json.writeObjectFieldStart("properties");
      for (Map.Entry<String, String> property : properties.entrySet()) {
        json.writeStringField(property.getKey(), property.getValue());
      }
      json.writeEndObject();
      json.writeEndObject();
    }
    return line.toString();
  }

  private static void write(JsonGenerator json, String field, List<String> values)
      throws IOException {
    json.writeArrayFieldStart(field);
    for (String value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }

  static ChildRequest parse(String line) throws IOException {
    List<String> directories = new ArrayList<>();
    List<String> arguments = new ArrayList<>();
    Map<String, String> properties = new LinkedHashMap<>();
    try (JsonParser json = JSON.createParser(line)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        switch (json.currentName()) {
          case "directories" -> read(json, directories);
          case "arguments" -> read(json, arguments);
          case "properties" -> read(json, properties);
          default -> throw new IOException("unknown field " + json.currentName());
        }
      }
    }
    return new ChildRequest(directories, arguments, properties);
  }

  private static void read(JsonParser json, List<String> values) throws IOException {
    json.nextToken();
    while (json.nextToken() == JsonToken.VALUE_STRING) {
      values.add(json.getText());
    }
  }

  private static void read(JsonParser json, Map<String, String> values) throws IOException {
    json.nextToken();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      values.put(name, json.nextTextValue());
    }
  }
}
