package exactlyonce.vectors;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import exactlyonce.JsonSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The vectors that are checked in. */
class VectorFilesTest {
  private static final Path VECTORS = Path.of("vectors");
  private static final int MOST_BYTES = 5_000_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  private static Map<String, String> checkedIn() throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.list(VECTORS)) {
      for (Path file : all.toList()) {
        files.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return files;
  }

  @Test
  void everyTransitionIsTaken() throws IOException {
    Set<String> roles = new TreeSet<>();
    for (JsonNode file : files()) {
      if (file.has("role")) {
        roles.add(file.get("role").asText());
        assertThat(file.get("taken")).as("%s", file.get("role")).isEqualTo(file.get("transitions"));
        boolean isOfSessionsOrCrashes =
            Set.of("L3", "L6").contains(file.get("level").asText());
        boolean isOrderedWithReplies = file.get("role").asText().equals("receiver-ordered-replies");
        assertThat(file.get("transitions").asInt())
            .isGreaterThan(isOfSessionsOrCrashes ? 100 : isOrderedWithReplies ? 400 : 500);
      }
    }
    assertThat(roles)
        .containsExactlyInAnyOrder(Stream.of(Role.values()).map(Role::id).toArray(String[]::new));
  }

  @Test
  void theManifestDescribesTheFiles() throws Exception {
    Map<String, String> contents = checkedIn();
    Set<String> described = new TreeSet<>(Set.of("manifest.json", "schema.json"));
    for (JsonNode file : files()) {
      String name = file.get("file").asText();
      described.add(name);
      byte[] content = contents.get(name).getBytes(UTF_8);
      assertThat(file.get("sha256").asText())
          .isEqualTo(
              HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
      assertThat(vectors(name)).hasSize(file.get("vectors").asInt());
    }
    assertThat(described).isEqualTo(contents.keySet());
  }

  @Test
  void everyFlagFailsAVector() throws IOException {
    for (JsonNode file : files()) {
      Set<String> flags = new TreeSet<>();
      for (JsonNode vector : vectors(file.get("file").asText())) {
        vector.path("flags").fieldNames().forEachRemaining(flags::add);
      }
      Set<String> described = new TreeSet<>();
      file.path("flags").fieldNames().forEachRemaining(described::add);
      assertThat(flags).as(file.get("file").asText()).isEqualTo(described);
      boolean hasMutants =
          file.has("role") && !file.get("role").asText().equals("receiver-ordered");
      assertThat(flags.isEmpty()).isNotEqualTo(hasMutants);
    }
  }

  /** These do something that no input makes them do, or need a second session. */
  @Test
  void noOtherMutantIsUnnoticed() throws IOException {
    Map<String, Set<String>> unnoticed = new TreeMap<>();
    for (JsonNode file : files()) {
      Set<String> names = new TreeSet<>();
      file.path("unnoticed").fieldNames().forEachRemaining(names::add);
      if (!names.isEmpty()) {
        unnoticed.put(file.get("role").asText(), names);
      }
    }
    assertThat(unnoticed)
        .isEqualTo(Map.of(
            "receiver", Set.of("ClaimNotExclusive"),
            "receiver-replies", Set.of("SessionIgnored"),
            "sender-replies", Set.of("SessionIgnored")));
  }

  @Test
  void noTwoVectorsHaveOneName() throws IOException {
    Set<String> names = new HashSet<>();
    for (JsonNode file : files()) {
      for (JsonNode vector : vectors(file.get("file").asText())) {
        assertThat(names.add(vector.get("vector").asText())).as("%s", vector).isTrue();
      }
    }
  }

  @Test
  void theSchemaAdmitsThem() throws IOException {
    JsonSchema schema = JsonSchema.of(Files.readString(VECTORS.resolve("schema.json")));
    for (JsonNode file : files()) {
      for (JsonNode vector : vectors(file.get("file").asText())) {
        List<Error> errors = schema.errors(vector.toString());
        assertThat(errors).as("%s", vector).isEmpty();
      }
    }
    String first = Files.readAllLines(VECTORS.resolve("receiver.jsonl")).get(0);
    List<String> parts =
        List.of("\"frame\"", "DATA 0", "STATUS 0", "\"MUST\"", "\"L1\"", "\"receiver\"", "\"hex\"");
    for (String part : parts) {
      assertThat(first).contains(part);
      assertThat(schema.errors(first.replace(part, part.replaceAll("\\w+", "x"))))
          .as(part)
          .isNotEmpty();
    }
  }

  @Test
  void theyAreSmall() throws IOException {
    long bytes = checkedIn().values().stream().mapToLong(String::length).sum();
    assertThat(bytes).isLessThan(MOST_BYTES);
  }

  private static JsonNode files() throws IOException {
    return JSON.readTree(checkedIn().get("manifest.json")).get("files");
  }

  private static List<JsonNode> vectors(String file) throws IOException {
    List<JsonNode> vectors = new ArrayList<>();
    for (String line : Files.readAllLines(VECTORS.resolve(file))) {
      vectors.add(JSON.readTree(line));
    }
    return vectors;
  }
}
