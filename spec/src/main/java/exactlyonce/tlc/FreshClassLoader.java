package exactlyonce.tlc;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Loads TLC's classes anew, and with them its static fields, for one run; but finds and unpacks the
 * bytes of each class only once in the life of the process.
 */
final class FreshClassLoader extends URLClassLoader {

  private static final Map<String, byte[]> CLASS_FILES = new ConcurrentHashMap<>();

  FreshClassLoader(URL[] classPath) {
    super(classPath, ClassLoader.getPlatformClassLoader());
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] file = CLASS_FILES.get(name);
    if (file == null) {
      file = read(name);
      CLASS_FILES.put(name, file);
    }
    return defineClass(name, file, 0, file.length);
  }

  private byte[] read(String name) throws ClassNotFoundException {
    URL found = findResource(name.replace('.', '/') + ".class");
    if (found == null) {
      throw new ClassNotFoundException(name);
    }
    try (InputStream in = found.openStream()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }
}
