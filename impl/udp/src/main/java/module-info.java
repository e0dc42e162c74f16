/** A transport for exactly-once delivery over UDP, on {@code java.nio.channels} alone. */
module exactlyonce.udp {
  requires transitive exactlyonce;
  requires static org.jspecify;

  exports exactlyonce.udp;
}
