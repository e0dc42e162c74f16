package exactlyonce.conformance.branches;

import exactlyonce.conformance.Port;
import exactlyonce.session.ReceiverHost;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The library as a port, with one of its branches changed, or none. There is one at a time in a JVM. */
public final class SwitchedLibrary {
  /** Whose branches are changed. */
  private static final Set<String> PACKAGES =
      Set.of("exactlyonce/window/", "exactlyonce/protocol/", "exactlyonce/session/");

  private final List<Branch> branches = new ArrayList<>();
  private final Map<String, byte[]> classes = new HashMap<>();
  private final Loader loader = new Loader();

  /** Reads the classes of the library. */
  public SwitchedLibrary() throws IOException {
    try {
      URI place =
          ReceiverHost.class.getProtectionDomain().getCodeSource().getLocation().toURI();
      Path path = Path.of(place);
      if (Files.isDirectory(path)) {
        rewrite(path);
      } else {
        try (FileSystem jar = FileSystems.newFileSystem(path)) {
          rewrite(jar.getPath("/"));
        }
      }
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
    Choices.prepare(branches.size());
  }

  private void rewrite(Path root) throws IOException {
    for (String name : PACKAGES.stream().sorted().toList()) {
      List<Path> files;
      try (Stream<Path> all = Files.list(root.resolve(name))) {
        files = all.filter(file -> file.toString().endsWith(".class")).sorted().toList();
      }
      for (Path file : files) {
        String separator = file.getFileSystem().getSeparator();
        String ofClass = root.relativize(file).toString().replace(separator, ".");
        classes.put(
            ofClass.substring(0, ofClass.length() - ".class".length()),
            BranchRewriter.rewritten(Files.readAllBytes(file), PACKAGES, branches));
      }
    }
  }

  /** All branches, each at its number. */
  public List<Branch> branches() {
    return List.copyOf(branches);
  }

  /** Returns a port that is this library. */
  public Port port() throws ReflectiveOperationException {
    return (Port)
        loader.loadClass("exactlyonce.conformance.LibraryPort").getConstructor().newInstance();
  }

  /** From now on, the branch of this number is changed, and no other. */
  public void change(int branch) {
    Choices.change(branch);
  }

  /** From now on, no branch is changed. */
  public void changeNothing() {
    Choices.changeNothing();
  }

  /** To be called before each vector. */
  public void begin() {
    Choices.begin();
  }

  /** Returns the numbers of the branches that were reached since the last {@link #begin}. */
  public BitSet reached() {
    return Choices.reached();
  }

  /** Loads the library and the port that it is; what talks to the port is shared. */
  private final class Loader extends ClassLoader {
    private static final Set<String> SHARED =
        Set.of("exactlyonce.conformance.Port", "exactlyonce.conformance.PortException");

    Loader() {
      super(SwitchedLibrary.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith("exactlyonce.")
          || SHARED.contains(name)
          || name.startsWith(SwitchedLibrary.class.getPackageName() + ".")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded != null ? loaded : define(name);
      }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      byte[] rewritten = classes.get(name);
      if (rewritten != null) {
        return defineClass(name, rewritten, 0, rewritten.length);
      }
      try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
        if (in == null) {
          throw new ClassNotFoundException(name);
        }
        byte[] asItIs = in.readAllBytes();
        return defineClass(name, asItIs, 0, asItIs.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }
}
