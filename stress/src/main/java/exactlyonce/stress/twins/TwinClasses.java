package exactlyonce.stress.twins;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The classes of a twin that differ from those that are shipped. */
public final class TwinClasses {
  private TwinClasses() {}

  /** Writes them to a directory, which must come first on the class path. */
  public static void write(Twin twin, Path directory) throws IOException {
    Map<String, List<Edit>> byClass =
        twin.edits().stream().collect(Collectors.groupingBy(Edit::className));
    for (Map.Entry<String, List<Edit>> entry : byClass.entrySet()) {
      Path file = directory.resolve(entry.getKey() + ".class");
      Files.createDirectories(file.getParent());
      Files.write(file, ClassEditor.edited(shipped(entry.getKey()), entry.getValue()));
    }
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
