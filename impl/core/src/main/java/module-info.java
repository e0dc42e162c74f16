/**
 * Exactly-once message delivery. Needs nothing but {@code java.base}; the nullness annotations are
 * read by compilers alone.
 */
module exactlyonce {
  requires static org.jspecify;

  exports exactlyonce.async;
  exports exactlyonce.protocol;
  exports exactlyonce.session;
  exports exactlyonce.window;
  exports exactlyonce.wire;
}
