package exactlyonce.stress.bytecode;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Loads the classes under test, and those that use them, with hooks; all others as they are. */
public final class HookingLoader extends ClassLoader {
  private static final List<String> HOOKED =
      List.of("exactlyonce.window.", "exactlyonce.protocol.", "exactlyonce.stress.clients.");

  static {
    registerAsParallelCapable();
  }

  /** Creates a loader that finds class files where its parent does. */
  public HookingLoader() {
    super(HookingLoader.class.getClassLoader());
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
    try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] rewritten = ClassRewriter.rewritten(in.readAllBytes());
      return defineClass(name, rewritten, 0, rewritten.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }
}
