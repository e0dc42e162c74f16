package exactlyonce.vectors;

import exactlyonce.model.Model;
import exactlyonce.model.Specifications;
import exactlyonce.tlc.TlcConfig;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A mutant of the specification that changes one side.
 *
 * @param model that shows what it leads to
 * @param name of the model, without that of the module
 * @param replaced what it puts in place of definitions and constants of this side
 */
record Mutant(Model model, String name, Map<String, String> replaced) {

  private static final String SLOTS = "Slots";

  /** A frame. A mutant whose frames depend on the sender does not leave it constant which ones may come. */
  private static final String DATA = "Data";

  /** The writes that are made. */
  private static final String STABLE = "Stable";

  /** The mutants of the role's protocol that change what this side does; the same change once. */
  static List<Mutant> of(Specifications specifications, Role role, Definitions definitions) {
    Set<String> used = definitions.uses(role.next());
    TlcConfig config = new TlcConfig(role.config(specifications));
    used.removeAll(config.replaced());
    List<Mutant> all = new ArrayList<>();
    for (Model model : specifications.manifest().models()) {
      if (model.isMutant() && model.isOf(role.protocol())) {
        of(specifications, role, model, used, all);
      }
    }
    all.sort(Comparator.comparing(mutant -> mutant.size(specifications)));
    Set<Map<String, String>> seen = new HashSet<>();
    all.removeIf(mutant -> !seen.add(mutant.replaced()));
    return all;
  }

  private static void of(
      Specifications specifications, Role role, Model model, Set<String> used, List<Mutant> all) {
    TlcConfig config = new TlcConfig(specifications.config(model));
    if (role.crashes()) {
      withoutWrites(role, model, config, all);
      return;
    }
    if (role.isOfSessions() && config.replaced().contains(DATA)) {
      return;
    }
    Map<String, String> replaced = new TreeMap<>();
    config.replaced().stream()
        .filter(used::contains)
        .forEach(name -> replaced.put(name, "<- " + config.constant(name).orElseThrow()));
    // The only constant that a mutant changes: the receiver has too few slots.
    if (!config.constant(SLOTS).equals(config.constant("W"))
        && config.constant(SLOTS).isPresent()) {
      if (!used.contains(SLOTS)) {
        return;
      }
      replaced.put(SLOTS, "= 1");
    }
    if (!replaced.isEmpty()) {
      all.add(new Mutant(model, name(role, model), Map.copyOf(replaced)));
    }
  }

  private static String name(Role role, Model model) {
    return model.name().substring(role.protocol().length() + 1);
  }

  /** With crashes, only those that leave out a write: the others break rules of the levels below. */
  private static void withoutWrites(Role role, Model model, TlcConfig config, List<Mutant> all) {
    config
        .constant(STABLE)
        .filter(writes -> writes.startsWith("Without"))
        .filter(writes -> !writes.equals("WithoutEnded")) // it also leaves out what receivers write
        .ifPresent(writes ->
            all.add(new Mutant(model, name(role, model), Map.of(STABLE, "<- " + writes))));
  }

  /** How much it changes, on both sides: of two that do the same to this side, the smaller counts. */
  private int size(Specifications specifications) {
    return new TlcConfig(specifications.config(model)).replaced().size();
  }
}
