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
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.IntSupplier;

/**
 * The program of a child process: reads requests, one a line, and runs one model after the other, each
 * in a new class loader. It ends when its standard input does, so that it never outlives its parent.
 * It deletes nothing: the parent deletes what a run writes.
 */
final class TlcChild {

  private final PrintStream out;
  private final URL[] classPath;

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
          : runInNewLoader(request);
    } catch (Throwable e) {
      e.printStackTrace(lines);
      code = -1;
    }
    request.properties().keySet().forEach(System::clearProperty);
    lines.close();
    out.println(ChildOutput.end(code));
  }

  private int runInNewLoader(ChildRequest request) throws Exception {
    Thread thread = Thread.currentThread();
    try (URLClassLoader loader = new FreshClassLoader(classPath)) {
      thread.setContextClassLoader(loader);
      Constructor<?> constructor = Class.forName(ChildRun.class.getName(), true, loader)
          .getDeclaredConstructor(List.class, List.class, PrintStream.class);
      constructor.setAccessible(true);
      IntSupplier once =
          (IntSupplier) constructor.newInstance(request.directories(), request.arguments(), out);
      return once.getAsInt();
    } finally {
      thread.setContextClassLoader(TlcChild.class.getClassLoader());
    }
  }
}
