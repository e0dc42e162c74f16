package exactlyonce.broken.layers.simulation;

import exactlyonce.broken.layers.async.InAsync;
import exactlyonce.broken.layers.session.InSession;
import exactlyonce.broken.layers.wire.InWire;

/** Uses what it simulates. */
public class InSimulation {
  InSession session;
  InWire wire;
  InAsync async;
}
