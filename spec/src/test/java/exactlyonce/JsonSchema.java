package exactlyonce;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;

/** A JSON Schema of draft 2020-12. */
public record JsonSchema(Schema schema) {

  private static SchemaRegistry registry() {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
  }

  /** The schema with this text. A later draft, or a misspelt keyword, would be ignored without a word. */
  public static JsonSchema of(String text) {
    return new JsonSchema(registry().getSchema(text, InputFormat.JSON));
  }

  /** The schema of schemas. */
  public static JsonSchema ofSchemas() {
    return new JsonSchema(
        registry().getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema")));
  }

  /** What is wrong with a text; empty if nothing is. */
  public List<Error> errors(String json) {
    return schema.validate(json, InputFormat.JSON);
  }
}
