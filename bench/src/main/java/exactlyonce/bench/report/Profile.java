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
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

/** Where threads spend their time: samples of Java Flight Recorder. */
final class Profile {
  private static final String EVENT = "jdk.ExecutionSample";

  /** What is less is not shown. */
  private static final double MIN_SHARE = 0.03;

  /**
   * A method.
   *
   * @param thread the name of the thread that was in it
   * @param method class and method
   * @param share of the samples of the thread, from 0 to 1
   */
  record Share(String thread, String method, double share) {}

  /**
   * A sample.
   *
   * @param thread the name of the thread
   * @param method where it was: the innermost one, inlined or not
   */
  record Sample(String thread, String method) {}

  private Profile() {}

  /** Returns the flag with which a JVM records its samples to a file. */
  static String flag(Path file) {
    return "-XX:StartFlightRecording=settings=profile,dumponexit=true,filename=" + file;
  }

  /** Reads the samples of the threads of these names. */
  static List<Sample> samples(Path file, List<String> threads) throws IOException {
    List<Sample> samples = new ArrayList<>();
    try (RecordingFile recording = new RecordingFile(file)) {
      while (recording.hasMoreEvents()) {
        RecordedEvent event = recording.readEvent();
        if (!event.getEventType().getName().equals(EVENT)) {
          continue;
        }
        RecordedThread thread = event.getThread("sampledThread");
        RecordedStackTrace stack = event.getStackTrace();
        if (thread != null && stack != null && threads.contains(thread.getJavaName())) {
          samples.add(
              new Sample(thread.getJavaName(), name(stack.getFrames().get(0).getMethod())));
        }
      }
    }
    return samples;
  }

  private static String name(RecordedMethod method) {
    String type = method.getType().getName();
    return type.substring(type.lastIndexOf('.') + 1) + "." + method.getName();
  }

  /** Returns the methods of each thread, the most frequent ones first. */
  static List<Share> shares(List<Sample> samples) {
    Map<String, List<Sample>> byThread = samples.stream()
        .collect(Collectors.groupingBy(Sample::thread, TreeMap::new, Collectors.toList()));
    List<Share> shares = new ArrayList<>();
    byThread.forEach((thread, all) -> all.stream()
        .collect(Collectors.groupingBy(Sample::method, TreeMap::new, Collectors.counting()))
        .entrySet()
        .stream()
        .map(entry -> new Share(thread, entry.getKey(), (double) entry.getValue() / all.size()))
        .filter(share -> share.share >= MIN_SHARE)
        .sorted(Comparator.comparingDouble(Share::share).reversed())
        .forEach(shares::add));
    return shares;
  }
}
