package exactlyonce.tlc;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One run of TLC.
 *
 * @param module the root module, without {@code .tla}
 * @param directories where its modules are, in order of search
 * @param config the text of the configuration file
 * @param workers TLC's threads; only one gives the same generated states, depth and counterexample in
 *     each run
 * @param arguments further arguments for TLC, {@code -deadlock} for example
 * @param systemProperties set while the model runs, for classes that override modules
 * @param jvmOptions options for the Java virtual machine, {@code -Xmx4g} for example; if there are any,
 *     the run gets a process of its own
 * @param brief whether the model has so few states that faster code would come too late
 * @param timeout after which the run is given up
 */
public record TlcRequest(
    String module,
    List<Path> directories,
    String config,
    int workers,
    List<String> arguments,
    Map<String, String> systemProperties,
    List<String> jvmOptions,
    boolean brief,
    Duration timeout) {

  /**
   * A system property that may name a class: a public {@code Supplier} with a public constructor, of
   * which TLC's class loader makes an instance after the run. What it supplies is one line of the log.
   */
  public static final String REPORTER = "exactlyonce.tlc.reporter";

  /**
   * A system property: when a request's Java options set it to true, TLC is loaded by the system class
   * loader. TLC looks for classes that override operators there and nowhere else.
   */
  public static final String SYSTEM_LOADER = "exactlyonce.tlc.system-loader";

  private static final Duration LONG = Duration.ofHours(12);

  public TlcRequest {
    if (workers < 1) {
      throw new IllegalArgumentException("workers must be at least 1, not " + workers);
    }
    directories = List.copyOf(directories);
    arguments = List.copyOf(arguments);
    systemProperties = Map.copyOf(systemProperties);
    jvmOptions = List.copyOf(jvmOptions);
  }

  /** A run with one worker and nothing special. */
  public static TlcRequest of(Path directory, String module, String config) {
    return new TlcRequest(
        module, List.of(directory), config, 1, List.of(), Map.of(), List.of(), false, LONG);
  }

  /** Returns this request, with a directory that is searched before the others. */
  public TlcRequest withFirstDirectory(Path first) {
    List<Path> all = new ArrayList<>(List.of(first));
    all.addAll(directories);
    return withDirectories(all);
  }

  public TlcRequest withDirectories(List<Path> all) {
    return new TlcRequest(
        module, all, config, workers, arguments, systemProperties, jvmOptions, brief, timeout);
  }

  public TlcRequest withConfig(String text) {
    return new TlcRequest(
        module,
        directories,
        text,
        workers,
        arguments,
        systemProperties,
        jvmOptions,
        brief,
        timeout);
  }

  public TlcRequest withWorkers(int count) {
    return new TlcRequest(
        module,
        directories,
        config,
        count,
        arguments,
        systemProperties,
        jvmOptions,
        brief,
        timeout);
  }

  public TlcRequest withArguments(List<String> all) {
    return new TlcRequest(
        module, directories, config, workers, all, systemProperties, jvmOptions, brief, timeout);
  }

  public TlcRequest withSystemProperties(Map<String, String> all) {
    return new TlcRequest(
        module, directories, config, workers, arguments, all, jvmOptions, brief, timeout);
  }

  public TlcRequest withJvmOptions(List<String> all) {
    return new TlcRequest(
        module, directories, config, workers, arguments, systemProperties, all, brief, timeout);
  }

  public TlcRequest withTimeout(Duration limit) {
    return new TlcRequest(
        module,
        directories,
        config,
        workers,
        arguments,
        systemProperties,
        jvmOptions,
        brief,
        limit);
  }

  public TlcRequest withBrief(boolean few) {
    return new TlcRequest(
        module,
        directories,
        config,
        workers,
        arguments,
        systemProperties,
        jvmOptions,
        few,
        timeout);
  }
}
