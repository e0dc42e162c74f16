package exactlyonce.metrics.micrometer;

import exactlyonce.metrics.Metrics;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import java.util.Objects;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Meters in a registry of Micrometer.
 *
 * <pre>{@code
 * sender.publish(new MicrometerMetrics(
 *     registry, "exactlyonce.sender", Tags.of("sender", "7")));
 * }</pre>
 *
 * <p>The registry keeps what it reads from alive until the meters are removed from it. Thread-safe.
 */
public final class MicrometerMetrics implements Metrics {
  private final MeterRegistry registry;
  private final String prefix;
  private final Iterable<Tag> tags;

  /**
   * Creates an adapter.
   *
   * @param prefix of the names, without the dot behind it
   * @param tags of all meters; with the prefix they must tell apart what is published, for a registry
   *     ignores a meter that it already has
   */
  public MicrometerMetrics(MeterRegistry registry, String prefix, Iterable<Tag> tags) {
    this.registry = Objects.requireNonNull(registry, "registry");
    this.prefix = Objects.requireNonNull(prefix, "prefix") + ".";
    this.tags = Objects.requireNonNull(tags, "tags");
  }

  @Override
  public void counter(String name, String description, LongSupplier value) {
    // A registry holds the object weakly and the function strongly: so the object is the registry.
    FunctionCounter.builder(prefix + name, registry, itself -> value.getAsLong())
        .description(description)
        .tags(tags)
        .register(registry);
  }

  @Override
  public void gauge(String name, String description, DoubleSupplier value) {
    Gauge.builder(prefix + name, value::getAsDouble)
        .description(description)
        .tags(tags)
        .register(registry);
  }
}
