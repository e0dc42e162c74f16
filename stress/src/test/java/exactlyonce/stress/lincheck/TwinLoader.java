package exactlyonce.stress.lincheck;

import exactlyonce.stress.twins.Twin;
import exactlyonce.stress.twins.TwinClasses;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Loads the tests of this package, and the windows, with the classes of a twin; all others as they are. */
final class TwinLoader extends URLClassLoader {
  private static final List<String> OWN =
      List.of("exactlyonce.window.", TwinLoader.class.getPackageName() + ".");

  private TwinLoader(URL[] classPath) {
    super(classPath, TwinLoader.class.getClassLoader());
  }

  /**
   * Makes the classes of a twin.
   *
   * @param directory where to
   */
  static TwinLoader of(Twin twin, Path directory) throws IOException {
    TwinClasses.write(twin, directory);
    List<URL> classPath = new ArrayList<>(List.of(directory.toUri().toURL()));
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      classPath.add(Path.of(entry).toUri().toURL());
    }
    return new TwinLoader(classPath.toArray(URL[]::new));
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (OWN.stream().noneMatch(name::startsWith)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : findClass(name);
    }
  }
}
