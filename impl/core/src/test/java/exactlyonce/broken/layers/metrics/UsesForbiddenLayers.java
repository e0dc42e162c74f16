package exactlyonce.broken.layers.metrics;

import exactlyonce.broken.layers.async.InAsync;
import exactlyonce.broken.layers.protocol.InProtocol;
import exactlyonce.broken.layers.session.InSession;
import exactlyonce.broken.layers.simulation.InSimulation;
import exactlyonce.broken.layers.window.InWindow;
import exactlyonce.broken.layers.wire.InWire;

/** Each of its fields breaks the layers. */
public class UsesForbiddenLayers {
  InWindow window;
  InProtocol protocol;
  InSession session;
  InWire wire;
  InAsync async;
  InSimulation simulation;
}
