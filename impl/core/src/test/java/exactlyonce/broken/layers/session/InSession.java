package exactlyonce.broken.layers.session;

import exactlyonce.broken.layers.metrics.InMetrics;
import exactlyonce.broken.layers.protocol.InProtocol;
import exactlyonce.broken.layers.window.InWindow;

/** Uses what is below it. */
public class InSession {
  InMetrics metrics;
  InWindow window;
  InProtocol protocol;
}
