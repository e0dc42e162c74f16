package exactlyonce.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import exactlyonce.broken.Blameless;
import exactlyonce.broken.Broken;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule reports what breaks it, passes what does not, and fails if it matches no class. */
class CoreRulesTest {

  private static final JavaClasses FIXTURES =
      new ClassFileImporter().importPackages("exactlyonce.broken");

  /** A rule, and exactly the fixtures that break it. */
  static Stream<Arguments> rules() {
    return Stream.of(
        rule(
            "onlyTheJdkBase",
            CoreRules::onlyTheJdkBase,
            Broken.Stream.class,
            Broken.Socket.class,
            Broken.Channel.class,
            Broken.File.class,
            Broken.WallClock.class,
            Broken.Moment.class,
            Broken.Library.class,
            Broken.Buffer.class,
            Broken.OtherBuffer.class),
        rule(
            "onlyTheJdkBaseAndByteBuffers",
            CoreRules::onlyTheJdkBaseAndByteBuffers,
            Broken.Stream.class,
            Broken.Socket.class,
            Broken.Channel.class,
            Broken.File.class,
            Broken.WallClock.class,
            Broken.Moment.class,
            Broken.Library.class,
            Broken.OtherBuffer.class),
        rule(
            "noInputOutput",
            CoreRules::noInputOutput,
            Broken.Stream.class,
            Broken.Socket.class,
            Broken.Channel.class,
            Broken.File.class),
        rule(
            "noLocks",
            CoreRules::noLocks,
            Broken.Lock.class,
            Broken.Park.class,
            Broken.Latch.class,
            Broken.Queue.class),
        rule("noMonitors", CoreRules::noMonitors, Broken.Monitor.class),
        rule(
            "noSynchronizedMethods",
            CoreRules::noSynchronizedMethods,
            Broken.SynchronizedMethod.class,
            Broken.SynchronizedStaticMethod.class),
        rule(
            "noThreads",
            CoreRules::noThreads,
            Broken.StartedThread.class,
            Broken.Local.class,
            Broken.Pool.class,
            Broken.Future.class,
            Broken.Alarm.class),
        rule(
            "noClocks",
            CoreRules::noClocks,
            Broken.WallClock.class,
            Broken.Moment.class,
            Broken.OldDate.class),
        rule(
            "noSystemTime",
            CoreRules::noSystemTime,
            Broken.Nanos.class,
            Broken.Millis.class,
            Broken.Sleep.class));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rules")
  void theRuleReportsExactlyItsFixtures(
      String name, Function<String, ArchRule> rule, Set<Class<?>> breaking) {
    for (Class<?> fixture : Broken.class.getDeclaredClasses()) {
      boolean reported =
          rule.apply("exactlyonce.broken..").evaluate(only(fixture)).hasViolation();
      assertThat(reported).as("%s reports %s", name, fixture).isEqualTo(breaking.contains(fixture));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rules")
  void theRulePassesWhatUsesNothingForbidden(String name, Function<String, ArchRule> rule) {
    rule.apply("exactlyonce.broken..").check(only(Blameless.class));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rules")
  void theRuleFailsIfItMatchesNoClass(String name, Function<String, ArchRule> rule) {
    assertThatThrownBy(() -> rule.apply("exactlyonce.nowhere..").check(only(Blameless.class)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("failed to check any classes");
  }

  /** The layers report every forbidden dependency, and no other. */
  @Test
  void theLayersReportWhatTheyForbid() {
    JavaClasses layers = new ClassFileImporter().importPackages("exactlyonce.broken.layers");
    List<String> reported = CoreRules.layers("exactlyonce.broken.layers")
        .evaluate(layers)
        .getFailureReport()
        .getDetails();
    assertThat(reported).hasSize(25).allMatch(line -> line.contains("UsesForbiddenLayers"));
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void everyFixtureBreaksSomeRule(Class<?> fixture) {
    assertThat(rules()
            .map(rule -> (Set<?>) rule.get()[2])
            .anyMatch(breaking -> breaking.contains(fixture)))
        .isTrue();
  }

  static Stream<Class<?>> fixtures() {
    return Stream.of(Broken.class.getDeclaredClasses());
  }

  private static Arguments rule(
      String name, Function<String[], ArchRule> rule, Class<?>... breaking) {
    Function<String, ArchRule> onePackage = packages -> rule.apply(new String[] {packages});
    return arguments(name, onePackage, Stream.of(breaking).collect(Collectors.toSet()));
  }

  private static JavaClasses only(Class<?> type) {
    return FIXTURES.that(equivalentTo(type));
  }
}
