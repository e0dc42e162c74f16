package exactlyonce.example;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Modifier;
import java.lang.reflect.TypeVariable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The public API is what {@code impl/api.txt} says: no change of it goes unseen. Tools that compare with
 * a released jar need one, and there is none. After a change that is meant: {@code -Dapi=write}.
 */
class ApiTest {
  private static final Path LIST = Path.of("../api.txt");

  /** What the modules export. */
  private static final String[] PACKAGES = {
    "exactlyonce.async",
    "exactlyonce.jdbc",
    "exactlyonce.metrics",
    "exactlyonce.metrics.jmx",
    "exactlyonce.metrics.micrometer",
    "exactlyonce.protocol",
    "exactlyonce.session",
    "exactlyonce.udp",
    "exactlyonce.window",
    "exactlyonce.wire",
  };

  @Test
  void thePublicApiIsAsListed() throws IOException {
    List<String> api = api();
    if ("write".equals(System.getProperty("api"))) {
      Files.write(LIST, api);
    }
    assertThat(api).containsExactlyElementsOf(Files.readAllLines(LIST));
  }

  /** What is listed, and what is not. */
  @Test
  void membersThatAProductMayUseAreListed() {
    assertThat(membersOf(Example.class))
        .containsExactly(
            "exactlyonce.example.ApiTest$Example<T>: private static class",
            "  protected void exactlyonce.example.ApiTest$Example.inherited() throws java.io.IOException",
            "  public final java.util.List<T> exactlyonce.example.ApiTest$Example.field",
            "  public static <T> int exactlyonce.example.ApiTest$Example.called(T[])");
  }

  @SuppressWarnings({"unused", "ClassCanBeStatic"})
  private static class Example<T> {
    public final List<T> field = List.of();
    final int ofThePackage = 1;

    private Example() {}

    public static <T> int called(T[] values) {
      return values.length;
    }

    protected void inherited() throws IOException {}

    void ofThePackage() {}
  }

  private static List<String> api() {
    List<String> lines = new ArrayList<>();
    new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(PACKAGES)
            .stream()
            .filter(each -> List.of(PACKAGES).contains(each.getPackageName()))
            .filter(ApiTest::isPublic)
            .map(JavaClass::reflect)
            .map(ApiTest::membersOf)
            .sorted((one, other) -> one.get(0).compareTo(other.get(0)))
            .forEach(lines::addAll);
    return lines;
  }

  private static boolean isPublic(JavaClass each) {
    return each.getModifiers().contains(JavaModifier.PUBLIC)
        && each.getEnclosingClass().map(ApiTest::isPublic).orElse(true);
  }

  private static List<String> membersOf(Class<?> type) {
    List<String> lines = new ArrayList<>();
    lines.add(head(type) + parents(type));
    Stream.of(type.getDeclaredFields(), type.getDeclaredConstructors(), type.getDeclaredMethods())
        .flatMap(Arrays::stream)
        .filter(ApiTest::isUsable)
        .map(ApiTest::text)
        .sorted()
        .forEach(lines::add);
    return lines;
  }

  /** Not toGenericString, which differs from one JDK to the next. */
  private static String head(Class<?> type) {
    String kind = type.isInterface()
        ? "interface"
        : type.isEnum() ? "enum" : type.isRecord() ? "record" : "class";
    int modifiers = type.getModifiers() & ~Modifier.INTERFACE;
    String parameters = Arrays.stream(type.getTypeParameters())
        .map(TypeVariable::getName)
        .collect(Collectors.joining(", "));
    return type.getName()
        + (parameters.isEmpty() ? "" : "<" + parameters + ">")
        + ": " + Modifier.toString(modifiers) + " " + kind;
  }

  private static String parents(Class<?> type) {
    List<String> parents = new ArrayList<>();
    if (type.getGenericSuperclass() != null && type.getSuperclass() != Object.class) {
      parents.add(type.getGenericSuperclass().getTypeName());
    }
    Arrays.stream(type.getGenericInterfaces()).forEach(each -> parents.add(each.getTypeName()));
    return parents.isEmpty() ? "" : " of " + String.join(", ", parents);
  }

  private static boolean isUsable(Member member) {
    return (member.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0
        && !member.isSynthetic();
  }

  private static String text(Member member) {
    return "  "
        + (member instanceof Executable executable
            ? executable.toGenericString()
            : ((Field) member).toGenericString());
  }
}
