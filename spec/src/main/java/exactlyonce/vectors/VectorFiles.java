package exactlyonce.vectors;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import exactlyonce.model.InParallel;
import exactlyonce.model.ProgramFiles;
import exactlyonce.model.Specifications;
import exactlyonce.tlc.Tlc;
import exactlyonce.tlc.TlcConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The vectors of all roles, as JSON lines, with a manifest. */
public final class VectorFiles {

  /** Of the format: of what the fields mean. */
  public static final int VERSION = 1;

  /** The level of the vectors that judge whoever replays the others. */
  public static final String BASIC = "BASIC";

  /** The length of the longest frame that each side takes, in bytes. */
  public static final int LONGEST_FRAME = 1024;

  private static final String SCHEMA = "schema.json";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Specifications specifications;
  private final Tlc tlc;
  private final Consumer<String> progress;
  private final List<Map<String, Object>> summaries = new ArrayList<>();
  private final Map<String, String> files = new LinkedHashMap<>();

  private VectorFiles(Specifications specifications, Tlc tlc, Consumer<String> progress) {
    this.specifications = specifications;
    this.tlc = tlc;
    this.progress = progress;
  }

  /** One run of TLC: of a role as it is, or with a mutant. */
  private record Run(Role role, @Nullable Mutant mutant) {}

  /**
   * Computes the files.
   *
   * @param progress is told what TLC is about to explore, by several threads
   * @throws IllegalStateException if TLC fails
   */
  public static VectorFiles of(Specifications specifications, Tlc tlc, Consumer<String> progress)
      throws InterruptedException {
    VectorFiles all = new VectorFiles(specifications, tlc, progress);
    List<RoleVectors> roles = all.roles();
    all.add("basic", BasicVectors.of(roles), Map.of("level", BASIC));
    roles.forEach(role -> all.add(role.id(), role.vectors(), role.summary()));
    all.add("wire", WireVectors.all(), Map.of("level", "L0"));
    all.addManifest();
    all.addSchema();
    return all;
  }

  /** The content of each file, by its name. */
  public Map<String, String> contents() {
    return files;
  }

  /** What the manifest says about each file of vectors. */
  public List<Map<String, Object>> summaries() {
    return summaries;
  }

  private List<RoleVectors> roles() throws InterruptedException {
    List<Run> runs = new ArrayList<>();
    Map<Role, Definitions> definitions = new LinkedHashMap<>();
    for (Role role : Role.values()) {
      TlcConfig config = new TlcConfig(role.config(specifications));
      Definitions ofRole = new Definitions(specifications, role.modules(), config);
      definitions.put(role, ofRole);
      runs.add(new Run(role, null));
      Mutant.of(specifications, role, ofRole).forEach(mutant -> runs.add(new Run(role, mutant)));
    }
    List<RoleGraph> graphs = InParallel.on(tlc.concurrency(), runs, this::explore);
    List<RoleVectors> roles = new ArrayList<>();
    definitions.forEach((role, ofRole) -> {
      RoleGraph graph = graphs.get(runs.indexOf(new Run(role, null)));
      Map<Mutant, RoleGraph> mutants = new LinkedHashMap<>();
      for (int i = 0; i < runs.size(); i++) {
        Mutant mutant = runs.get(i).mutant();
        if (runs.get(i).role() == role
            && mutant != null
            && !isOfAnotherSide(role, graph, graphs.get(i))) {
          mutants.put(mutant, graphs.get(i));
        }
      }
      roles.add(new RoleVectors(role, graph, mutants, ofRole));
    });
    return roles;
  }

  /** A mutant of CrashRecovery may change only what is left to other roles. */
  static boolean isOfAnotherSide(Role role, RoleGraph graph, RoleGraph withMutant) {
    return (role.crashes() || role.isOfSessions()) && graph.doesTheSame(withMutant);
  }

  private RoleGraph explore(Run run) throws InterruptedException {
    Mutant mutant = run.mutant();
    progress.accept(
        "exploring " + run.role().id() + (mutant == null ? "" : " with " + mutant.name()));
    return RoleGraph.of(
        specifications, tlc, run.role(), mutant == null ? Map.of() : mutant.replaced());
  }

  private void add(String name, List<Map<String, Object>> vectors, Map<String, Object> summary) {
    StringBuilder lines = new StringBuilder();
    vectors.forEach(vector -> lines.append(json(vector)).append('\n'));
    String file = name + ".jsonl";
    files.put(file, lines.toString());
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("file", file);
    entry.put("sha256", sha256(lines.toString().getBytes(UTF_8)));
    entry.put("vectors", vectors.size());
    entry.putAll(summary);
    summaries.add(entry);
  }

  private void addManifest() {
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("version", VERSION);
    manifest.put("files", summaries);
    try {
      files.put(
          "manifest.json",
          JSON.writerWithDefaultPrettyPrinter().writeValueAsString(manifest).replace("\r", "")
              + "\n");
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void addSchema() {
    try {
      byte[] schema = ProgramFiles.read("vectors/" + SCHEMA).orElseThrow();
      files.put(SCHEMA, new String(schema, UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The checksum of a file, as in the manifest. */
  public static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }
}
