package exactlyonce.broken.layers.window;

/** Uses nothing. */
public class InWindow {}
