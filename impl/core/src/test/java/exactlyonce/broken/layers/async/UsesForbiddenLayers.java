package exactlyonce.broken.layers.async;

import exactlyonce.broken.layers.simulation.InSimulation;
import exactlyonce.broken.layers.wire.InWire;

/** Each of its fields breaks the layers. */
public class UsesForbiddenLayers {
  InWire wire;
  InSimulation simulation;
}
