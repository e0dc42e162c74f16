package exactlyonce.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules hold for the library. {@link CoreRulesTest} shows that each can fail. */
class ArchitectureTest {
  private static final JavaClasses LIBRARY = new ClassFileImporter()
      .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
      .importPackages("exactlyonce");

  /** The packages that never wait, own no thread, read no clock and do no I/O: all but async. */
  private static final List<String> CORE = List.of("window", "protocol", "session", "wire");

  private static final Map<String, Function<String, ArchRule>> RULES = Map.of(
      "no input or output", CoreRules::noInputOutput,
      "no locks", CoreRules::noLocks,
      "no monitors", CoreRules::noMonitors,
      "no synchronized methods", CoreRules::noSynchronizedMethods,
      "no threads", CoreRules::noThreads,
      "no clocks", CoreRules::noClocks,
      "no system time", CoreRules::noSystemTime);

  static Stream<Arguments> coreRules() {
    return CORE.stream()
        .flatMap(name -> RULES.keySet().stream().sorted().map(rule -> Arguments.of(name, rule)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("coreRules")
  void theCoreObeys(String name, String rule) {
    RULES.get(rule).apply("exactlyonce." + name + "..").check(LIBRARY);
  }

  @Test
  void onlyJavaBaseIsUsed() {
    CoreRules.onlyTheJdkBase("exactlyonce..").check(LIBRARY);
    CoreRules.onlyTheJdkBaseAndByteBuffers(CoreRules.WIRE).check(LIBRARY);
  }

  @Test
  void everyLayerUsesOnlyThoseBelowIt() {
    CoreRules.layers("exactlyonce").check(LIBRARY);
  }
}
