package exactlyonce.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaModifier.SYNCHRONIZED;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import java.util.Set;

/**
 * What the library, and its core in particular, may use. Each rule takes the packages that it
 * checks, so that a test can show it to fail on {@code exactlyonce.broken}. It also fails if those
 * packages hold no class.
 *
 * <p>ArchUnit sees a {@code synchronized} method, but not a {@code synchronized} block.
 */
final class CoreRules {

  /** The only package that may use byte buffers: there, frames are bytes. */
  static final String WIRE = "exactlyonce.wire..";

  private static final DescribedPredicate<JavaClass> JDK_BASE = resideInAnyPackage(
          "java.lang..", "java.util..", "exactlyonce..", "org.jspecify..")
      .or(nameMatching("java\\.time\\.Duration"));

  private CoreRules() {}

  static ArchRule onlyTheJdkBase(String... packages) {
    return classes()
        .that()
        .resideInAnyPackage(packages)
        .and()
        .resideOutsideOfPackage(WIRE)
        .should()
        .onlyDependOnClassesThat(JDK_BASE)
        .because("the library has no dependency");
  }

  static ArchRule onlyTheJdkBaseAndByteBuffers(String... packages) {
    return classes()
        .that()
        .resideInAnyPackage(packages)
        .should()
        .onlyDependOnClassesThat(JDK_BASE
            .or(nameMatching(
                "java\\.nio\\.(ByteBuffer|ByteOrder|charset\\.(Charset|StandardCharsets))"))
            .as("are the base of the JDK, byte buffers or character sets"))
        .because("the library has no dependency");
  }

  static ArchRule noInputOutput(String... packages) {
    return none(packages)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.io..", "java.net..", "java.nio.channels..", "java.nio.file..", "javax.net..")
        .because("frames come in and go out through the caller");
  }

  static ArchRule noLocks(String... packages) {
    return none(packages)
        .should()
        .dependOnClassesThat(resideInAnyPackage("java.util.concurrent.locks..")
            .or(nameMatching(
                "java\\.util\\.concurrent\\.(CountDownLatch|CyclicBarrier|Exchanger|Phaser"
                    + "|Semaphore|SynchronousQueue|LinkedTransferQueue|.*Blocking.*)"))
            .as("are locks or block a thread"))
        .because("the core is lock-free");
  }

  static ArchRule noMonitors(String... packages) {
    return none(packages)
        .should()
        .callMethodWhere(calls(Object.class, Set.of("wait", "notify", "notifyAll"))
            .as("it uses the monitor of an object"))
        .because("the core is lock-free");
  }

  static ArchRule noSynchronizedMethods(String... packages) {
    return classes()
        .that()
        .resideInAnyPackage(packages)
        .should(haveNoSynchronizedMethod())
        .because("the core is lock-free");
  }

  static ArchRule noThreads(String... packages) {
    return none(packages)
        .should()
        .dependOnClassesThat(nameMatching(
                "java\\.lang\\.(Thread|ThreadGroup|ThreadLocal|InheritableThreadLocal)(\\$.*)?"
                    + "|java\\.util\\.Timer(Task)?"
                    + "|java\\.util\\.concurrent\\.(.*Executor.*|ForkJoin.*|CompletableFuture.*"
                    + "|CompletionService|FutureTask|ThreadFactory|Flow.*|SubmissionPublisher.*)")
            .as("are threads or run tasks in threads"))
        .because("the core owns no thread");
  }

  static ArchRule noClocks(String... packages) {
    return none(packages)
        .should()
        .dependOnClassesThat(resideInAnyPackage("java.time..")
            .or(nameMatching("java\\.util\\.(Date|Calendar|GregorianCalendar)"))
            .as("tell the time"))
        .because("time is an argument");
  }

  static ArchRule noSystemTime(String... packages) {
    return none(packages)
        .should()
        .callMethodWhere(calls(System.class, Set.of("nanoTime", "currentTimeMillis"))
            .or(calls(java.util.concurrent.TimeUnit.class, Set.of("sleep", "timedJoin")))
            .as("it reads a clock or sleeps"))
        .because("time is an argument");
  }

  /**
   * The layers of the library: window, protocol, session, and on top of these wire and async, which
   * do not know each other. The simulation uses the library, never the reverse.
   *
   * @param root the package of the layers
   */
  static ArchRule layers(String root) {
    return layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .withOptionalLayers(true)
        .layer("window")
        .definedBy(root + ".window..")
        .layer("metrics")
        .definedBy(root + ".metrics..")
        .layer("protocol")
        .definedBy(root + ".protocol..")
        .layer("session")
        .definedBy(root + ".session..")
        .layer("wire")
        .definedBy(root + ".wire..")
        .layer("async")
        .definedBy(root + ".async..")
        .layer("simulation")
        .definedBy(root + ".simulation..")
        .whereLayer("window")
        .mayOnlyBeAccessedByLayers("protocol", "session", "wire", "async", "simulation")
        .whereLayer("metrics")
        .mayOnlyBeAccessedByLayers("session", "async")
        .whereLayer("protocol")
        .mayOnlyBeAccessedByLayers("session", "wire", "async", "simulation")
        .whereLayer("session")
        .mayOnlyBeAccessedByLayers("wire", "async", "simulation")
        .whereLayer("wire")
        .mayOnlyBeAccessedByLayers("simulation")
        .whereLayer("async")
        .mayOnlyBeAccessedByLayers("simulation")
        .whereLayer("simulation")
        .mayNotBeAccessedByAnyLayer();
  }

  private static GivenClassesConjunction none(String... packages) {
    return noClasses().that().resideInAnyPackage(packages);
  }

  private static DescribedPredicate<JavaMethodCall> calls(Class<?> owner, Set<String> names) {
    return describe(
        "call of " + names,
        call -> names.contains(call.getName())
            && (call.getTargetOwner().isEquivalentTo(owner)
                || call.getTarget()
                    .resolveMember()
                    .map(member -> member.getOwner().isEquivalentTo(owner))
                    .orElse(false)));
  }

  private static ArchCondition<JavaClass> haveNoSynchronizedMethod() {
    return new ArchCondition<>("have no synchronized method") {
      @Override
      public void check(JavaClass item, ConditionEvents events) {
        for (JavaMethod method : item.getMethods()) {
          if (method.getModifiers().contains(SYNCHRONIZED)) {
            events.add(SimpleConditionEvent.violated(
                method, method.getDescription() + " is synchronized"));
          }
        }
      }
    };
  }
}
