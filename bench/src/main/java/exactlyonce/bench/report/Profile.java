package exactlyonce.bench.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

/** Where threads spend their time: samples of Java Flight Recorder. */
final class Profile {
  private static final String EVENT = "jdk.ExecutionSample";

  private static final String OURS = "exactlyonce.";

  /** What is less is not shown. */
  private static final double MIN_SHARE = 0.03;

  /**
   * A place in the code.
   *
   * @param thread what the thread that was there does
   * @param place as in {@link Sample}
   * @param share of the samples of the thread, from 0 to 1
   */
  record Share(String thread, String place, double share) {}

  /**
   * A sample.
   *
   * @param thread what the thread does
   * @param place the innermost method of this project, inlined or not, and that of the JDK in which it
   *     was, if any: an access to memory has the name of its mode
   */
  record Sample(String thread, String place) {}

  private Profile() {}

  /**
   * Returns the flags with which a JVM records its samples to a file. Without the second and third, a
   * sample is told from the next safepoint, which may be in another method, even one that this thread
   * never calls.
   */
  static List<String> flags(Path file) {
    return List.of(
        "-XX:StartFlightRecording=settings=profile,dumponexit=true,filename=" + file,
        "-XX:+UnlockDiagnosticVMOptions",
        "-XX:+DebugNonSafepoints");
  }

  /** Reads the samples of threads whose names end with a key, as samples of the value. */
  static List<Sample> samples(Path file, Map<String, String> threads) throws IOException {
    List<Sample> samples = new ArrayList<>();
    try (RecordingFile recording = new RecordingFile(file)) {
      while (recording.hasMoreEvents()) {
        RecordedEvent event = recording.readEvent();
        if (!event.getEventType().getName().equals(EVENT)) {
          continue;
        }
        RecordedThread thread = event.getThread("sampledThread");
        RecordedStackTrace stack = event.getStackTrace();
        if (thread == null || stack == null) {
          continue;
        }
        String name = String.valueOf(thread.getJavaName());
        threads.forEach((suffix, label) -> {
          if (name.endsWith(suffix)) {
            samples.add(new Sample(label, place(stack)));
          }
        });
      }
    }
    return samples;
  }

  private static String place(RecordedStackTrace stack) {
    RecordedMethod innermost = stack.getFrames().get(0).getMethod();
    return stack.getFrames().stream()
        .map(RecordedFrame::getMethod)
        .filter(method -> method.getType().getName().startsWith(OURS))
        .findFirst()
        .map(method ->
            method.equals(innermost) ? name(method) : name(method) + ", " + innermost.getName())
        .orElse(name(innermost));
  }

  private static String name(RecordedMethod method) {
    String type = method.getType().getName();
    return type.substring(type.lastIndexOf('.') + 1) + "." + method.getName();
  }

  /** Returns the places of each thread, the most frequent ones first. */
  static List<Share> shares(List<Sample> samples) {
    Map<String, List<Sample>> byThread = samples.stream()
        .collect(Collectors.groupingBy(Sample::thread, TreeMap::new, Collectors.toList()));
    List<Share> shares = new ArrayList<>();
    byThread.forEach((thread, all) -> all.stream()
        .collect(Collectors.groupingBy(Sample::place, TreeMap::new, Collectors.counting()))
        .entrySet()
        .stream()
        .map(entry -> new Share(thread, entry.getKey(), (double) entry.getValue() / all.size()))
        .filter(share -> share.share >= MIN_SHARE)
        .sorted(Comparator.comparingDouble(Share::share).reversed())
        .forEach(shares::add));
    return shares;
  }
}
