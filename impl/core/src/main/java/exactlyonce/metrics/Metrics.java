package exactlyonce.metrics;

import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Where a sender, a host or a transport publishes its numbers. A number is computed when it is read, by
 * the thread that reads it, at any time; nothing is computed otherwise. No number is a snapshot.
 *
 * <p>The module {@code exactly-once-metrics} has one for JMX and one for Micrometer.
 */
public interface Metrics {
  /**
   * Publishes a number that only grows.
   *
   * @param name lower-case words joined by dots, unique where it is published
   * @param description a sentence without its full stop
   * @param value thread-safe
   */
  void counter(String name, String description, LongSupplier value);

  /**
   * Publishes a number that may rise and fall.
   *
   * @param name as for {@link #counter}; ends with the unit if it has one
   * @param description as for {@link #counter}
   * @param value thread-safe
   */
  void gauge(String name, String description, DoubleSupplier value);
}
