package exactlyonce.broken.layers.protocol;

import exactlyonce.broken.layers.async.InAsync;
import exactlyonce.broken.layers.metrics.InMetrics;
import exactlyonce.broken.layers.session.InSession;
import exactlyonce.broken.layers.simulation.InSimulation;
import exactlyonce.broken.layers.wire.InWire;

/** Each of its fields breaks the layers. */
public class UsesForbiddenLayers {
  InMetrics metrics;
  InSession session;
  InWire wire;
  InAsync async;
  InSimulation simulation;
}
