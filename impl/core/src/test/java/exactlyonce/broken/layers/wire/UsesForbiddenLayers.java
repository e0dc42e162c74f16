package exactlyonce.broken.layers.wire;

import exactlyonce.broken.layers.async.InAsync;
import exactlyonce.broken.layers.metrics.InMetrics;
import exactlyonce.broken.layers.simulation.InSimulation;

/** Each of its fields breaks the layers. */
public class UsesForbiddenLayers {
  InMetrics metrics;
  InAsync async;
  InSimulation simulation;
}
