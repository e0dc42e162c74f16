package exactlyonce.broken.layers.session;

import exactlyonce.broken.layers.async.InAsync;
import exactlyonce.broken.layers.simulation.InSimulation;
import exactlyonce.broken.layers.wire.InWire;

/** Each of its fields breaks the layers. */
public class UsesForbiddenLayers {
  InWire wire;
  InAsync async;
  InSimulation simulation;
}
