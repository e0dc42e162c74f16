package exactlyonce.stress.bytecode;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/** Loads the classes under test, and those that use them, with hooks; all others as they are. */
public final class HookingLoader extends ClassLoader {
  private static final List<String> HOOKED = List.of(
      "exactlyonce.window.",
      "exactlyonce.protocol.",
      "exactlyonce.session.",
      "exactlyonce.stress.clients.",
      "exactlyonce.stress.twins.Bugs");

  private final Map<String, byte[]> changed;

  static {
    registerAsParallelCapable();
  }

  /** Creates a loader that finds class files where its parent does. */
  public HookingLoader() {
    this(Map.of());
  }

  /**
   * Creates a loader that knows better what is in some class files.
   *
   * @param changed by the name of the class, with slashes
   */
  public HookingLoader(Map<String, byte[]> changed) {
    super(HookingLoader.class.getClassLoader());
    this.changed = changed;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (HOOKED.stream().noneMatch(name::startsWith)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : define(name);
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    String file = name.replace('.', '/');
    byte[] known = changed.get(file);
    byte[] rewritten = ClassRewriter.rewritten(known != null ? known : shipped(file));
    return defineClass(name, rewritten, 0, rewritten.length);
  }

  private byte[] shipped(String file) throws ClassNotFoundException {
    try (InputStream in = getParent().getResourceAsStream(file + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(file);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new ClassNotFoundException(file, e);
    }
  }
}
