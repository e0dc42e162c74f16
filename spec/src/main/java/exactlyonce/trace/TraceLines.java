package exactlyonce.trace;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Writes the lines of a trace file. Stateless and thread-safe. */
final class TraceLines {
  private static final JsonFactory JSON = new JsonFactory();

  private TraceLines() {}

  static byte[] header(TraceKind kind, int window) {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    append(line, json -> {
      json.writeStringField("format", Trace.FORMAT);
      json.writeNumberField("version", Trace.VERSION);
      json.writeStringField("delivery", kind.delivery());
      if (kind.crashes()) {
        json.writeBooleanField("crashes", true);
      }
      json.writeNumberField("window", window);
    });
    return line.toByteArray();
  }

  static void append(ByteArrayOutputStream buffer, TraceEvent event) {
    append(buffer, json -> {
      json.writeStringField("thread", event.thread());
      json.writeStringField("action", event.action());
      if (event.session() != 0) {
        json.writeNumberField("session", event.session());
      }
      if (event.nonce() != 0) {
        json.writeNumberField("nonce", event.nonce());
      }
      if (event.seq() >= 0) {
        json.writeNumberField("seq", event.seq());
      }
      if (event.result() != null) {
        json.writeStringField("result", event.result());
      }
      if (event.reply() != null) {
        json.writeStringField("reply", event.reply());
      }
      json.writeNumberField("before", event.before());
      if (event.isFinished()) {
        json.writeNumberField("after", event.after());
      }
    });
  }

  private interface Fields {
    void writeTo(JsonGenerator json) throws IOException;
  }

  private static void append(ByteArrayOutputStream buffer, Fields fields) {
    try (JsonGenerator json = JSON.createGenerator(buffer)) {
      json.writeStartObject();
      fields.writeTo(json);
      json.writeEndObject();
      json.writeRaw('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
