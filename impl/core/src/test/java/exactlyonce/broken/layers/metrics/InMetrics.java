package exactlyonce.broken.layers.metrics;

/** Uses nothing. */
public class InMetrics {}
