package exactlyonce.broken.layers.window;

import exactlyonce.broken.layers.async.InAsync;
import exactlyonce.broken.layers.metrics.InMetrics;
import exactlyonce.broken.layers.protocol.InProtocol;
import exactlyonce.broken.layers.session.InSession;
import exactlyonce.broken.layers.simulation.InSimulation;
import exactlyonce.broken.layers.wire.InWire;

/** Each of its fields breaks the layers. */
public class UsesForbiddenLayers {
  InMetrics metrics;
  InProtocol protocol;
  InSession session;
  InWire wire;
  InAsync async;
  InSimulation simulation;
}
