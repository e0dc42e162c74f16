package exactlyonce.broken.layers.wire;

import exactlyonce.broken.layers.async.InAsync;
import exactlyonce.broken.layers.simulation.InSimulation;

/** Each of its fields breaks the layers. */
public class UsesForbiddenLayers {
  InAsync async;
  InSimulation simulation;
}
