package exactlyonce.bench.pair;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How much of the processors this process could have, between two moments: 1 unless other processes,
 * or other machines on the same host, took what its threads wanted. Where Linux does not say what
 * others took, it is 1 if the process itself was busy all the time.
 */
public final class CpuShare {
  private static final Path STAT = Path.of("/proc/stat");
  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final int IDLE = 4;
  private static final int IOWAIT = 5;
  private static final int STEAL = 8;
  private static final int CPUS = Runtime.getRuntime().availableProcessors();

  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private final double wanted;
  private long wall;
  private long own;
  private long machine;

  /** Starts now. The process has this many threads that want a processor all the time. */
  public CpuShare(int threads) {
    wanted = Math.min(threads, CPUS);
    restart();
  }

  private void restart() {
    wall = System.nanoTime();
    own = SYSTEM.getProcessCpuTime();
    machine = machineBusy();
  }

  /** Returns the share, from 0 to 1, since the last call; and starts again. */
  public double next() {
    long wallBefore = wall;
    long ownBefore = own;
    long machineBefore = machine;
    restart();
    double elapsed = wall - wallBefore;
    double mine = (own - ownBefore) / elapsed;
    if (machine < 0 || machineBefore < 0) {
      return Math.min(1, mine / wanted);
    }
    // Ticks are coarse, so an idle machine may seem to do a little less than this process.
    double others = Math.max(0, (machine - machineBefore) / elapsed - mine);
    return Math.min(1, 1 - Math.max(0, wanted + others - CPUS) / wanted);
  }

  /** Returns the time that all processors were busy or stolen, or -1 if that is not known. */
  private static long machineBusy() {
    if (!Files.isReadable(STAT)) {
      return -1;
    }
    try {
      List<String> lines = Files.readAllLines(STAT);
      String[] fields = lines.get(0).split("\\s+", -1);
      long ticks = 0;
      for (int field = 1; field <= STEAL && field < fields.length; field++) {
        if (field != IDLE && field != IOWAIT) {
          ticks += Long.parseLong(fields[field]);
        }
      }
      return ticks * TICK_NANOS;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
