package exactlyonce.udp;

import org.jspecify.annotations.Nullable;

/** What went wrong in a transport: which frames or datagrams are lost, and why. Told, not thrown. */
public final class UdpException extends Exception {
  private static final long serialVersionUID = 1;

  UdpException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
