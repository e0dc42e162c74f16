/**
 * Exactly-once message delivery. Requires only {@code java.base}; the nullness annotations are
 * needed at compile time only.
 */
module exactlyonce {
  requires static org.jspecify;

  exports exactlyonce.async;
  exports exactlyonce.metrics;
  exports exactlyonce.protocol;
  exports exactlyonce.session;
  exports exactlyonce.window;
  exports exactlyonce.wire;
}
