package exactlyonce.broken.layers.protocol;

import exactlyonce.broken.layers.window.InWindow;

/** Uses what is below it. */
public class InProtocol {
  InWindow window;
}
