package exactlyonce.bench.report;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What the figures depend on: processors and their caches, kernel, JDK, flags. */
final class Environment {
  private static final Path COUNTERS = Path.of("/sys/bus/event_source/devices/cpu");
  private static final Path CPU = Path.of("/sys/devices/system/cpu/cpu0");

  private Environment() {}

  static List<String> lines() throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("date: " + Instant.now().truncatedTo(ChronoUnit.SECONDS));
    lines.add("processors: " + Runtime.getRuntime().availableProcessors() + " x " + model());
    Path caches = CPU.resolve("cache");
    if (Files.isDirectory(caches)) {
      try (Stream<Path> indexes = Files.list(caches)) {
        for (Path index :
            indexes.filter(path -> path.toString().contains("index")).sorted().toList()) {
          lines.add("cache L" + text(index.resolve("level")) + " " + text(index.resolve("type"))
              + ": " + text(index.resolve("size")) + ", shared by processors "
              + text(index.resolve("shared_cpu_list")) + ", line of "
              + text(index.resolve("coherency_line_size")));
        }
      }
    }
    lines.add("hardware counters: " + (Files.exists(COUNTERS) ? "offered" : "none are offered"));
    lines.add("governor: " + text(CPU.resolve("cpufreq/scaling_governor")));
    lines.add(
        "load before: " + ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    lines.add("kernel: " + System.getProperty("os.name") + " " + System.getProperty("os.version")
        + " " + System.getProperty("os.arch"));
    lines.add("JDK: " + System.getProperty("java.vm.name") + " "
        + System.getProperty("java.runtime.version") + ", " + System.getProperty("java.vendor"));
    lines.add("flags of the JVMs with two threads: " + String.join(" ", Fork.FLAGS));
    return lines;
  }

  private static String model() throws IOException {
    Path info = Path.of("/proc/cpuinfo");
    if (!Files.isReadable(info)) {
      return "unknown";
    }
    return Files.readAllLines(info).stream()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("unknown");
  }

  private static String text(Path file) throws IOException {
    return Files.isReadable(file) ? Files.readString(file).strip() : "unknown";
  }
}
