package exactlyonce.tlc;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import tlc2.TLC;
import tlc2.TLCGlobals;
import tlc2.tool.AbstractChecker;
import tlc2.tool.ModelChecker;
import util.SimpleFilenameToStream;

/** One run of TLC in a child process, in a class loader of its own: TLC keeps state in static fields. */
final class ChildRun implements IntSupplier {

  private static final int PROGRESS_MILLIS = 250;

  private final List<String> directories;
  private final List<String> arguments;
  private final PrintStream out;

  ChildRun(List<String> directories, List<String> arguments, PrintStream out) {
    this.directories = directories;
    this.arguments = arguments;
    this.out = out;
  }

  /** Runs TLC and returns its error code. */
  @Override
  public int getAsInt() {
    TLC tlc = new TLC();
    if (!tlc.handleParameters(arguments.toArray(String[]::new))) {
      return -1;
    }
    tlc.setResolver(new SimpleFilenameToStream(directories.toArray(String[]::new)));
    Thread progress = new Thread(this::reportProgress, "progress");
    progress.setDaemon(true);
    progress.start();
    try {
      int code = tlc.process();
      report();
      return code;
    } finally {
      progress.interrupt();
      leaveNothingBehind();
    }
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

  /** What would keep this class loader alive: objects exported by RMI, and management beans. */
  private static void leaveNothingBehind() {
    try {
      AbstractChecker checker = TLCGlobals.mainChecker;
      if (checker instanceof ModelChecker modelChecker && modelChecker.theFPSet != null) {
        modelChecker.theFPSet.unexportObject(true);
      }
      MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
      for (ObjectName name : beans.queryNames(new ObjectName("tlc2*:*"), null)) {
        beans.unregisterMBean(name);
      }
    } catch (java.rmi.NoSuchObjectException | JMException e) {
      return; // not there: as wanted
    }
  }
}
