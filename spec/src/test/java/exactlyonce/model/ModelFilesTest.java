package exactlyonce.model;

import static org.assertj.core.api.Assertions.assertThat;

import exactlyonce.clients.ClientModel;
import exactlyonce.vectors.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The configuration files are where editors and the manifest expect them, and none is superfluous. */
class ModelFilesTest {

  private static final Path TLA = Path.of("tla");
  private static final Set<String> ROLES =
      Stream.of(Role.values()).map(Role::configFile).collect(Collectors.toSet());
  private static final Set<String> CLIENTS =
      ClientModel.ALL.stream().map(ClientModel::configFile).collect(Collectors.toSet());
  private static final List<Model> MODELS = Specifications.in(TLA).manifest().models();

  private static Set<String> files(String ending) throws IOException {
    try (Stream<Path> files = Files.walk(TLA)) {
      return files
          .map(file -> TLA.relativize(file).toString().replace('\\', '/'))
          .filter(file -> file.endsWith(ending))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  /** The commands {@code trace} and {@code vectors} run these, and {@code ClientOutcomesTest}. */
  private static boolean isNoModel(String file) {
    return file.startsWith("Trace") || ROLES.contains(file) || CLIENTS.contains(file);
  }

  @Test
  void everyFolderIsListed() throws IOException {
    Set<String> folders = MODELS.stream()
        .map(model -> model.module().replaceFirst("^MC", ""))
        .map(folder -> "models/" + folder + "/manifest.json")
        .collect(Collectors.toCollection(TreeSet::new));
    folders.add("manifest.json");
    assertThat(files("manifest.json")).isEqualTo(folders);
  }

  @Test
  void noConfigurationIsAnOrphan() throws IOException {
    Set<String> used = MODELS.stream().map(Model::config).collect(Collectors.toSet());
    Set<String> present = files(".cfg");
    present.removeIf(ModelFilesTest::isNoModel);
    assertThat(present).containsExactlyInAnyOrderElementsOf(used);
    assertThat(files(".cfg")).containsAll(ROLES).containsAll(CLIENTS);
  }

  @Test
  void aModelIsInTheFolderOfItsModule() {
    for (Model model : MODELS) {
      String folder = "models/" + model.module().replaceFirst("^MC", "") + "/";
      if (!model.config().equals(model.module() + ".cfg")) {
        assertThat(model.config()).as(model.name()).startsWith(folder);
        if (model.constants().isEmpty()) {
          assertThat(model.config()).isEqualTo(folder + model.name() + ".cfg");
        }
      }
    }
  }

  /** Models that share a configuration replace constants, and not by the same values. */
  @Test
  void noTwoModelsAreTheSame() {
    Set<List<Object>> seen = new HashSet<>();
    for (Model model : MODELS) {
      assertThat(seen.add(List.of(model.module(), model.config(), model.constants())))
          .as(model.name())
          .isTrue();
    }
  }

  /** The VS Code extension and the Toolbox look for a configuration of this name. */
  @Test
  void everyModuleThatRunsHasItsConfigurationBesideIt() throws IOException {
    Map<String, List<Model>> models = MODELS.stream().collect(Collectors.groupingBy(Model::config));
    Set<String> modules = MODELS.stream().map(Model::module).collect(Collectors.toSet());
    files(".tla").stream()
        .filter(file -> file.startsWith("MC"))
        .forEach(file -> modules.add(file.replace(".tla", "")));
    for (String module : modules) {
      List<Model> own = models.getOrDefault(module + ".cfg", List.of());
      assertThat(own).as(module + ".cfg is a model of the manifest").isNotEmpty();
      // The only model of MCFailurePoints is a mutant: what holds is FailurePoints.
      if (!module.equals("MCFailurePoints")) {
        assertThat(own)
            .as(module)
            .anyMatch(model -> model.expected().verdict() == Expected.Verdict.HOLDS);
      }
    }
  }

  @Test
  void noConfigurationRepeatsAnother() throws IOException {
    Map<List<String>, String> seen = new HashMap<>();
    List<String> repeated = new ArrayList<>();
    Map<String, String> moduleOf = new HashMap<>();
    MODELS.forEach(model -> moduleOf.put(model.config(), model.module()));
    for (Map.Entry<String, String> each : moduleOf.entrySet()) {
      String words = Files.readString(TLA.resolve(each.getKey()))
          .replaceAll("\\\\\\*.*", " ")
          .replaceAll("\\s+", " ");
      String other = seen.put(List.of(each.getValue(), words), each.getKey());
      if (other != null) {
        repeated.add(each.getKey() + " repeats " + other);
      }
    }
    assertThat(repeated).isEmpty();
  }
}
