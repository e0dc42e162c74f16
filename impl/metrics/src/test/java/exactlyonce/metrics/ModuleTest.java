package exactlyonce.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import exactlyonce.metrics.jmx.JmxMetrics;
import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires.Modifier;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ModuleTest {
  private static final String NAME = "exactlyonce.metrics.adapters";

  private static Path classes(Class<?> one) throws Exception {
    return Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  /** A consumer that takes the adapter for JMX needs no Micrometer, not even to compile. */
  @Test
  void micrometerIsOptional() throws Exception {
    ModuleFinder modules = ModuleFinder.of(classes(JmxMetrics.class), classes(Metrics.class));
    Configuration resolved =
        ModuleLayer.boot().configuration().resolve(modules, ModuleFinder.of(), Set.of(NAME));
    assertThat(resolved.modules())
        .extracting(module -> module.name())
        .containsExactlyInAnyOrder("exactlyonce", NAME);
    ModuleDescriptor module = modules.find(NAME).orElseThrow().descriptor();
    assertThat(module.requires())
        .filteredOn(other -> other.modifiers().contains(Modifier.TRANSITIVE))
        .extracting(ModuleDescriptor.Requires::name)
        .containsExactlyInAnyOrder("exactlyonce", "java.management");
    assertThat(module.exports())
        .extracting(ModuleDescriptor.Exports::source)
        .containsExactlyInAnyOrder("exactlyonce.metrics.jmx", "exactlyonce.metrics.micrometer");
  }
}
