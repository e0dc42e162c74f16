package exactlyonce.stress.twins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openjdk.jcstress.infra.runners.TestList;

class TwinTest {
  private static final String WINDOW = "window/ReceiveWindow";

  @TempDir
  private Path directory;

  /** The classes differ from the shipped ones, are first on the class path, and verify. */
  @ParameterizedTest
  @EnumSource
  void canBeMade(Twin twin) throws Exception {
    TwinClasses.write(twin, directory);

    try (URLClassLoader loader = new URLClassLoader(classPath(), null)) {
      for (Edit edit : twin.edits()) {
        Path file = directory.resolve(edit.className() + ".class");
        assertThat(Files.readAllBytes(file)).isNotEqualTo(TwinClasses.shipped(edit.className()));
        Class<?> changed = Class.forName(edit.className().replace('/', '.'), true, loader);
        assertThat(Path.of(
                changed.getProtectionDomain().getCodeSource().getLocation().toURI()))
            .isEqualTo(directory);
      }
    }
  }

  private URL[] classPath() throws IOException {
    List<URL> path = new ArrayList<>(List.of(directory.toUri().toURL()));
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      path.add(Path.of(entry).toUri().toURL());
    }
    return path.toArray(URL[]::new);
  }

  /** And nothing else is changed. */
  @Test
  void withoutEditsNothingChanges() throws IOException {
    byte[] shipped = TwinClasses.shipped("exactlyonce/" + WINDOW);
    byte[] edited = ClassEditor.edited(shipped, List.of());
    byte[] again = ClassEditor.edited(edited, List.of());
    assertThat(again).isEqualTo(edited);
  }

  @Test
  void anEditThatFindsNothingIsAMistake() throws IOException {
    byte[] shipped = TwinClasses.shipped("exactlyonce/" + WINDOW);
    for (Edit mistake : List.of(
        Edit.leaveOut(WINDOW, "fial", "setRelease"),
        Edit.leaveOut(WINDOW, "fail", "setVolatile"),
        Edit.leaveOut(WINDOW, "fail", "setRelease").only(2),
        Edit.ignore(WINDOW, "windowSize", "setRelease"))) {
      assertThatThrownBy(() -> ClassEditor.edited(shipped, List.of(mistake)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(mistake.toString());
    }
    assertThatThrownBy(() -> ClassEditor.edited(
            shipped, List.of(Edit.replace(WINDOW, "fail", "setRelease", "exchange"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("no bug takes");
  }

  /** So each test is known to be able to fail. */
  @Test
  void everyTestOfJcstressHasATwin() {
    assertThat(Stream.of(Twin.values()).map(Twin::test).collect(Collectors.toSet()))
        .containsExactlyInAnyOrderElementsOf(new TreeSet<>(TestList.tests()));
  }

  @Test
  void everyBugIsUsed() {
    assertThat(Stream.of(Twin.values())
            .flatMap(twin -> twin.edits().stream())
            .map(Edit::bug)
            .filter(bug -> !bug.isEmpty())
            .collect(Collectors.toSet()))
        .containsExactlyInAnyOrderElementsOf(Arrays.stream(Bugs.class.getDeclaredMethods())
            .filter(method -> java.lang.reflect.Modifier.isPublic(method.getModifiers()))
            .map(java.lang.reflect.Method::getName)
            .collect(Collectors.toSet()));
  }

  /** The file of the repository lists them. */
  @Test
  void fileIsUpToDate() throws IOException {
    Files.writeString(Path.of("target", "TWINS.md"), TwinTable.text());
    assertThat(Path.of("TWINS.md")).content().isEqualTo(TwinTable.text());
  }
}
