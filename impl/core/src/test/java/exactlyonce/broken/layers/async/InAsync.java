package exactlyonce.broken.layers.async;

import exactlyonce.broken.layers.metrics.InMetrics;
import exactlyonce.broken.layers.protocol.InProtocol;
import exactlyonce.broken.layers.session.InSession;

/** Uses what is below it. */
public class InAsync {
  InMetrics metrics;
  InProtocol protocol;
  InSession session;
}
