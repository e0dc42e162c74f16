package exactlyonce.udp;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires.Modifier;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ModuleTest {
  @Test
  void theModuleRequiresTheLibraryOnly() throws Exception {
    Path classes = Path.of(
        UdpTransport.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    ModuleDescriptor module =
        ModuleFinder.of(classes).find("exactlyonce.udp").orElseThrow().descriptor();
    assertThat(module.requires())
        .filteredOn(other -> !other.modifiers().contains(Modifier.STATIC))
        .filteredOn(other -> !other.modifiers().contains(Modifier.MANDATED))
        .extracting(ModuleDescriptor.Requires::name)
        .containsExactly("exactlyonce");
    assertThat(module.exports())
        .extracting(ModuleDescriptor.Exports::source)
        .containsExactly("exactlyonce.udp");
  }
}
