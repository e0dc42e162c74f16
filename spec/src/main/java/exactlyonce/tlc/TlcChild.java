package exactlyonce.tlc;

import java.io.BufferedReader;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.Constructor;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/**
 * The program of a child process: reads requests, one a line, and runs one model after the other. It
 * ends when its standard input does, so that it never outlives its parent. It deletes nothing: the parent
 * deletes what a run writes.
 *
 * <p>TLC keeps state in static fields, such as the places of variables and definitions, by name. So
 * models of different modules never share its classes. Those of one root module with the same options do,
 * which is several times as fast, because the virtual machine has compiled them by then; see {@link
 * ChildRun} for what is forgotten in between. Runs with system properties do not, since a class might keep
 * one.
 */
final class TlcChild {

  /** A loader costs some 40 MB. */
  private static final int MOST_LOADERS = 6;

  private final PrintStream out;
  private final URL[] classPath;

  /** By what a request has in common with others: the one that was used longest ago comes first. */
  private final Map<List<String>, FreshClassLoader> loaders = new LinkedHashMap<>();

  private TlcChild(PrintStream out, URL[] classPath) {
    this.out = out;
    this.classPath = classPath;
  }

  public static void main(String[] noArguments) throws Exception {
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    BlockingQueue<String> requests = new LinkedBlockingQueue<>();
    Thread reader = new Thread(() -> read(requests), "requests");
    reader.setDaemon(true);
    reader.start();
    TlcChild child = new TlcChild(out, classPath());
    while (true) {
      child.run(ChildRequest.parse(requests.take()));
    }
  }

  private static void read(BlockingQueue<String> requests) {
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        requests.add(line);
      }
    } catch (IOException e) {
      // The parent is gone, which ends this process too.
    }
    Runtime.getRuntime().halt(0);
  }

  private static URL[] classPath() throws IOException {
    List<URL> urls = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      urls.add(Path.of(entry).toUri().toURL());
    }
    return urls.toArray(URL[]::new);
  }

  private void run(ChildRequest request) {
    PrintStream lines = ChildOutput.lines(ChildOutput.OUTPUT, out);
    System.setOut(lines);
    System.setErr(lines);
    request.properties().forEach(System::setProperty);
    int code;
    try {
      code = Boolean.getBoolean(TlcRequest.SYSTEM_LOADER)
          ? new ChildRun(request.directories(), request.arguments(), out).getAsInt()
          : runInLoader(request);
    } catch (Throwable e) {
      e.printStackTrace(lines);
      code = -1;
    }
    request.properties().keySet().forEach(System::clearProperty);
    lines.close();
    out.println(ChildOutput.end(code));
  }

  private int runInLoader(ChildRequest request) throws Exception {
    List<String> kind = kind(request);
    FreshClassLoader kept = request.properties().isEmpty() ? loaders.remove(kind) : null;
    FreshClassLoader loader = kept == null ? new FreshClassLoader(classPath) : kept;
    boolean mayBeKept = false;
    Thread thread = Thread.currentThread();
    thread.setContextClassLoader(loader);
    try {
      Constructor<?> constructor = Class.forName(ChildRun.class.getName(), true, loader)
          .getDeclaredConstructor(List.class, List.class, PrintStream.class);
      constructor.setAccessible(true);
      Object run = constructor.newInstance(request.directories(), request.arguments(), out);
      int code = ((IntSupplier) run).getAsInt();
      mayBeKept = request.properties().isEmpty() && ((BooleanSupplier) run).getAsBoolean();
      return code;
    } finally {
      thread.setContextClassLoader(TlcChild.class.getClassLoader());
      if (mayBeKept) {
        loaders.put(kind, loader);
        closeTheOldest();
      } else {
        loader.close();
      }
    }
  }

  private void closeTheOldest() throws IOException {
    if (loaders.size() > MOST_LOADERS) {
      Iterator<FreshClassLoader> oldestFirst = loaders.values().iterator();
      FreshClassLoader oldest = oldestFirst.next();
      oldestFirst.remove();
      oldest.close();
    }
  }

  /** What a request must have in common with another to run in the same loader: all but its files. */
  private static List<String> kind(ChildRequest request) {
    List<String> kind = new ArrayList<>(request.arguments());
    int files = kind.indexOf(TlcRun.META_DIRECTORY);
    if (files >= 0) {
      kind.remove(files + 1);
    }
    return kind;
  }
}
