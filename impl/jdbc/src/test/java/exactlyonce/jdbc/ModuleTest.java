package exactlyonce.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires.Modifier;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ModuleTest {
  @Test
  void theModuleRequiresTheLibraryAndJavaSqlOnly() throws Exception {
    Path classes = Path.of(
        JdbcSchema.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    ModuleDescriptor module =
        ModuleFinder.of(classes).find("exactlyonce.jdbc").orElseThrow().descriptor();
    assertThat(module.requires())
        .filteredOn(other -> other.modifiers().contains(Modifier.TRANSITIVE))
        .extracting(ModuleDescriptor.Requires::name)
        .containsExactlyInAnyOrder("exactlyonce", "java.sql");
    assertThat(module.requires())
        .filteredOn(other -> other.modifiers().isEmpty())
        .isEmpty();
    assertThat(module.exports())
        .extracting(ModuleDescriptor.Exports::source)
        .containsExactly("exactlyonce.jdbc");
  }
}
