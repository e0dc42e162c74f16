package exactlyonce.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the manifest.
 *
 * @param name what the model is called on the command line
 * @param module the root module, without {@code .tla}
 * @param config the configuration file, relative to the directory of the modules; in the manifest
 *     relative to its folder
 * @param constants values that replace those in the configuration, so that several models can share it
 * @param tier how often it is checked
 * @param shows what the model shows, in one line
 * @param breaks for a model that breaks a rule on purpose: the rule
 * @param reduction why the model need not visit every state, in one line: a symmetry, a view, a
 *     constraint; null if it visits all
 * @param expected what a run must give
 */
public record Model(
    @JsonProperty(value = "model", required = true) String name,
    @JsonProperty(required = true) String module,
    @JsonProperty(required = true) String config,
    @Nullable Map<String, String> constants,
    @JsonProperty(required = true) Tier tier,
    @Nullable String shows,
    @Nullable String breaks,
    @Nullable String reduction,
    @JsonProperty(required = true) Expected expected) {

  /** The smallest first; a model whose size is not pinned comes last. */
  static final Comparator<Model> BY_SIZE = Comparator.comparing(
      model -> Objects.requireNonNullElse(model.expected().distinctStates(), Long.MAX_VALUE));

  public Model {
    Objects.requireNonNull(name, "model is null");
    Objects.requireNonNull(module, "module is null");
    Objects.requireNonNull(config, "config is null");
    Objects.requireNonNull(tier, "tier is null");
    Objects.requireNonNull(expected, "expected is null");
    constants =
        constants == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(constants));
  }

  /** A model of which nothing needs to be said. */
  static Model of(
      String name,
      String module,
      String config,
      Map<String, String> constants,
      Tier tier,
      Expected expected) {
    return new Model(name, module, config, constants, tier, null, null, null, expected);
  }

  /** Whether it is a model of this module, or of the one that sets the module's bounds. */
  public boolean isOf(String specification) {
    return module.equals(specification) || module.equals("MC" + specification);
  }

  /** Whether it is there to be violated. */
  public boolean isMutant() {
    return expected.verdict() == Expected.Verdict.VIOLATED;
  }

  Model withConfig(String file) {
    return new Model(name, module, file, constants, tier, shows, breaks, reduction, expected);
  }

  /** The values that replace those in the configuration; empty if there are none. */
  @Override
  public Map<String, String> constants() {
    return constants == null ? Map.of() : constants;
  }

  /** A constant that is a string, without its quotation marks; null if it is none. */
  public @Nullable String text(String constant) {
    String value = constants().get(constant);
    boolean quoted = value != null && value.length() >= 2 && value.startsWith("\"");
    return quoted && value != null ? value.substring(1, value.length() - 1) : null;
  }
}
