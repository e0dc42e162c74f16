package exactlyonce.broken.layers.session;

import exactlyonce.broken.layers.protocol.InProtocol;
import exactlyonce.broken.layers.window.InWindow;

/** Uses what is below it. */
public class InSession {
  InWindow window;
  InProtocol protocol;
}
