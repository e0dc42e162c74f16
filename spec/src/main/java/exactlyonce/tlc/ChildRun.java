package exactlyonce.tlc;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import tlc2.TLC;
import tlc2.TLCGlobals;
import tlc2.tool.AbstractChecker;
import tlc2.tool.ModelChecker;
import tlc2.tool.liveness.LiveWorker;
import tlc2.util.BufferedRandomAccessFile;
import util.SimpleFilenameToStream;
import util.ToolIO;
import util.UniqueString;

/** One run of TLC in a child process. Loaded by the loader of TLC's classes, see {@link TlcChild}. */
final class ChildRun implements IntSupplier, BooleanSupplier {

  private static final int PROGRESS_MILLIS = 250;
  private static final Pattern WORD = Pattern.compile("\\w+");

  /** In these classes, which several runs may share. */
  private static boolean stringsAreOrdered;

  private final List<String> directories;
  private final List<String> arguments;
  private final PrintStream out;
  private int code = -1;

  ChildRun(List<String> directories, List<String> arguments, PrintStream out) {
    this.directories = directories;
    this.arguments = arguments;
    this.out = out;
  }

  /** Runs TLC and returns its error code. */
  @Override
  public int getAsInt() {
    ToolIO.out = System.out; // of this run
    ToolIO.err = System.err;
    if (!stringsAreOrdered) {
      orderStrings();
      stringsAreOrdered = true;
    }
    TLC tlc = new TLC();
    if (!tlc.handleParameters(arguments.toArray(String[]::new))) {
      return -1;
    }
    tlc.setResolver(new SimpleFilenameToStream(directories.toArray(String[]::new)));
    Thread progress = new Thread(this::reportProgress, "progress");
    progress.setDaemon(true);
    progress.start();
    try {
      code = tlc.process();
      report();
      return code;
    } finally {
      progress.interrupt();
      leaveNothingBehind();
    }
  }

  /**
   * Makes TLC's classes forget this run, and returns whether another may use them. Not after an error:
   * TLC might have stopped anywhere.
   */
  @Override
  public boolean getAsBoolean() {
    return TlcOutput.isDecided(code)
        // If this run found that liveness is violated, the next one would find nothing.
        && setStatic(LiveWorker.class, "errFoundByThread", -1)
        // This run may have closed a file twice, whose buffer two files would then be given.
        && setStatic(BufferedRandomAccessFile.class, "numAvailBuffs", 0);
  }

  /** Returns whether the field is there. It need not be in another version of TLC. */
  private static boolean setStatic(Class<?> of, String name, int value) {
    try {
      Field field = of.getDeclaredField(name);
      field.setAccessible(true);
      field.setInt(null, value);
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  /**
   * TLC orders strings, and with them records and sets, by when it first met them: models that ran
   * before would have a say in which of several counterexamples it finds. So it meets the words of all
   * modules first, in alphabetical order.
   */
  private void orderStrings() {
    SortedSet<String> words = new TreeSet<>();
    for (String directory : directories) {
      try (Stream<Path> files = Files.list(Path.of(directory))) {
        for (Path file : files.filter(each -> each.toString().endsWith(".tla")).toList()) {
          WORD.matcher(Files.readString(file)).results().forEach(word -> words.add(word.group()));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    words.forEach(UniqueString::uniqueStringOf);
  }

  private static void report() {
    String reporter = System.getProperty(TlcRequest.REPORTER);
    if (reporter != null) {
      try {
        Object made = Class.forName(reporter).getDeclaredConstructor().newInstance();
        System.out.println(((Supplier<?>) made).get());
      } catch (ReflectiveOperationException e) {
        throw new LinkageError("no reporter " + reporter, e);
      }
    }
  }

  private void reportProgress() {
    try {
      while (true) {
        Thread.sleep(PROGRESS_MILLIS);
        if (TLCGlobals.mainChecker instanceof ModelChecker checker) {
          out.println(ChildOutput.PROGRESS
              + (checker.getStatesGenerated() + " " + checker.getDistinctStatesGenerated())
              + (" " + checker.getStateQueueSize() + " " + checker.getProgress()));
        }
      }
    } catch (InterruptedException | RuntimeException e) {
      return; // the run is over, or the checker half built or taken down
    }
  }

  /** What would keep the states or this class loader alive: objects exported by RMI, and management beans. */
  private static void leaveNothingBehind() {
    try {
      AbstractChecker checker = TLCGlobals.mainChecker;
      if (checker instanceof ModelChecker modelChecker && modelChecker.theFPSet != null) {
        modelChecker.theFPSet.unexportObject(true);
      }
      TLCGlobals.mainChecker = null;
      MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
      for (ObjectName name : beans.queryNames(new ObjectName("tlc2*:*"), null)) {
        beans.unregisterMBean(name);
      }
    } catch (java.rmi.NoSuchObjectException | JMException e) {
      return; // not there: as wanted
    }
  }
}
