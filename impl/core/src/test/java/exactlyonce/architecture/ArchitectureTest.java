package exactlyonce.architecture;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The rules hold for the library. That each can fail is shown by {@link CoreRulesTest}. */
@AnalyzeClasses(packages = "exactlyonce", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String WINDOW = "exactlyonce.window..";
  private static final String PROTOCOL = "exactlyonce.protocol..";
  private static final String WIRE = CoreRules.WIRE;

  @ArchTest
  static final ArchRule onlyTheJdkBase = CoreRules.onlyTheJdkBase("exactlyonce..");

  @ArchTest
  static final ArchRule wireOnlyTheJdkBaseAndByteBuffers =
      CoreRules.onlyTheJdkBaseAndByteBuffers(WIRE);

  @ArchTest
  static final ArchRule windowNoInputOutput = CoreRules.noInputOutput(WINDOW);

  @ArchTest
  static final ArchRule windowNoLocks = CoreRules.noLocks(WINDOW);

  @ArchTest
  static final ArchRule windowNoMonitors = CoreRules.noMonitors(WINDOW);

  @ArchTest
  static final ArchRule windowNoSynchronized = CoreRules.noSynchronizedMethods(WINDOW);

  @ArchTest
  static final ArchRule windowNoThreads = CoreRules.noThreads(WINDOW);

  @ArchTest
  static final ArchRule windowNoClocks = CoreRules.noClocks(WINDOW);

  @ArchTest
  static final ArchRule windowNoSystemTime = CoreRules.noSystemTime(WINDOW);

  @ArchTest
  static final ArchRule protocolNoInputOutput = CoreRules.noInputOutput(PROTOCOL);

  @ArchTest
  static final ArchRule protocolNoLocks = CoreRules.noLocks(PROTOCOL);

  @ArchTest
  static final ArchRule protocolNoMonitors = CoreRules.noMonitors(PROTOCOL);

  @ArchTest
  static final ArchRule protocolNoSynchronized = CoreRules.noSynchronizedMethods(PROTOCOL);

  @ArchTest
  static final ArchRule protocolNoThreads = CoreRules.noThreads(PROTOCOL);

  @ArchTest
  static final ArchRule protocolNoClocks = CoreRules.noClocks(PROTOCOL);

  @ArchTest
  static final ArchRule protocolNoSystemTime = CoreRules.noSystemTime(PROTOCOL);

  @ArchTest
  static final ArchRule wireNoInputOutput = CoreRules.noInputOutput(WIRE);

  @ArchTest
  static final ArchRule wireNoLocks = CoreRules.noLocks(WIRE);

  @ArchTest
  static final ArchRule wireNoMonitors = CoreRules.noMonitors(WIRE);

  @ArchTest
  static final ArchRule wireNoSynchronized = CoreRules.noSynchronizedMethods(WIRE);

  @ArchTest
  static final ArchRule wireNoThreads = CoreRules.noThreads(WIRE);

  @ArchTest
  static final ArchRule wireNoClocks = CoreRules.noClocks(WIRE);

  @ArchTest
  static final ArchRule wireNoSystemTime = CoreRules.noSystemTime(WIRE);
}
