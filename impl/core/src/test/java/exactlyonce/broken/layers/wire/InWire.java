package exactlyonce.broken.layers.wire;

import exactlyonce.broken.layers.protocol.InProtocol;
import exactlyonce.broken.layers.session.InSession;

/** Uses what is below it. */
public class InWire {
  InProtocol protocol;
  InSession session;
}
