package exactlyonce.stress.twins;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The classes of a twin that differ from those that are shipped. */
public final class TwinClasses {
  private TwinClasses() {}

  /** Writes them to a directory, which must come first on the class path. */
  public static void write(Twin twin, Path directory) throws IOException {
    for (Map.Entry<String, byte[]> entry : edited(twin.edits()).entrySet()) {
      Path file = directory.resolve(entry.getKey() + ".class");
      Files.createDirectories(file.getParent());
      Files.write(file, entry.getValue());
    }
  }

  /** Returns the edited classes by their names, with slashes. */
  static Map<String, byte[]> edited(List<Edit> edits) throws IOException {
    Map<String, List<Edit>> byClass =
        edits.stream().collect(Collectors.groupingBy(Edit::className));
    Map<String, byte[]> classes = new HashMap<>();
    for (Map.Entry<String, List<Edit>> entry : byClass.entrySet()) {
      classes.put(entry.getKey(), ClassEditor.edited(shipped(entry.getKey()), entry.getValue()));
    }
    return classes;
  }

  static byte[] shipped(String className) throws IOException {
    try (InputStream in = TwinClasses.class.getResourceAsStream("/" + className + ".class")) {
      if (in == null) {
        throw new IllegalStateException("no class " + className);
      }
      return in.readAllBytes();
    }
  }
}
