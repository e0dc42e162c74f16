package exactlyonce.conformance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import exactlyonce.model.ProgramFiles;
import exactlyonce.vectors.VectorFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * All vectors.
 *
 * @param files those of level BASIC first, then by level
 */
public record VectorSet(List<VectorFile> files) {

  private static final String MANIFEST = "manifest.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Where files are. */
  private interface Source {
    byte[] read(String name) throws IOException;
  }

  /** The vectors that were built with this program. */
  public static VectorSet bundled() throws IOException {
    return read(name ->
        ProgramFiles.read("vectors/" + name).orElseThrow(() -> new NoSuchFileException(name)));
  }

  /**
   * The vectors that {@code vectors DIR} has written.
   *
   * @throws IOException if a file is missing, or is not what the manifest says
   */
  public static VectorSet in(Path directory) throws IOException {
    return read(name -> Files.readAllBytes(directory.resolve(name)));
  }

  private static VectorSet read(Source source) throws IOException {
    JsonNode manifest = JSON.readTree(source.read(MANIFEST));
    if (manifest.path("version").asInt() != VectorFiles.VERSION) {
      throw new IOException(MANIFEST + " is not of version " + VectorFiles.VERSION);
    }
    List<VectorFile> files = new ArrayList<>();
    for (JsonNode entry : manifest.path("files")) {
      String name = entry.path("file").asText();
      byte[] content = source.read(name);
      if (!VectorFiles.sha256(content).equals(entry.path("sha256").asText())) {
        throw new IOException(name + " is not the file that " + MANIFEST + " describes");
      }
      files.add(file(name, content, entry));
    }
    files.sort(Comparator.comparing((VectorFile file) -> !file.level().equals(VectorFiles.BASIC))
        .thenComparing(VectorFile::level));
    return new VectorSet(files);
  }

  private static VectorFile file(String name, byte[] content, JsonNode entry) throws IOException {
    List<TestVector> vectors = new ArrayList<>();
    for (String line : new String(content, StandardCharsets.UTF_8).lines().toList()) {
      try {
        vectors.add(new TestVector(JSON.readTree(line)));
      } catch (JsonProcessingException e) {
        throw new IOException(name + " has a line that is not JSON", e);
      }
    }
    Map<String, VectorFile.Mutant> mutants = new TreeMap<>();
    entry
        .path("flags")
        .properties()
        .forEach(flag -> mutants.put(
            flag.getKey(),
            new VectorFile.Mutant(
                flag.getValue().path("model").asText(),
                flag.getValue().path("breaks").asText())));
    return new VectorFile(
        name.replace(".jsonl", ""), entry.path("level").asText(), vectors, mutants);
  }

  /** The files of some vectors, without those that then have none. */
  public VectorSet only(Predicate<TestVector> wanted) {
    return new VectorSet(files.stream()
        .map(file -> new VectorFile(
            file.name(),
            file.level(),
            file.vectors().stream().filter(wanted).toList(),
            file.mutants()))
        .filter(file -> !file.vectors().isEmpty())
        .toList());
  }
}
