/** Adapters of {@link exactlyonce.metrics.Metrics} for JMX and, if it is there, Micrometer. */
module exactlyonce.metrics.adapters {
  requires transitive exactlyonce;
  requires transitive java.management;
  requires static micrometer.core;
  requires static org.jspecify;

  exports exactlyonce.metrics.jmx;
  exports exactlyonce.metrics.micrometer;
}
